import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that fieldwork offers to the workbench. */
export const fieldworkDesk: readonly DeskRoute[] = [
  {
    path: '/desk/patrols',
    load: () => import('./desk/patrols-page.tsx'),
    title: 'fieldwork:desk.patrols',
    nav: { group: 'work', icon: 'walk', needs: 'fieldwork.patrol.list' },
  },
  { path: '/desk/patrols/coverage', load: () => import('./desk/coverage-page.tsx'), title: 'fieldwork:desk.coverage' },
  { path: '/desk/patrols/routes', load: () => import('./desk/routes-page.tsx'), title: 'fieldwork:desk.routes' },
  {
    path: '/desk/patrols/routes/new',
    load: () => import('./desk/new-route-page.tsx'),
    title: 'fieldwork:desk.newRoute',
  },
  { path: '/desk/patrols/routes/$id', load: () => import('./desk/route-page.tsx'), title: 'fieldwork:desk.route' },
  { path: '/desk/patrols/$id', load: () => import('./desk/patrol-page.tsx'), title: 'fieldwork:desk.patrol' },
  {
    path: '/desk/actions',
    load: () => import('./desk/actions-page.tsx'),
    title: 'fieldwork:desk.actions',
    nav: { group: 'work', icon: 'speak', needs: 'fieldwork.action.list' },
  },
  { path: '/desk/actions/$id', load: () => import('./desk/action-page.tsx'), title: 'fieldwork:desk.action' },
]
