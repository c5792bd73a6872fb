import type { Can } from '#kernel/flow'
import type { InputOf } from '#kernel/operation'
import { err, ok } from '#kernel/result'
import { type FileRow, findFiles } from '#modules/workplace'
import type { Tx } from '#platform/context'
import { listEntries } from '#platform/thread'
import * as contract from '../contract.ts'
import {
  type Attendance,
  checkAttendance,
  checkCall,
  checkDecline,
  checkEnd,
  checkScore,
  linksOf,
} from '../rules/whistle.ts'
import * as store from '../store/whistle.ts'
import { CASE_KIND, type LoadedCase } from './flow.ts'
import { loadCase } from './load.ts'
import { type Around, aroundOf, canNow } from './measure.ts'

const WHISTLES_SHOWN_MAX = 20

export const attendanceOf = (row: store.ParticipationRow): Attendance => ({
  dueAt: row.due_at,
  takenAt: row.taken_at,
  arrivedAt: row.arrived_at,
  leftAt: row.left_at,
  excusedAt: row.excused_at,
  streetScore: row.street_score,
  whistleScore: row.whistle_score,
})

/** A line of a list. */
export interface ListedWhistle {
  readonly row: store.WhistleRow
  readonly called: readonly store.ParticipationRow[]
  readonly around: Around
  readonly now: Date
}

export interface WhistleView extends ListedWhistle {
  readonly can: Record<string, Can>
  readonly files: readonly FileRow[]
  readonly canOf: (one: store.ParticipationRow) => Record<string, Can>
}

/** Whistles with everybody called and what it is all called. */
export const listedWhistles = async (tx: Tx, rows: readonly store.WhistleRow[]): Promise<ListedWhistle[]> => {
  const called = await store.listParticipations(
    tx,
    rows.map((row) => row.id),
  )
  const around = await aroundOf(
    tx,
    rows.map((row) => row.case_id),
    called.map((one) => one.organization_id),
    rows.map((row) => row.blown_by_person_id),
  )
  return rows.map((row) => ({
    row,
    called: called.filter((one) => one.whistle_id === row.id),
    around,
    now: tx.now(),
  }))
}

/** What may be done with one that was called: by its own people, by the street about it. */
const cansOfCalled = (
  tx: Tx,
  loaded: LoadedCase,
  state: contract.WhistleState,
  row: store.ParticipationRow,
): Record<string, Can> => {
  const one = attendanceOf(row)
  const own = (operation: typeof contract.takeOrder | typeof contract.rateWhistle) => ({
    access: operation.access,
    there: { organizationId: row.organization_id },
  })
  const attend = own(contract.takeOrder)
  return {
    'cases.whistle.take': canNow(tx, loaded, 'cases.whistle.take', checkAttendance('take', state, one), attend),
    'cases.whistle.arrive': canNow(tx, loaded, 'cases.whistle.arrive', checkAttendance('arrive', state, one), attend),
    'cases.whistle.leave': canNow(tx, loaded, 'cases.whistle.leave', checkAttendance('leave', state, one), attend),
    'cases.whistle.excuse': canNow(tx, loaded, 'cases.whistle.excuse', checkAttendance('excuse', state, one)),
    'cases.whistle.score': canNow(tx, loaded, 'cases.whistle.score', checkScore('street', state, one)),
    'cases.whistle.rate': canNow(
      tx,
      loaded,
      'cases.whistle.rate',
      checkScore('organization', state, one),
      own(contract.rateWhistle),
    ),
  }
}

const viewsOf = async (tx: Tx, loaded: LoadedCase, rows: readonly store.WhistleRow[]): Promise<WhistleView[]> => {
  const listed = await listedWhistles(tx, rows)
  const files = await findFiles(tx, [...new Set(listed.flatMap(({ called }) => called.flatMap((one) => one.file_ids)))])
  return listed.map((one) => {
    const { state } = one.row
    return {
      ...one,
      files,
      can: {
        'cases.whistle.call': canNow(tx, loaded, 'cases.whistle.call', checkCall(state)),
        'cases.whistle.decline': canNow(tx, loaded, 'cases.whistle.decline', checkDecline(state)),
        'cases.whistle.end': canNow(tx, loaded, 'cases.whistle.end', checkEnd(state, one.called.map(attendanceOf))),
      },
      canOf: (called) => cansOfCalled(tx, loaded, state, called),
    }
  })
}

/** One whistle after something was done with it. */
export const viewWhistle = async (tx: Tx, id: string): Promise<WhistleView> => {
  const row = await store.findWhistle(tx, id)
  if (!row) throw new Error(`whistle ${id} was there a moment ago`)
  const [view] = await viewsOf(tx, await loadCase(tx, { id: row.case_id }), [row])
  return view as WhistleView // one view a row
}

/** The whistles of a case, and the five links of responsibility with who did them first (S1-31). */
export const findWhistles = async (tx: Tx, input: InputOf<typeof contract.findWhistles>) => {
  const loaded = await loadCase(tx, { id: input.caseId })
  const rows = await store.listOfCase(tx, loaded.row.id, WHISTLES_SHOWN_MAX)
  const entries = loaded.reader === 'staff' ? await listEntries(tx, CASE_KIND, loaded.row.id, loaded.reader) : []
  const isOpen = rows.some((row) => checkCall(row.state).ok)
  return {
    items: loaded.reader === 'staff' ? await viewsOf(tx, loaded, rows) : [],
    links: linksOf(entries),
    can: {
      'cases.whistle.blow': canNow(
        tx,
        loaded,
        'cases.whistle.blow',
        isOpen ? err('cases.whistle_open') : ok(undefined),
      ),
    },
  }
}
