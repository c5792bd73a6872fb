import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that the calendar offers to the workbench. */
export const calendarDesk: readonly DeskRoute[] = [
  {
    path: '/desk/calendar',
    load: () => import('./desk/calendar-page.tsx'),
    title: 'calendar:desk.calendar',
    nav: { group: 'administration', icon: 'calendar', needs: 'calendar.day.set' },
  },
]
