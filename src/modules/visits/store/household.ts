import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { type ContactRow, holdsOn, type HouseholdRow, type MarkRow, tables, within } from './tables.ts'

const ofDistrict = (tx: Tx) =>
  tables(tx).selectFrom('visits.household').selectAll().where('district_id', '=', tx.districtId)

/** Several by id, in one order; without those that are not there. */
export const findHouseholds = (tx: Tx, ids: readonly string[]): Promise<HouseholdRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`)
        .orderBy('id')
        .execute()

/** Locks households against every other change of them and of who is responsible, in one order. */
export const lockHouseholds = (tx: Tx, ids: readonly string[]): Promise<HouseholdRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`)
        .orderBy('id')
        .forUpdate()
        .execute()

/** Open households at these places, for an import. */
export const listOpenAt = (tx: Tx, placeIds: readonly number[]): Promise<HouseholdRow[]> =>
  placeIds.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .where('closed_on', 'is', null)
        .where(sql<SqlBool>`place_id = any(${[...placeIds]}::int[])`)
        .execute()

export interface HouseholdFilter {
  readonly paths: readonly string[] | null
  readonly words: { readonly text: string; readonly placeIds: readonly number[] } | null
  readonly assigned: 'any' | 'assigned' | 'unassigned'
  readonly personId: string | null
  readonly markId: string | null
  readonly visited: 'any' | 'never' | 'late'
  readonly on: string
}

/** A household with who is responsible and how the visiting stands. */
export type ListedHousehold = HouseholdRow & {
  readonly assignment_id: string | null
  readonly person_id: string | null
  readonly since: string | null
  readonly last_visited_at: Date | null
  readonly due_on: string | null
}

const IS_MADE = sql`state = 'done' and outcome <> 'notHome'`
const IS_OPEN = sql`state in ('planned', 'missed')`

const visitedFilter = ({ visited, on }: HouseholdFilter) => {
  if (visited === 'any') return sql`true`
  const visits = (condition: ReturnType<typeof sql>) => sql`exists (
    select from visits.visit where visit.district_id = household.district_id and visit.household_id = household.id and ${condition})`
  return visited === 'never' ? sql`not ${visits(IS_MADE)}` : visits(sql`${IS_OPEN} and due_on < ${on}::date`)
}

const matching = (tx: Tx, filter: HouseholdFilter) => sql`
  visits.household
  left join visits.assignment on assignment.district_id = household.district_id
    and assignment.household_id = household.id and ${holdsOn(filter.on, 'assignment')}
  where household.district_id = ${tx.districtId} and household.closed_on is null
    and ${within(filter.paths, 'household.place_path')}
    and ${
      filter.words === null
        ? sql`true`
        : sql`(position(${filter.words.text} in household.door) > 0 or household.place_id = any(${[...filter.words.placeIds]}::int[]))`
    }
    and ${filter.assigned === 'any' ? sql`true` : filter.assigned === 'assigned' ? sql`assignment.id is not null` : sql`assignment.id is null`}
    and ${filter.personId === null ? sql`true` : sql`assignment.person_id = ${filter.personId}::uuid`}
    and ${filter.markId === null ? sql`true` : sql`${filter.markId}::uuid = any(household.mark_ids)`}
    and ${visitedFilter(filter)}`

const STANDING = sql`
  (select max(visited_at) from visits.visit where visit.district_id = page.district_id and visit.household_id = page.id and ${IS_MADE}) as last_visited_at,
  (select min(due_on) from visits.visit where visit.district_id = page.district_id and visit.household_id = page.id and ${IS_OPEN}) as due_on`

/** Households in the order of places and doors, one more than asked when there is a next page. */
export const listHouseholds = async (
  tx: Tx,
  filter: HouseholdFilter,
  page: { readonly after: readonly [path: string, doorKey: string, id: string] | null; readonly limit: number },
): Promise<ListedHousehold[]> => {
  const { after } = page
  const isAfter = after
    ? sql`(household.place_path, household.door_key, household.id) > (${after[0]}, ${after[1]}, ${after[2]}::uuid)`
    : sql`true`
  const { rows } = await sql<ListedHousehold>`
    with page as (
      select household.*, assignment.id as assignment_id, assignment.person_id, assignment.starts_on as since
      from ${matching(tx, filter)} and ${isAfter}
      order by household.place_path, household.door_key, household.id limit ${page.limit + 1}
    )
    select page.*, ${STANDING} from page order by place_path, door_key, id
  `.execute(tx.db)
  return rows
}

/** The same of households by id, closed ones too. */
export const describeHouseholds = async (tx: Tx, ids: readonly string[], on: string): Promise<ListedHousehold[]> => {
  const { rows } = await sql<ListedHousehold>`
    with page as (
      select household.*, assignment.id as assignment_id, assignment.person_id, assignment.starts_on as since
      from visits.household
      left join visits.assignment on assignment.district_id = household.district_id
        and assignment.household_id = household.id and ${holdsOn(on, 'assignment')}
      where household.district_id = ${tx.districtId} and household.id = any(${[...ids]}::uuid[])
    )
    select page.*, ${STANDING} from page
  `.execute(tx.db)
  return rows
}

/** Open households, and how many of them nobody is responsible for. */
export const countHouseholds = async (
  tx: Tx,
  paths: readonly string[] | null,
  on: string,
): Promise<{ count: number; unassignedCount: number }> => {
  const { rows } = await sql<{ count: number; unassignedCount: number }>`
    select count(*)::int as count, (count(*) filter (where assignment.id is null))::int as "unassignedCount"
    from visits.household
    left join visits.assignment on assignment.district_id = household.district_id
      and assignment.household_id = household.id and ${holdsOn(on, 'assignment')}
    where household.district_id = ${tx.districtId} and household.closed_on is null and ${within(paths, 'household.place_path')}
  `.execute(tx.db)
  return rows[0] ?? { count: 0, unassignedCount: 0 }
}

/** Rows written by one statement, so that it never has more parameters than the protocol allows. */
const ROWS_AT_ONCE = 500

export const insertHouseholds = async (tx: Tx, rows: readonly HouseholdRow[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tables(tx)
      .insertInto('visits.household')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
}

export type HouseholdChange = Partial<
  Pick<HouseholdRow, 'door' | 'door_key' | 'label' | 'mark_ids' | 'closed_on' | 'closed_reason'>
>

/** Changes a household and counts its version up. */
export const updateHousehold = async (tx: Tx, id: string, change: HouseholdChange): Promise<void> => {
  await tables(tx)
    .updateTable('visits.household')
    .set((row) => ({ ...change, version: row('version', '+', 1) }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

// Contacts -----------------------------------------------------------------------------------------------------------------

export const findContacts = (tx: Tx, ids: readonly string[]): Promise<ContactRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('visits.household_contact')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where(sql<SqlBool>`household_id = any(${[...ids]}::uuid[])`)
        .execute()

/** Writes who opens the door, over what was known. */
export const setContacts = async (tx: Tx, contacts: readonly Omit<ContactRow, 'district_id'>[]): Promise<void> => {
  for (let from = 0; from < contacts.length; from += ROWS_AT_ONCE)
    await tables(tx)
      .insertInto('visits.household_contact')
      .values(contacts.slice(from, from + ROWS_AT_ONCE).map((contact) => ({ ...contact, district_id: tx.districtId })))
      .onConflict((conflict) =>
        conflict.columns(['district_id', 'household_id']).doUpdateSet((row) => ({
          name: row.ref('excluded.name'),
          phone: row.ref('excluded.phone'),
        })),
      )
      .execute()
}

// Marks ---------------------------------------------------------------------------------------------------------------------

/** Marks in use, in their order. */
export const listMarks = (tx: Tx): Promise<MarkRow[]> =>
  tables(tx)
    .selectFrom('visits.mark')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('ended_on', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()

/** How many open households within these places carry each mark. */
export const countMarks = async (tx: Tx, paths: readonly string[] | null): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ id: string; count: number }>`
    select mark_id as id, count(*)::int as count from visits.household, unnest(mark_ids) as mark_id
    where district_id = ${tx.districtId} and closed_on is null and ${within(paths)} group by 1
  `.execute(tx.db)
  return new Map(rows.map((row) => [row.id, row.count]))
}

export const lockMarks = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('visits.mark'), ${tx.districtId}::int)`.execute(tx.db)
}

/** One import of households at a time in a district: two would make the same door twice. */
export const lockImport = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('visits.import'), ${tx.districtId}::int)`.execute(tx.db)
}

export const insertMarks = async (tx: Tx, rows: readonly MarkRow[]): Promise<void> => {
  if (rows.length > 0) await tables(tx).insertInto('visits.mark').values(rows).execute()
}

export const updateMark = async (
  tx: Tx,
  id: string,
  change: Partial<Pick<MarkRow, 'name' | 'position' | 'ended_on'>>,
): Promise<void> => {
  await tables(tx)
    .updateTable('visits.mark')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}
