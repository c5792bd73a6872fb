import type { Module } from '#platform/module'
import { hazardKind, siteKind } from './matter.ts'
import { jobs, reactions } from './reactions.ts'
import { operations } from './routes.ts'
import { hazardFlow } from './rules/hazard-flow.ts'

export const hazards: Module = {
  name: 'hazards',
  operations,
  flows: [hazardFlow.definition],
  reactions,
  jobs,
  matterKinds: [hazardKind, siteKind],
}
