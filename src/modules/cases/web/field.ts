import type { FieldRoute } from '#web/field/route.ts'

/** The pages that cases offer to the field app. */
export const casesField: readonly FieldRoute[] = [
  { path: '/field', load: () => import('./field/home-page.tsx') },
  { path: '/field/report', load: () => import('./field/report-page.tsx') },
  { path: '/field/tasks', load: () => import('./field/tasks-page.tsx') },
  { path: '/field/tasks/$id', load: () => import('./field/task-page.tsx') },
]
