import { randomBytes } from 'node:crypto'
import { maskText } from '#kernel/mask'
import type { Point } from '#kernel/place'
import { civilDateAt } from '#kernel/time'
import { attachFiles } from '#modules/workplace'
import { newId, type Tx } from '#platform/context'
import { takeNumbers } from '#platform/counter'
import { indexDocument, indexingOf, pinyinInitials } from '#platform/search'
import { type Matter, openMatters } from '#platform/thread'
import { type CaseState, type Channel, reportCase, type Urgency } from '../contract.ts'
import { caseStageOf, isOpenState } from '../rules/case-flow.ts'
import { bareName, caseNumber, QUERY_CODE_RANDOM_BYTES, queryCodeOf, seriesOf } from '../rules/case-number.ts'
import type { ReporterDraft } from '../rules/report.ts'
import * as store from '../store.ts'
import { configOf } from './config.ts'
import { CASE_KIND, flow, limitsOf, loadRules } from './flow.ts'
import { type Placement, placeColumns } from './place.ts'

/** Everything that a new case is made of. */
export interface CaseDraft {
  readonly title: string
  readonly body: string
  readonly channel: Channel
  readonly sourceNumber: string | null
  readonly urgency: Urgency
  readonly placement: Placement
  readonly point: Point | null
  readonly address: string | null
  readonly category: { readonly id: number; readonly path: string } | null
  readonly occurredAt: Date | null
  readonly reporter: ReporterDraft
  readonly fileIds: readonly string[]
  /** The case of which it is a part 子件. */
  readonly parentCaseId?: string
}

const SERIES_LEVELS = ['community', 'street', 'district'] as const

const seriesFor = (tx: Tx, { place, above }: Placement): string => {
  const near = [...above, place]
  const named = SERIES_LEVELS.flatMap((level) => near.find((candidate) => candidate.level === level) ?? [])[0] ?? place
  const initials = pinyinInitials(bareName(named.name), 'other').replace(/[^a-z0-9]/g, '')
  return seriesOf(initials || 'x', civilDateAt(tx.now()))
}

/** A number for each, in the order given; each series is taken once, late in the transaction. */
const numbersFor = async (tx: Tx, drafts: readonly CaseDraft[]): Promise<string[]> => {
  const series = drafts.map((draft) => seriesFor(tx, draft.placement))
  const nextBySeries = new Map<string, number>()
  for (const name of [...new Set(series)].sort()) {
    const count = series.filter((other) => other === name).length
    nextBySeries.set(name, await takeNumbers(tx, `${CASE_KIND}:${name}`, count))
  }
  return series.map((name) => {
    const running = nextBySeries.get(name) ?? 0
    nextBySeries.set(name, running + 1)
    return caseNumber(name, running)
  })
}

const matterOf = (row: store.CaseFileRow, reporter: ReporterDraft): Matter<CaseState> => ({
  kind: CASE_KIND,
  id: row.id,
  number: row.number,
  title: maskText(row.title),
  state: row.state,
  placeId: row.place_id,
  placePath: row.place_path,
  reporterPersonId: reporter.personId,
  entryCount: 0,
})

const rowOf = (tx: Tx, draft: CaseDraft, number: string): store.CaseFileRow => {
  const state = flow.definition.initial
  return {
    district_id: tx.districtId,
    id: newId(tx),
    number,
    title: draft.title,
    body: draft.body,
    state,
    stage: caseStageOf(state),
    is_open: isOpenState(state),
    channel: draft.channel,
    source_number: draft.sourceNumber,
    category_id: draft.category?.id ?? null,
    category_path: draft.category?.path ?? null,
    urgency: draft.urgency,
    ...placeColumns(draft.placement),
    address: draft.address,
    longitude: draft.point?.longitude ?? null,
    latitude: draft.point?.latitude ?? null,
    handler_organization_id: null,
    handler_person_id: null,
    resolved_by_person_id: null,
    is_public: false,
    headline: null,
    public_files: [],
    occurred_at: draft.occurredAt,
    reported_at: tx.now(),
    closed_at: null,
    rating: null,
    correction_count: 0,
    extension_count: 0,
    entry_count: 1,
    due_at: null,
    is_paused: false,
    late_told_at: null,
    tier: null,
    resolved_level: null,
    outcome: null,
    checked_at: null,
    lead_case_id: null,
    parent_case_id: draft.parentCaseId ?? null,
    open_child_count: 0,
    merged_count: 0,
    open_request_kind: null,
    open_request_by_person_id: null,
    paused_until: null,
    outside_system: null,
    outside_number: null,
    revisited_at: null,
    called_organization_ids: [],
    acted_at: null,
    version: 1,
  }
}

const reporterRowOf = (tx: Tx, row: store.CaseFileRow, reporter: ReporterDraft): store.ReporterRow => ({
  district_id: tx.districtId,
  case_id: row.id,
  number: 1,
  person_id: reporter.personId,
  name: reporter.name,
  phone: reporter.phone,
  query_code: queryCodeOf(randomBytes(QUERY_CODE_RANDOM_BYTES)),
  reported_at: tx.now(),
})

/** What can be found by words: the text with numbers of people masked, and how the case is called. */
const documentOf = (row: store.CaseFileRow) => ({
  kind: CASE_KIND,
  id: row.id,
  title: maskText(row.title),
  body: [maskText(row.body), row.address, row.number, row.source_number].filter(Boolean).join('\n'),
  placePath: row.place_path,
  at: row.reported_at,
})

/** Brings the search up to date after a case has moved to another place. */
export const reindexCase = (tx: Tx, row: store.CaseFileRow): Promise<void> => indexDocument(tx, documentOf(row))

export interface OpenedCase {
  readonly row: store.CaseFileRow
  readonly reporter: store.ReporterRow
}

/**
 * New cases with thread, clock, reporter and search, in one statement (some hundred cases at most).
 * The transaction is refused with `cases.source_number_conflict` when one of them is in the register already.
 */
export const openCases = async (tx: Tx, drafts: readonly CaseDraft[]): Promise<OpenedCase[]> => {
  const rulesByPath = new Map<string | null, Awaited<ReturnType<typeof loadRules>>>()
  for (const path of new Set(drafts.map((draft) => draft.category?.path ?? null))) {
    rulesByPath.set(path, await loadRules(tx, path))
  }
  const config = await configOf(tx)
  const numbers = await numbersFor(tx, drafts)
  const rows = drafts.map((draft, index) => rowOf(tx, draft, numbers[index] ?? ''))
  const openings = rows.map((row, index) => {
    const draft = drafts[index] as CaseDraft // one row per draft
    const limitOf = limitsOf(row, rulesByPath.get(row.category_path ?? null) ?? [], config)
    const step = { action: reportCase.id, visibility: 'parties' as const, files: draft.fileIds, limitOf }
    return { matter: matterOf(row, draft.reporter), step: { ...step, data: { channel: draft.channel } } }
  })
  const reporters = rows.map((row, index) => reporterRowOf(tx, row, (drafts[index] as CaseDraft).reporter))
  let opened = rows
  await openMatters(
    tx,
    flow,
    openings,
    (results) => {
      opened = rows.map((row, index) => ({ ...row, due_at: results[index]?.dueAt ?? null }))
      return [...store.insertsOf(tx, opened, reporters), indexingOf(tx, rows.map(documentOf))]
    },
    { case_source: 'cases.source_number_conflict' },
  )
  for (const [index, draft] of drafts.entries()) {
    await attachFiles(tx, draft.fileIds, { kind: CASE_KIND, id: rows[index]?.id ?? '' })
  }
  return opened.map((row, index) => ({ row, reporter: reporters[index] as store.ReporterRow }))
}
