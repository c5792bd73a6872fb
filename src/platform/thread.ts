export { findEntry, listEntries, type EntryView, type Visibility } from './thread/entries.ts'
export { allVisitsOf, type Deed, deedsOf, mattersMoved } from './thread/facts.ts'
export { isFileShown } from './thread/shown.ts'
export {
  advance,
  type Matter,
  type Opening,
  openMatter,
  openMatters,
  type Step,
  type StepResult,
} from './thread/advance.ts'
export { type Recomputed, recomputeDue } from './thread/recompute.ts'
export {
  countStays,
  listStays,
  mattersThatLeft,
  type Span,
  type Stay,
  type StayCount,
  type StayFilter,
} from './thread/statistics.ts'
export {
  countInbox,
  type InboxFilter,
  type InboxRow,
  listInbox,
  openVisitsOf,
  visitsOf,
  type VisitView,
} from './thread/visits.ts'
export type { ThreadTables, VisitRow } from './thread/tables.ts'
