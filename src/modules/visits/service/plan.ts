import type { CivilDate } from '#kernel/time'
import { type Ctx, inTransaction, newId, type Tx } from '#platform/context'
import { dueOnOf } from '../rules/rounds.ts'
import * as programmes from '../store/programme.ts'
import type { AssignmentRow, ProgrammeRow, VisitRow } from '../store/tables.ts'
import { insertVisits, listUnplanned } from '../store/visit.ts'
import { today } from './scope.ts'

/** The job that plans the visits of the round under way: every night, and when a rule begins. */
export const PLAN = 'visits.plan'
/** Households planned in one transaction: twenty-six columns each, far below what the protocol allows. */
const BATCH = 500

/** A visit that was not made: what every row begins as. */
export const emptyVisit = (
  tx: Tx,
  of: Pick<VisitRow, 'kind' | 'place_id' | 'place_path'> & Partial<VisitRow>,
): VisitRow => ({
  district_id: tx.districtId,
  id: newId(tx),
  number: null,
  programme_id: null,
  assignment_id: null,
  household_id: null,
  person_id: null,
  state: 'planned',
  due_on: null,
  outcome: null,
  visited_at: null,
  visited_by_person_id: null,
  left_at: null,
  duties: [],
  words: null,
  file_ids: [],
  longitude: null,
  latitude: null,
  attempt_count: 0,
  reason: null,
  excused_by_person_id: null,
  late_told_at: null,
  record_id: null,
  created_at: tx.now(),
  version: 1,
  ...of,
})

const dueOn = (tx: Tx, programme: ProgrammeRow, fixedDay: number | null = null): CivilDate | null =>
  dueOnOf(
    {
      rhythm: programme.rhythm,
      rhythmNumber: fixedDay ?? programme.rhythm_number,
      startsOn: programme.starts_on as CivilDate,
      endsOn: programme.ends_on as CivilDate | null,
    },
    today(tx),
  )

export const programmeDueOn = (tx: Tx, programme: ProgrammeRow): CivilDate | null => dueOn(tx, programme)

const planHouseholds = async (tx: Tx, programme: ProgrammeRow): Promise<number> => {
  const due = dueOn(tx, programme)
  if (due === null) return 0
  const rows = await listUnplanned(tx, programme, due, BATCH)
  const visits = rows.map((row) =>
    emptyVisit(tx, {
      kind: programme.kind,
      programme_id: programme.id,
      household_id: row.id,
      place_id: row.place_id,
      place_path: row.place_path,
      person_id: row.person_id,
      due_on: due,
    }),
  )
  await insertVisits(tx, visits)
  return rows.length
}

const planAssigned = async (tx: Tx, programme: ProgrammeRow): Promise<void> => {
  const assigned = await programmes.listOfProgramme(tx, programme.id, today(tx))
  const visitOf = (row: AssignmentRow): VisitRow | [] => {
    const due = dueOn(tx, programme, row.fixed_day)
    if (due === null || row.place_id === null) return []
    return emptyVisit(tx, {
      kind: programme.kind,
      programme_id: programme.id,
      assignment_id: row.id,
      place_id: row.place_id,
      place_path: row.place_path,
      person_id: row.person_id,
      due_on: due,
    })
  }
  await insertVisits(tx, assigned.flatMap(visitOf))
}

/** Plans what is not planned yet of one rule: all its places, or one batch of households; answers whether more wait. */
export const planProgramme = async (tx: Tx, programme: ProgrammeRow): Promise<boolean> => {
  if (programme.kind === 'household') return (await planHouseholds(tx, programme)) === BATCH
  await planAssigned(tx, programme)
  return false
}

/** Plans the round under way of every rule. Asked twice it plans nothing twice. */
export const planAll = async (ctx: Ctx): Promise<void> => {
  const active = await inTransaction(ctx, (tx) => programmes.listActive(tx, today(tx)))
  for (const programme of active)
    for (let isMore = true; isMore; ) isMore = await inTransaction(ctx, (tx) => planProgramme(tx, programme))
}
