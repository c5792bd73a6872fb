import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that identity offers to the workbench; the sign-in page stands before all of them. */
export const identityDesk: readonly DeskRoute[] = [
  { path: '/desk/me/account', load: () => import('./desk/account-page.tsx'), title: 'identity:desk.account' },
]
