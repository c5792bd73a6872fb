import type { Namespace } from '#web/i18n.ts'
import { calendarDesk } from '../../modules/calendar/web/desk.ts'
import { caseMatter, casesDesk } from '../../modules/cases/web/desk.ts'
import { fieldworkDesk } from '../../modules/fieldwork/web/desk.ts'
import { emergenciesDesk } from '../../modules/emergencies/web/desk.ts'
import { hazardMatter, hazardsDesk } from '../../modules/hazards/web/desk.ts'
import { identityDesk } from '../../modules/identity/web/desk.ts'
import { organizationsDesk } from '../../modules/organizations/web/desk.ts'
import { placesDesk } from '../../modules/places/web/desk.ts'
import { indicatorsDesk } from '../../modules/indicators/web/desk.ts'
import { insightDesk } from '../../modules/insight/web/desk.ts'
import { postsDesk } from '../../modules/posts/web/desk.ts'
import { visitsDesk } from '../../modules/visits/web/desk.ts'
import { workplaceDesk } from '../../modules/workplace/web/desk.ts'
import type { DeskMatter } from './matter.ts'
import type { DeskRoute } from './route.ts'

/** All pages of the workbench and the cockpit, in the order of the side bar. Each module offers its own. */
export const deskRoutes: readonly DeskRoute[] = [
  ...workplaceDesk,
  ...casesDesk,
  ...fieldworkDesk,
  ...hazardsDesk,
  ...visitsDesk,
  ...emergenciesDesk,
  ...indicatorsDesk,
  ...insightDesk,
  ...identityDesk,
  ...organizationsDesk,
  ...postsDesk,
  ...placesDesk,
  ...calendarDesk,
]

/** All kinds of matters that may wait in an inbox. */
export const deskMatters: readonly DeskMatter[] = [caseMatter, hazardMatter]

/** The words these pages need. */
export const deskNamespaces: readonly Namespace[] = [
  'ui',
  'desk',
  'administration',
  'workplace',
  'cases',
  'hazards',
  'visits',
  'fieldwork',
  'emergencies',
  'indicators',
  'insight',
  'identity',
  'posts',
  'calendar',
  'places',
  'organizations',
  // Why not: reasons that a page says itself, of buttons that must wait and of rows of a file.
  'auth',
  'flow',
  'files',
  'office',
  'request',
  'time',
]
