import { query } from '#web/api.ts'
import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that the workplace offers to the workbench. */
export const workplaceDesk: readonly DeskRoute[] = [
  {
    path: '/desk',
    load: () => import('./desk/inbox-page.tsx'),
    title: 'workplace:desk.inbox',
    nav: {
      group: 'work',
      icon: 'inbox',
      needs: 'workplace.inbox.list',
      count: {
        by: 'workplace.inbox.count',
        read: async (placeId, signal) => {
          const { all, late } = await query('workplace.inbox.count', placeId === undefined ? {} : { placeId }, signal)
          return { count: all, isHot: late > 0 }
        },
      },
    },
  },
  { path: '/desk/search', load: () => import('./desk/search-page.tsx'), title: 'workplace:desk.search' },
  { path: '/desk/notices', load: () => import('./desk/notices-page.tsx'), title: 'workplace:desk.notices' },
  { path: '/desk/me', load: () => import('./desk/settings-page.tsx'), title: 'workplace:desk.settings' },
  { path: '/desk/flows', load: () => import('./desk/flows-page.tsx'), title: 'workplace:desk.flows' },
  {
    path: '/desk/outbox',
    load: () => import('./desk/outbox-page.tsx'),
    title: 'workplace:desk.outbox',
    nav: { group: 'administration', icon: 'send', needs: 'workplace.delivery.list' },
  },
]
