import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that emergencies offer to the workbench. */
export const emergenciesDesk: readonly DeskRoute[] = [
  {
    path: '/desk/emergencies',
    load: () => import('./desk/events-page.tsx'),
    title: 'emergencies:desk.events',
    nav: { group: 'work', icon: 'phone', needs: 'emergencies.event.raise' },
  },
  { path: '/desk/emergencies/$id', load: () => import('./desk/event-page.tsx'), title: 'emergencies:desk.event' },
]
