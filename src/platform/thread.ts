export { listEntries, type EntryView, type Visibility } from './thread/entries.ts'
export { advance, openMatter, type Matter, type Step, type StepResult } from './thread/advance.ts'
export { countInbox, type InboxFilter, type InboxRow, listInbox, visitsOf, type VisitView } from './thread/visits.ts'
export type { ThreadTables } from './thread/tables.ts'
