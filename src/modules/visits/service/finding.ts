import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf, OutputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import { countSolved, openCases, placementOf, titleFrom } from '#modules/cases'
import { requirePerson, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { reads } from '../rules/recording.ts'
import { findingNumber } from '../rules/visit-number.ts'
import { findHouseholds } from '../store/household.ts'
import type { FindingRow, VisitRow } from '../store/tables.ts'
import * as store from '../store/visit.ts'
import { scopeOf } from './scope.ts'

const cursor = z.tuple([cursorInstant, idShape, z.number().int().min(1).max(contract.FINDINGS_MAX)])

const addressOf = async (tx: Tx, visit: VisitRow): Promise<string | null> => {
  if (visit.household_id === null) return null
  const [household] = await findHouseholds(tx, [visit.household_id])
  return household?.door ?? null
}

/**
 * What was found at a visit becomes a case in the same transaction: the finding names the case, and the source number of
 * the case names visit and finding. The one who found it is its reporter, so that they are told what came of it.
 */
export const addFinding = async (tx: Tx, input: InputOf<typeof contract.addFinding>): Promise<FindingRow> => {
  const visit = await store.lockRecorded(tx, input.visitId)
  if (!visit || !reads(tx.actor, visit.place_path, [visit.person_id, visit.visited_by_person_id]))
    throw new Refusal('visits.visit_not_found', { id: input.visitId })
  if (visit.state !== 'done' || visit.number === null) throw new Refusal('visits.not_made_yet')
  const before = await store.listFindingsOf(tx, [visit.id])
  if (before.length >= contract.FINDINGS_MAX)
    throw new Refusal('visits.too_many_findings', { count: contract.FINDINGS_MAX })
  const number = before.length + 1
  const placement = await placementOf(tx, { point: input.point, placeId: visit.place_id })
  const [opened] = await openCases(tx, [
    {
      title: titleFrom(input.words),
      body: input.decision === null ? input.words : `${input.words}\n${input.decision}`,
      channel: 'visit',
      sourceNumber: findingNumber(visit.number, number),
      urgency: input.isUrgent ? 'urgent' : 'normal',
      placement,
      point: input.point,
      address: await addressOf(tx, visit),
      category: null,
      occurredAt: visit.visited_at,
      reporter: { personId: requirePerson(tx), name: tx.actor.name || null, phone: null },
      fileIds: input.fileIds,
    },
  ])
  if (!opened) throw new Error('one draft opens one case')
  const row: FindingRow = {
    district_id: tx.districtId,
    visit_id: visit.id,
    number,
    kind: input.kind,
    words: input.words,
    decision: input.decision,
    case_id: opened.row.id,
    created_at: tx.now(),
    created_by_person_id: requirePerson(tx),
  }
  await store.insertFinding(tx, row)
  return row
}

type Filter = InputOf<typeof contract.exportFindings>

export const filterOf = async (tx: Tx, input: Filter): Promise<store.FindingFilter> => ({
  paths: await scopeOf(tx, input.withinId),
  kind: input.kind ?? null,
  visitKind: input.visitKind ?? null,
  programmeId: input.programmeId ?? null,
  from: input.from ?? null,
  until: input.until ?? null,
})

export const listFindings = async (
  tx: Tx,
  filter: store.FindingFilter,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<store.ListedFinding>> => {
  const after = readCursorAs(page.cursor, cursor)
  const rows = await store.listFindings(tx, filter, { after, limit: page.limit })
  return cutPage(rows, page.limit, (row) => [row.created_at.toISOString(), row.visit_id, row.number])
}

/** How many of each kind, and of how many the case was closed. */
export const countFindings = async (
  tx: Tx,
  input: InputOf<typeof contract.countFindings>,
): Promise<OutputOf<typeof contract.countFindings>> => {
  const groups = await store.listCaseIds(tx, await filterOf(tx, input))
  const items: OutputOf<typeof contract.countFindings>['items'] = []
  for (const { kind, caseIds } of groups)
    items.push({ kind, count: caseIds.length, solvedCount: await countSolved(tx, caseIds) })
  return { items }
}
