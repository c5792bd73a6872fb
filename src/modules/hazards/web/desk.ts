import { lazy } from 'react'
import { query } from '#web/api.ts'
import type { DeskMatter } from '#web/desk/matter.ts'
import type { DeskRoute } from '#web/desk/route.ts'
import { t, wordsOr } from '#web/i18n.ts'

/** The pages that hazards offer to the workbench. */
export const hazardsDesk: readonly DeskRoute[] = [
  {
    path: '/desk/hazards',
    load: () => import('./desk/hazards-page.tsx'),
    title: 'hazards:desk.hazards',
    nav: {
      group: 'work',
      icon: 'warning',
      needs: 'hazards.inspection.record',
      count: {
        by: 'hazards.hazard.count',
        read: async (placeId, signal) => {
          const { open } = await query('hazards.hazard.count', placeId === undefined ? {} : { placeId }, signal)
          return { count: open, isHot: false }
        },
      },
    },
  },
  {
    path: '/desk/sites',
    load: () => import('./desk/sites-page.tsx'),
    title: 'hazards:desk.sites',
    nav: { group: 'work', icon: 'locate', needs: 'hazards.site.create' },
  },
  { path: '/desk/sites/import', load: () => import('./desk/import-page.tsx'), title: 'hazards:desk.import' },
  { path: '/desk/sites/$id', load: () => import('./desk/site-page.tsx'), title: 'hazards:desk.site' },
  {
    path: '/desk/campaigns',
    load: () => import('./desk/campaigns-page.tsx'),
    title: 'hazards:desk.campaigns',
    nav: { group: 'work', icon: 'project', needs: 'hazards.campaign.create' },
  },
  { path: '/desk/campaigns/$id', load: () => import('./desk/campaign-page.tsx'), title: 'hazards:desk.campaign' },
  {
    path: '/desk/problems',
    load: () => import('./desk/catalogue-page.tsx'),
    title: 'hazards:desk.catalogue',
    nav: { group: 'administration', icon: 'document', needs: 'hazards.problemKind.change' },
  },
  { path: '/desk/hazards/$id', load: () => import('./desk/hazard-page.tsx'), title: 'hazards:desk.hazard' },
  { path: '/desk/hazards/$id/notice', load: () => import('./desk/notice-page.tsx'), title: 'hazards:desk.notice' },
]

/** Hazards as lines of the inbox. */
export const hazardMatter: DeskMatter = {
  kind: 'hazard',
  name: 'hazards:desk.hazard',
  stages: ['notice', 'rectification', 'recheck'],
  stageWords: (stage) => wordsOr(`hazards:stage.${stage}`, t('hazards:desk.hazard')),
  Detail: lazy(() => import('./desk/hazard-detail.tsx')),
  loadBatch: async () => [],
}
