import type { Module } from '#platform/module'
import { caseKind } from './matter.ts'
import { measureJobs } from './measure-jobs.ts'
import { pages } from './pages.ts'
import { jobs, reactions } from './reactions.ts'
import { operations } from './routes.ts'
import { flow } from './service/flow.ts'

export { usableCategory } from './service/category.ts'
export { learnCategories } from './service/suggest.ts'
export { importCases } from './service/import.ts'
export { reportCase } from './service/report.ts'
export { titleFrom } from './rules/case-number.ts'
export { openCases } from './service/open.ts'
export { type CountedCase, countedCases, listCaseIds, lockCounted } from './service/count.ts'
export { placementOf } from './service/place.ts'
export { countSolved, standingsOf } from './service/standing.ts'
export { listCasesBehind, listLatelyClosed, listMostOverdue, summarizeCases } from './service/summary.ts'
export { categoryNames, caseNumbers } from './service/names.ts'

export const cases: Module = {
  name: 'cases',
  operations,
  pages,
  flows: [flow.definition],
  reactions,
  jobs: [...jobs, ...measureJobs],
  matterKinds: [caseKind],
}
