import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import { loadPlace } from '#modules/places'
import { attachFiles } from '#modules/workplace'
import { requirePerson, type Tx } from '#platform/context'
import { takeNumbers } from '#platform/counter'
import { refuseTaken } from '#platform/db'
import type { recordVisit as contract, VisitKind } from '../contract.ts'
import { checkRecording, checkStillOpen, fulfils, reads } from '../rules/recording.ts'
import { visitNumber } from '../rules/visit-number.ts'
import { findProgrammes } from '../store/programme.ts'
import type { VisitRow } from '../store/tables.ts'
import * as store from '../store/visit.ts'
import { loadHousehold } from './household.ts'
import { emptyVisit } from './plan.ts'
import { loadProgramme } from './programme.ts'
import { today } from './scope.ts'

export const VISIT_KIND = 'visit'

type Input = InputOf<typeof contract>

/** Whom a visit is to, and the planned one that it fulfils, locked. */
interface Target {
  readonly open: VisitRow | null
  readonly draft: VisitRow
}

const requireReader = (tx: Tx, placePath: string, personIds: readonly (string | null)[]): void => {
  if (!reads(tx.actor, placePath, personIds)) throw new Refusal('auth.forbidden')
}

const ofPlanned = async (tx: Tx, id: string): Promise<Target> => {
  const open = await store.lockVisit(tx, id)
  if (!open || !reads(tx.actor, open.place_path, [open.person_id])) throw new Refusal('visits.visit_not_found', { id })
  orRefuse(checkStillOpen(open.state), { number: open.number ?? '', reason: open.reason ?? '' })
  return { open, draft: open }
}

const ofHousehold = async (tx: Tx, id: string): Promise<Target> => {
  const row = await loadHousehold(tx, id)
  if (row.closed_on !== null) throw new Refusal('visits.household_closed', { door: row.door, on: row.closed_on })
  const open = (await store.lockOpen(tx, { householdId: row.id })) ?? null
  const draft = emptyVisit(tx, {
    kind: 'household',
    household_id: row.id,
    place_id: row.place_id,
    place_path: row.place_path,
    person_id: row.person_id,
  })
  return { open, draft: open ?? draft }
}

const ofPlace = async (tx: Tx, input: Input, placeId: number, kind: VisitKind): Promise<Target> => {
  const personId = requirePerson(tx)
  const place = await loadPlace(tx, placeId)
  const programme = input.programmeId === null ? null : await loadProgramme(tx, input.programmeId)
  const whom = { placeId: place.id, kind, personId, programmeId: programme?.id ?? null }
  const open = (await store.lockOpen(tx, whom)) ?? null
  requireReader(tx, place.path, [open?.person_id ?? null])
  const draft = emptyVisit(tx, {
    kind,
    programme_id: programme?.kind === kind ? programme.id : null,
    place_id: place.id,
    place_path: place.path,
    person_id: personId,
  })
  return { open, draft: open ?? draft }
}

const targetOf = (tx: Tx, input: Input): Promise<Target> => {
  if (input.visitId !== null) return ofPlanned(tx, input.visitId)
  if (input.householdId !== null) return ofHousehold(tx, input.householdId)
  if (input.placeId === null || input.kind === null || input.kind === 'household')
    throw new Refusal('visits.whom_missing')
  return ofPlace(tx, input, input.placeId, input.kind)
}

const CLOCK_AHEAD_MS = 10 * 60_000

/** When it was; what a fast clock puts a little after now was now. */
const pastOf = (said: string | null, now: Date): Date => {
  const at = said === null ? now : new Date(said)
  return at > now && at.getTime() - now.getTime() <= CLOCK_AHEAD_MS ? now : at
}

const madeOf = async (tx: Tx, input: Input, { draft }: Target): Promise<Partial<VisitRow>> => {
  const [programme] = draft.programme_id === null ? [] : await findProgrammes(tx, [draft.programme_id])
  const visitedAt = pastOf(input.visitedAt, tx.now())
  const leftAt = input.leftAt === null ? null : pastOf(input.leftAt, tx.now())
  const duties = [...new Set(input.duties)]
  const said = { kind: draft.kind, outcome: input.outcome, visitedAt, leftAt, duties }
  orRefuse(checkRecording({ ...said, programmeDuties: programme?.duties ?? null }, tx.now()))
  return {
    state: 'done',
    outcome: input.outcome,
    visited_at: visitedAt,
    visited_by_person_id: requirePerson(tx),
    left_at: leftAt,
    duties,
    words: input.words,
    file_ids: [...new Set(input.fileIds)],
    longitude: input.point?.longitude ?? null,
    latitude: input.point?.latitude ?? null,
  }
}

const numberOf = async (tx: Tx): Promise<string> => {
  const on = today(tx)
  return visitNumber(on, await takeNumbers(tx, `${VISIT_KIND}:${on}`))
}

/**
 * Keeps a visit that was made. It fulfils the planned one, found by the household or the place; at a closed door the
 * planned one stays and the try is kept beside it. Of fifty who tell of the same planned visit one is heard.
 */
export const recordVisit = async (tx: Tx, input: Input): Promise<VisitRow> => {
  const target = await targetOf(tx, input)
  const made = { ...(await madeOf(tx, input, target)), record_id: input.id ?? null, number: await numberOf(tx) }
  const { open } = target
  const row = await refuseTaken({ visit_record: 'visits.recorded_conflict' }, { number: '' }, async () => {
    if (open && fulfils(input.outcome)) {
      await store.updateVisit(tx, open.id, made)
      return { ...open, ...made, version: open.version + 1 }
    }
    if (open) await store.updateVisit(tx, open.id, { attempt_count: open.attempt_count + 1 })
    const { kind, programme_id, household_id, place_id, place_path, person_id } = target.draft
    const whom = { kind, programme_id, household_id, place_id, place_path, person_id }
    const fresh = emptyVisit(tx, { ...whom, ...made })
    await store.insertVisit(tx, fresh)
    return fresh
  })
  await attachFiles(tx, input.fileIds, { kind: VISIT_KIND, id: row.id })
  return row
}
