import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that posts offer to the workbench. */
export const postsDesk: readonly DeskRoute[] = [
  {
    path: '/desk/posts',
    load: () => import('./desk/posts-page.tsx'),
    title: 'posts:desk.posts',
    nav: { group: 'people', icon: 'person', needs: 'posts.post.create' },
  },
  {
    path: '/desk/grids',
    load: () => import('./desk/grids-page.tsx'),
    title: 'posts:desk.grids',
    nav: { group: 'people', icon: 'map', needs: 'posts.grid.export' },
  },
  { path: '/desk/posts/import', load: () => import('./desk/import-page.tsx'), title: 'posts:desk.import' },
  { path: '/desk/posts/$id', load: () => import('./desk/post-page.tsx'), title: 'posts:desk.post' },
  {
    path: '/desk/permissions',
    load: () => import('./desk/permissions-page.tsx'),
    title: 'posts:desk.permissions',
    nav: { group: 'administration', icon: 'shield', needs: 'posts.permission.list' },
  },
]
