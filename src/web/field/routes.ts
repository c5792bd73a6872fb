import type { ComponentType } from 'react'
import type { Namespace } from '#web/i18n.ts'
import { casesField } from '../../modules/cases/web/field.ts'
import { fieldworkField } from '../../modules/fieldwork/web/field.ts'
import { TodayPatrols } from '../../modules/fieldwork/web/field/today.tsx'
import type { FieldRoute } from './route.ts'

/** All pages of the field app. Each module offers its own. */
export const fieldRoutes: readonly FieldRoute[] = [...casesField, ...fieldworkField]

/** What modules show on the first screen, between what is still on the phone and what waits for me. */
export const homeParts: readonly { readonly id: string; readonly Part: ComponentType }[] = [
  { id: 'patrols', Part: TodayPatrols },
]

/** The words these pages need. */
export const fieldNamespaces: readonly Namespace[] = ['ui', 'field', 'cases', 'fieldwork']
