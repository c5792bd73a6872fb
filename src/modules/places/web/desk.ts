import type { DeskRoute } from '#web/desk/route.ts'

/** The pages that places offer to the workbench. */
export const placesDesk: readonly DeskRoute[] = [
  {
    path: '/desk/places',
    load: () => import('./desk/places-page.tsx'),
    title: 'places:desk.places',
    nav: { group: 'administration', icon: 'place', needs: 'places.place.create' },
  },
  { path: '/desk/places/import', load: () => import('./desk/import-page.tsx'), title: 'places:desk.import' },
  { path: '/desk/places/$id', load: () => import('./desk/places-page.tsx'), title: 'places:desk.places' },
  { path: '/desk/places/$id/redraw', load: () => import('./desk/redraw-page.tsx'), title: 'places:desk.redrawTitle' },
]
