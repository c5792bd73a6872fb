import { query } from '#web/api.ts'
import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that visits offer to the workbench. */
export const visitsDesk: readonly DeskRoute[] = [
  {
    path: '/desk/visits',
    load: () => import('./desk/visits-page.tsx'),
    title: 'visits:desk.visits',
    nav: {
      group: 'work',
      icon: 'pin',
      needs: 'visits.visit.list',
      count: {
        by: 'visits.visit.count',
        read: async (_, signal) => {
          const { open, late } = await query('visits.visit.count', {}, signal)
          return { count: open, isHot: late > 0 }
        },
      },
    },
  },
  { path: '/desk/visits/coverage', load: () => import('./desk/coverage-page.tsx'), title: 'visits:desk.coverage' },
  { path: '/desk/visits/findings', load: () => import('./desk/findings-page.tsx'), title: 'visits:desk.findings' },
  {
    path: '/desk/visits/programmes',
    load: () => import('./desk/programmes-page.tsx'),
    title: 'visits:desk.programmes',
  },
  {
    path: '/desk/visits/programmes/$id',
    load: () => import('./desk/programme-page.tsx'),
    title: 'visits:desk.programmes',
  },
  { path: '/desk/visits/$id', load: () => import('./desk/visit-page.tsx'), title: 'visits:desk.visit' },
  {
    path: '/desk/households',
    load: () => import('./desk/households-page.tsx'),
    title: 'visits:desk.households',
    nav: { group: 'people', icon: 'home', needs: 'visits.household.create' },
  },
  { path: '/desk/households/import', load: () => import('./desk/import-page.tsx'), title: 'visits:desk.import' },
  { path: '/desk/households/$id', load: () => import('./desk/household-page.tsx'), title: 'visits:desk.household' },
]
