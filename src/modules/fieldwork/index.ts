import type { Module } from '#platform/module'
import { actionKind, patrolKind } from './matter.ts'
import { operations } from './routes.ts'
import { closeOverdue } from './service/overdue.ts'
import { planAll } from './service/plan.ts'

export const fieldwork: Module = {
  name: 'fieldwork',
  operations,
  jobs: [
    { name: 'fieldwork.plan', run: planAll, schedule: '10 0,12 * * *' },
    { name: 'fieldwork.closeOverdue', run: closeOverdue, schedule: '*/10 * * * *' },
  ],
  matterKinds: [patrolKind, actionKind],
}
