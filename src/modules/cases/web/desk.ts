import { lazy } from 'react'
import { query } from '#web/api.ts'
import type { DeskMatter } from '#web/desk/matter.ts'
import type { DeskRoute } from '#web/desk/route.ts'
import { caseStageList, stageWords } from './desk/stages.ts'

/** The pages that cases offer to the workbench. */
export const casesDesk: readonly DeskRoute[] = [
  {
    path: '/desk/cases',
    load: () => import('./desk/list-page.tsx'),
    title: 'cases:desk.cases',
    nav: {
      group: 'work',
      icon: 'list',
      needs: 'cases.case.list',
      count: {
        by: 'cases.case.count',
        // Late ones are told by the inbox of whose turn it is; here only how many are open.
        read: async (placeId, signal) => {
          const { open } = await query('cases.case.count', placeId === undefined ? {} : { placeId }, signal)
          return { count: open, isHot: false }
        },
      },
    },
  },
  { path: '/desk/cases/new', load: () => import('./desk/new-page.tsx'), title: 'cases:desk.new' },
  { path: '/desk/cases/import', load: () => import('./desk/import-page.tsx'), title: 'cases:desk.import' },
  {
    path: '/desk/whistles',
    load: () => import('./desk/whistles-page.tsx'),
    title: 'cases:desk.whistles',
    nav: { group: 'work', icon: 'whistle', needs: 'cases.whistle.findOfCase' },
  },
  {
    path: '/desk/supervisions',
    load: () => import('./desk/supervisions-page.tsx'),
    title: 'cases:desk.supervisions',
    nav: { group: 'work', icon: 'clock', needs: 'cases.supervision.findOfCase' },
  },
  {
    path: '/desk/mediations',
    load: () => import('./desk/mediations-page.tsx'),
    title: 'cases:desk.mediations',
    nav: { group: 'work', icon: 'chat', needs: 'cases.mediation.open' },
  },
  {
    path: '/desk/mediations/$id/agreement',
    load: () => import('./desk/agreement-page.tsx'),
    title: 'cases:desk.mediation.agreement',
  },
  {
    path: '/desk/categories',
    load: () => import('./desk/categories-page.tsx'),
    title: 'cases:desk.categories',
    nav: { group: 'administration', icon: 'columns', needs: 'cases.category.setRule' },
  },
  {
    path: '/desk/categories/import',
    load: () => import('./desk/category-import-page.tsx'),
    title: 'cases:desk.categoryImport',
  },
  {
    path: '/desk/dispatch-rules',
    load: () => import('./desk/dispatch-rules-page.tsx'),
    title: 'cases:desk.dispatchRules',
  },
  {
    path: '/desk/case-flow',
    load: () => import('./desk/config-page.tsx'),
    title: 'cases:desk.config',
    nav: { group: 'administration', icon: 'sync', needs: 'cases.config.set' },
  },
  { path: '/desk/cases/$id', load: () => import('./desk/case-page.tsx'), title: 'cases:desk.case' },
]

/** Cases as lines of the inbox. */
export const caseMatter: DeskMatter = {
  kind: 'case',
  name: 'cases:desk.case',
  stages: caseStageList,
  stageWords,
  Detail: lazy(() => import('./desk/case-detail.tsx')),
  loadBatch: async () => (await import('./desk/batch.ts')).caseDeeds,
}
