import type { Namespace } from '#web/i18n.ts'
import type { DeskRoute } from './route.ts'

/** All pages of the workbench and the cockpit, in the order of the side bar. Each module offers its own. */
export const deskRoutes: readonly DeskRoute[] = []

/** The words these pages need. */
export const deskNamespaces: readonly Namespace[] = ['ui', 'desk']
