import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that organisations offer to the workbench. */
export const organizationsDesk: readonly DeskRoute[] = [
  {
    path: '/desk/organizations',
    load: () => import('./desk/organizations-page.tsx'),
    title: 'organizations:desk.organizations',
    nav: { group: 'people', icon: 'building', needs: 'organizations.organization.list' },
  },
  {
    path: '/desk/organizations/import',
    load: () => import('./desk/import-page.tsx'),
    title: 'organizations:desk.import',
  },
  {
    path: '/desk/organizations/$id',
    load: () => import('./desk/organization-page.tsx'),
    title: 'organizations:desk.organizations',
  },
]
