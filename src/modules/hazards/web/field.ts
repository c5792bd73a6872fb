import type { FieldRoute } from '#web/field/route.ts'

/** The pages that hazards offer to the field app. */
export const hazardsField: readonly FieldRoute[] = [
  { path: '/field/checks', load: () => import('./field/checks-page.tsx') },
  { path: '/field/checks/$siteId', load: () => import('./field/check-page.tsx') },
  { path: '/field/hazards/$id', load: () => import('./field/hazard-page.tsx') },
]
