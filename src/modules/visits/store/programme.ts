import { type SqlBool, sql } from 'kysely'
import { pathsAbove } from '#kernel/place'
import type { Tx } from '#platform/context'
import type { VisitKind } from '../contract.ts'
import { type AssignmentRow, holdsOn, type ProgrammeRow, tables } from './tables.ts'

const programmes = (tx: Tx) =>
  tables(tx).selectFrom('visits.programme').selectAll().where('district_id', '=', tx.districtId)

export const findProgrammes = (tx: Tx, ids: readonly string[]): Promise<ProgrammeRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : programmes(tx)
        .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`)
        .execute()

/** Locks a rule against its end and its change. */
export const lockProgramme = (tx: Tx, id: string): Promise<ProgrammeRow | undefined> =>
  programmes(tx).where('id', '=', id).forUpdate().executeTakeFirst()

export interface ProgrammeFilter {
  /** Rules that hold at this place: its own, those above and those below. */
  readonly path: string | null
  readonly kind: VisitKind | null
  readonly state: 'active' | 'ended' | 'any'
  readonly on: string
  readonly after: readonly [createdAt: string, id: string] | null
  readonly limit: number
}

/** The newest first, one more than asked when there is a next page. */
export const listProgrammes = (tx: Tx, filter: ProgrammeFilter): Promise<ProgrammeRow[]> => {
  let query = programmes(tx)
  const { path, after } = filter
  if (path !== null)
    query = query.where(sql<SqlBool>`(place_path like ${`${path}%`} or place_path = any(${pathsAbove(path)}::text[]))`)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.state === 'active') query = query.where(sql<SqlBool>`(ends_on is null or ends_on > ${filter.on}::date)`)
  if (filter.state === 'ended') query = query.where('ends_on', '<=', filter.on)
  if (after) query = query.where(sql<SqlBool>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

/** Rules that hold on a day, for the job that plans; a district has some dozens at most. */
export const listActive = (tx: Tx, on: string): Promise<ProgrammeRow[]> =>
  programmes(tx)
    .where(sql<SqlBool>`(ends_on is null or ends_on > ${on}::date)`)
    .where('rhythm', '<>', 'none')
    .orderBy('id')
    .execute()

export const insertProgramme = async (tx: Tx, row: ProgrammeRow): Promise<void> => {
  await tables(tx).insertInto('visits.programme').values(row).execute()
}

export const updateProgramme = async (
  tx: Tx,
  id: string,
  change: Partial<Pick<ProgrammeRow, 'name' | 'duties' | 'grace_days' | 'ends_on'>>,
): Promise<void> => {
  await tables(tx)
    .updateTable('visits.programme')
    .set((row) => ({ ...change, version: row('version', '+', 1) }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

// Assignments --------------------------------------------------------------------------------------------------------------

const assignments = (tx: Tx) =>
  tables(tx).selectFrom('visits.assignment').selectAll().where('district_id', '=', tx.districtId)

export const findAssignment = (tx: Tx, id: string): Promise<AssignmentRow | undefined> =>
  assignments(tx).where('id', '=', id).executeTakeFirst()

export const lockAssignment = (tx: Tx, id: string): Promise<AssignmentRow | undefined> =>
  assignments(tx).where('id', '=', id).forUpdate().executeTakeFirst()

/** Who is responsible for these households on a day; the households are locked by the caller. */
export const listOfHouseholds = (tx: Tx, householdIds: readonly string[], on: string): Promise<AssignmentRow[]> =>
  householdIds.length === 0
    ? Promise.resolve([])
    : assignments(tx)
        .where(sql<SqlBool>`household_id = any(${[...householdIds]}::uuid[])`)
        .where(holdsOn(on))
        .execute()

/** Who is fixed to places of a rule on a day, in the order of the tree. */
export const listOfProgramme = (
  tx: Tx,
  programmeId: string,
  on: string,
  placeId?: number,
): Promise<AssignmentRow[]> => {
  let query = assignments(tx).where('programme_id', '=', programmeId).where(holdsOn(on))
  if (placeId !== undefined) query = query.where('place_id', '=', placeId)
  return query.orderBy('place_path').orderBy('id').execute()
}

export interface AssignmentFilter {
  readonly householdId?: string | undefined
  readonly personId?: string | undefined
  readonly programmeId?: string | undefined
  readonly ofPlaces: boolean
  readonly on?: string | undefined
  readonly after: readonly [createdAt: string, id: string] | null
  readonly limit: number
}

/** The newest first, one more than asked when there is a next page. */
export const listAssignments = (tx: Tx, filter: AssignmentFilter): Promise<AssignmentRow[]> => {
  let query = assignments(tx)
  if (filter.householdId) query = query.where('household_id', '=', filter.householdId)
  if (filter.personId) query = query.where('person_id', '=', filter.personId)
  if (filter.programmeId) query = query.where('programme_id', '=', filter.programmeId)
  if (filter.ofPlaces) query = query.where('programme_id', 'is not', null)
  if (filter.on) query = query.where(holdsOn(filter.on))
  const { after } = filter
  if (after) query = query.where(sql<SqlBool>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

export const insertAssignments = async (tx: Tx, rows: readonly AssignmentRow[]): Promise<void> => {
  if (rows.length > 0) await tables(tx).insertInto('visits.assignment').values(rows).execute()
}

/** Ends them on that day, those that were to begin later too; one that begins that day holds on none. */
export const endAssignments = async (
  tx: Tx,
  ids: readonly string[],
  on: string,
  reason: string | null,
): Promise<void> => {
  if (ids.length === 0) return
  await sql`
    update visits.assignment set ends_on = greatest(starts_on, ${on}::date), ended_reason = ${reason}
    where district_id = ${tx.districtId} and id = any(${[...ids]}::uuid[])
  `.execute(tx.db)
}
