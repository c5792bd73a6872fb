import type { DeskRoute } from '#web/desk/route.ts'

/** The cockpit, and the records behind its figures. */
export const insightDesk: readonly DeskRoute[] = [
  {
    path: '/board',
    load: () => import('./board/board-page.tsx'),
    title: 'insight:board',
    nav: { group: 'work', icon: 'board', needs: 'insight.board.find' },
  },
  { path: '/desk/records', load: () => import('./board/records-page.tsx'), title: 'insight:records.visits' },
]
