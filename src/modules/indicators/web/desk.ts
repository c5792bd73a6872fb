import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that indicators offer to the workbench. */
export const indicatorsDesk: readonly DeskRoute[] = [
  {
    path: '/desk/indicators',
    load: () => import('./desk/indicators-page.tsx'),
    title: 'indicators:desk.title',
    nav: { group: 'work', icon: 'trend', needs: 'indicators.indicator.list' },
  },
  {
    path: '/desk/indicators/exclusions',
    load: () => import('./desk/exclusions-page.tsx'),
    title: 'indicators:desk.exclusions',
  },
  { path: '/desk/indicators/$id', load: () => import('./desk/indicator-page.tsx'), title: 'indicators:desk.title' },
]
