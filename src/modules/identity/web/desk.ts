import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that identity offers to the workbench; the sign-in page stands before all of them. */
export const identityDesk: readonly DeskRoute[] = [
  { path: '/desk/sign-in', load: () => import('./desk/return-page.tsx'), title: 'identity:desk.signIn' },
  { path: '/desk/me/account', load: () => import('./desk/account-page.tsx'), title: 'identity:desk.account' },
  {
    path: '/desk/persons',
    load: () => import('./desk/persons-page.tsx'),
    title: 'identity:desk.persons',
    nav: { group: 'people', icon: 'people', needs: 'identity.person.list' },
  },
  { path: '/desk/persons/import', load: () => import('./desk/import-page.tsx'), title: 'identity:desk.import' },
  { path: '/desk/persons/$id', load: () => import('./desk/person-page.tsx'), title: 'identity:desk.persons' },
  {
    path: '/desk/access-log',
    load: () => import('./desk/access-log-page.tsx'),
    title: 'identity:desk.accessLog',
    nav: { group: 'administration', icon: 'look', needs: 'identity.accessLog.list' },
  },
]
