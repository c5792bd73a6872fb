import type { FieldRoute } from '#web/field/route.ts'

/** The pages that fieldwork offers to the field app. */
export const fieldworkField: readonly FieldRoute[] = [
  { path: '/field/patrols/$id', load: () => import('./field/patrol-page.tsx') },
  { path: '/field/action', load: () => import('./field/action-page.tsx') },
]
