import type { FieldRoute } from '#web/field/route.ts'

/** The pages that visits offer to the field app. */
export const visitsField: readonly FieldRoute[] = [
  { path: '/field/visits', load: () => import('./field/visits-page.tsx') },
  { path: '/field/visits/record', load: () => import('./field/record-page.tsx') },
  { path: '/field/visits/finding', load: () => import('./field/finding-page.tsx') },
]
