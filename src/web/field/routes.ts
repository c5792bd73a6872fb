import type { ComponentType } from 'react'
import type { Namespace } from '#web/i18n.ts'
import { casesField } from '../../modules/cases/web/field.ts'
import { fieldworkField } from '../../modules/fieldwork/web/field.ts'
import { TodayPatrols } from '../../modules/fieldwork/web/field/today.tsx'
import { EmergencyBanners } from '../../modules/emergencies/web/field/banners.tsx'
import { hazardsField } from '../../modules/hazards/web/field.ts'
import { TodayChecks } from '../../modules/hazards/web/field/today-checks.tsx'
import { visitsField } from '../../modules/visits/web/field.ts'
import { TodayVisits } from '../../modules/visits/web/field/today-visits.tsx'
import type { FieldRoute } from './route.ts'

/** All pages of the field app. Each module offers its own. */
export const fieldRoutes: readonly FieldRoute[] = [...casesField, ...fieldworkField, ...hazardsField, ...visitsField]

/** What modules show on the first screen, between what is still on the phone and what waits for me. */
export const homeParts: readonly { readonly id: string; readonly Part: ComponentType }[] = [
  { id: 'emergencies', Part: EmergencyBanners },
  { id: 'patrols', Part: TodayPatrols },
  { id: 'checks', Part: TodayChecks },
  { id: 'visits', Part: TodayVisits },
]

/** The words these pages need. */
export const fieldNamespaces: readonly Namespace[] = [
  'ui',
  'field',
  'cases',
  'fieldwork',
  'hazards',
  'visits',
  'emergencies',
  'posts',
]

/** Where a task of the inbox is done outdoors, and whose words name its step; a kind that is not here waits for the desk. */
export const fieldTasks: Readonly<Record<string, { readonly path: string; readonly words: string }>> = {
  case: { path: '/field/tasks', words: 'cases' },
  hazard: { path: '/field/hazards', words: 'hazards' },
}
