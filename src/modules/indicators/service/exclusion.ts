import { canOfOperations } from '#kernel/can'
import { z } from 'zod'
import { idShape } from '#kernel/id'
import { holds, type InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import { countedCases, standingsOf } from '#modules/cases'
import { namesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces, loadPlace } from '#modules/places'
import { attachFiles } from '#modules/workplace'
import { newId, requirePermission, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { definitionOf, measuresOf } from '../rules/definitions.ts'
import * as store from '../store/exclusion.ts'
import { hasMark } from '../store/read.ts'
import type { ExclusionRow } from '../store/tables.ts'

const decisionActs = [contract.grantExclusion, contract.denyExclusion] as const

export const applyExclusion = async (tx: Tx, input: InputOf<typeof contract.applyExclusion>): Promise<ExclusionRow> => {
  const definition = definitionOf(input.indicatorId)
  if (!definition?.exclusionReasons.includes(input.reason))
    throw new Refusal('indicators.indicator_not_found', { id: input.indicatorId })
  const [counted] = await countedCases(tx, [input.caseId])
  if (!counted) throw new Refusal('cases.case_not_found')
  const { handler_organization_id: organizationId, place_id: placeId, place_path: placePath } = counted.row
  requirePermission(tx, contract.applyExclusion, { placePath, organizationId })
  if (!(await hasMark(tx, input.caseId, measuresOf(definition)))) throw new Refusal('indicators.not_counted')
  await attachFiles(tx, input.fileIds, { kind: 'case', id: input.caseId })
  const row: ExclusionRow = {
    district_id: tx.districtId,
    id: newId(tx),
    case_id: input.caseId,
    indicator_id: input.indicatorId,
    reason: input.reason,
    words: input.words,
    files: [...input.fileIds],
    organization_id: organizationId,
    place_id: placeId,
    place_path: placePath,
    applied_at: tx.now(),
    applied_by_person_id: tx.actor.personId,
    decision: null,
    decision_words: null,
    decided_at: null,
    decided_by_person_id: null,
  }
  await store.insertExclusion(tx, row)
  return row
}

/** Whoever applied does not decide (cases §10.4); a decision stands. */
const obstacleOf = (tx: Tx, row: ExclusionRow): string | null => {
  if (row.decision !== null) return 'indicators.exclusion_decided'
  return row.applied_by_person_id === tx.actor.personId ? 'indicators.decider_applied' : null
}

export const decideExclusion = async (
  tx: Tx,
  { id, words }: InputOf<typeof contract.grantExclusion>,
  decision: 'granted' | 'denied',
): Promise<ExclusionRow> => {
  const operation = decision === 'granted' ? contract.grantExclusion : contract.denyExclusion
  const row = await store.lockExclusion(tx, id)
  if (!row) throw new Refusal('indicators.exclusion_not_found', { id })
  requirePermission(tx, operation, { placePath: row.place_path })
  const obstacle = obstacleOf(tx, row)
  if (obstacle !== null) throw new Refusal(obstacle)
  const decided = {
    decision,
    decision_words: words,
    decided_at: tx.now(),
    decided_by_person_id: tx.actor.personId,
  }
  await store.decideExclusion(tx, id, decided)
  return { ...row, ...decided }
}

const exclusionCursor = z.tuple([cursorInstant, idShape])

/** Those of the places that the actor answers for, and of the own unit. */
export const listExclusions = async (
  tx: Tx,
  input: InputOf<typeof contract.listExclusions>,
): Promise<Page<ExclusionRow>> => {
  const within = input.placeId === undefined ? null : await loadPlace(tx, input.placeId)
  if (within && within.district_id !== tx.districtId) throw new Refusal('places.place_not_found', { id: within.id })
  const posts = tx.actor.posts.filter((post) => holds({ ...tx.actor, posts: [post] }, contract.listExclusions.access))
  const rows = await store.listExclusions(
    tx,
    {
      placePaths: posts.filter(({ role }) => role !== 'departmentOfficer').map(({ placePath }) => placePath),
      organizationIds: posts.flatMap(({ organizationId }) => organizationId ?? []),
      withinPath: within?.path ?? '',
      caseId: input.caseId,
      show: input.show,
    },
    { after: readCursorAs(input.cursor, exclusionCursor), limit: input.limit },
  )
  return cutPage(rows, input.limit, (row) => [row.applied_at.toISOString(), row.id])
}

const distinct = <T>(values: readonly (T | null)[]): T[] => [...new Set(values.filter((value) => value !== null))]

export const presentExclusions = async (tx: Tx, rows: readonly ExclusionRow[]): Promise<contract.Exclusion[]> => {
  const standings = await standingsOf(tx, distinct(rows.map((row) => row.case_id)))
  const unitIds = distinct(rows.map((row) => row.organization_id))
  const units = unitIds.length === 0 ? new Map<string, string>() : await organizationNames(tx, unitIds)
  const people = await namesOf(
    tx,
    distinct(rows.flatMap((row) => [row.applied_by_person_id, row.decided_by_person_id])),
  )
  const places = new Map(
    (await findPlaces(tx, distinct(rows.map((row) => row.place_id)))).map((place) => [place.id, place.name]),
  )
  const personName = (id: string | null): string | null => (id === null ? null : (people.get(id)?.masked ?? null))
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    caseNumber: standings.get(row.case_id)?.number ?? '',
    caseTitle: standings.get(row.case_id)?.title ?? '',
    indicatorId: row.indicator_id,
    reason: row.reason,
    words: row.words,
    fileIds: row.files,
    organizationName: row.organization_id === null ? null : (units.get(row.organization_id) ?? null),
    placeName: places.get(row.place_id) ?? '',
    appliedAt: row.applied_at,
    appliedByName: personName(row.applied_by_person_id),
    decision: row.decision,
    decisionWords: row.decision_words,
    decidedAt: row.decided_at,
    decidedByName: personName(row.decided_by_person_id),
    can: canOfOperations(tx.actor, decisionActs, { placePath: row.place_path }, obstacleOf(tx, row)),
  }))
}
