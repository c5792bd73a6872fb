import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import type { InputOf, Operation } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { orRefuse, Refusal } from '#kernel/refusal'
import { loadPlace, refuseEnded } from '#modules/places'
import { newId, requirePermission, requirePerson, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { checkRhythm } from '../rules/rounds.ts'
import * as store from '../store/programme.ts'
import type { ProgrammeRow } from '../store/tables.ts'
import { dropPlanned } from '../store/visit.ts'
import { PLAN } from './plan.ts'
import { today } from './scope.ts'

const cursor = z.tuple([cursorInstant, idShape])

export const listProgrammes = async (
  tx: Tx,
  input: InputOf<typeof contract.listProgrammes>,
): Promise<Page<ProgrammeRow>> => {
  const rows = await store.listProgrammes(tx, {
    path: input.withinId === undefined ? null : (await loadPlace(tx, input.withinId)).path,
    kind: input.kind ?? null,
    state: input.state,
    on: today(tx),
    after: readCursorAs(input.cursor, cursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.created_at.toISOString(), row.id])
}

/** One rule; refuses when there is none in this district. */
export const loadProgramme = async (tx: Tx, id: string): Promise<ProgrammeRow> => {
  const [row] = await store.findProgrammes(tx, [id])
  if (!row) throw new Refusal('visits.programme_not_found', { id })
  return row
}

const isEnded = (tx: Tx, row: ProgrammeRow): boolean => row.ends_on !== null && row.ends_on <= today(tx)

export const refuseProgrammeEnded = (tx: Tx, row: ProgrammeRow): void => {
  if (isEnded(tx, row)) throw new Refusal('visits.programme_ended', { name: row.name, on: row.ends_on })
}

/** What the actor may do with a rule. */
export const canOfProgramme = (tx: Tx, row: ProgrammeRow): Record<string, Can> =>
  canOfOperations(
    tx.actor,
    [contract.updateProgramme, contract.endProgramme, contract.assignPlace, contract.planVisit],
    { placePath: row.place_path },
    isEnded(tx, row) ? 'visits.programme_ended' : null,
  )

const refuseTwice = (duties: readonly string[]): void => {
  if (new Set(duties).size < duties.length) throw new Refusal('visits.duty_twice')
}

/** A new rule of visiting. Its first visits are planned right after, by the job that plans them every night. */
export const createProgramme = async (
  tx: Tx,
  input: InputOf<typeof contract.createProgramme>,
): Promise<ProgrammeRow> => {
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.createProgramme, { placePath: place.path })
  refuseEnded(place)
  orRefuse(checkRhythm(input.rhythm, input.rhythmNumber))
  refuseTwice(input.duties)
  const startsOn = input.startsOn ?? today(tx)
  if (startsOn < today(tx) || (input.endsOn !== null && input.endsOn <= startsOn))
    throw new Refusal('visits.date_not_possible', { earliest: today(tx) })
  const row: ProgrammeRow = {
    district_id: tx.districtId,
    id: newId(tx),
    kind: input.kind,
    name: input.name,
    place_id: place.id,
    place_path: place.path,
    rhythm: input.rhythm,
    rhythm_number: input.rhythmNumber,
    duties: input.duties,
    grace_days: input.graceDays,
    starts_on: startsOn,
    ends_on: input.endsOn,
    created_at: tx.now(),
    created_by_person_id: requirePerson(tx),
    version: 1,
  }
  await store.insertProgramme(tx, row)
  await tx.services.enqueue(tx, PLAN, {})
  return row
}

const lockForChange = async (
  tx: Tx,
  operation: Operation,
  input: { readonly id: string; readonly version: number },
): Promise<ProgrammeRow> => {
  const row = await store.lockProgramme(tx, input.id)
  if (!row) throw new Refusal('visits.programme_not_found', { id: input.id })
  requirePermission(tx, operation, { placePath: row.place_path })
  refuseProgrammeEnded(tx, row)
  if (row.version !== input.version) throw new Refusal('visits.changed_meanwhile', { name: row.name })
  return row
}

export const updateProgramme = async (
  tx: Tx,
  input: InputOf<typeof contract.updateProgramme>,
): Promise<ProgrammeRow> => {
  const row = await lockForChange(tx, contract.updateProgramme, input)
  const { name = row.name, duties = row.duties, graceDays = row.grace_days } = input
  refuseTwice(duties)
  await store.updateProgramme(tx, row.id, { name, duties: [...duties], grace_days: graceDays })
  return loadProgramme(tx, row.id)
}

export const endProgramme = async (tx: Tx, input: InputOf<typeof contract.endProgramme>): Promise<ProgrammeRow> => {
  const row = await lockForChange(tx, contract.endProgramme, input)
  const on = input.on ?? today(tx)
  if (on < today(tx) || on < row.starts_on) throw new Refusal('visits.date_not_possible', { earliest: today(tx) })
  await store.updateProgramme(tx, row.id, { ends_on: on })
  await dropPlanned(tx, { programmeId: row.id }, on)
  return loadProgramme(tx, row.id)
}
