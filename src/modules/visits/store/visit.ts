import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { Outcome, VisitKind } from '../contract.ts'
import { type FindingRow, type HouseholdRow, type ProgrammeRow, tables, type VisitRow, within } from './tables.ts'

const visits = (tx: Tx) => tables(tx).selectFrom('visits.visit').selectAll().where('district_id', '=', tx.districtId)

export const findVisit = (tx: Tx, id: string): Promise<VisitRow | undefined> =>
  visits(tx).where('id', '=', id).executeTakeFirst()

export const lockVisit = (tx: Tx, id: string): Promise<VisitRow | undefined> =>
  visits(tx).where('id', '=', id).forUpdate().executeTakeFirst()

/** A visit by its id, or by the one that whoever recorded it made for it. */
export const lockRecorded = async (tx: Tx, id: string): Promise<VisitRow | undefined> =>
  (await visits(tx).where('record_id', '=', id).forUpdate().executeTakeFirst()) ?? lockVisit(tx, id)

/** The visit still to be made that one made now fulfils: of that household, or of that person at that place. Locked. */
export const lockOpen = (
  tx: Tx,
  whom:
    | { readonly householdId: string }
    | {
        readonly placeId: number
        readonly kind: VisitKind
        readonly personId: string
        readonly programmeId: string | null
      },
): Promise<VisitRow | undefined> => {
  let query = visits(tx).where(sql<SqlBool>`state in ('planned', 'missed')`)
  if ('householdId' in whom) query = query.where('household_id', '=', whom.householdId)
  else {
    query = query
      .where('place_id', '=', whom.placeId)
      .where('kind', '=', whom.kind)
      .where('person_id', '=', whom.personId)
    if (whom.programmeId) query = query.where('programme_id', '=', whom.programmeId)
  }
  // The visit of the round under way comes before one that was missed long ago.
  return query.orderBy(sql`state = 'missed'`).orderBy('due_on').orderBy('id').limit(1).forUpdate().executeTakeFirst()
}

export interface VisitFilter {
  readonly paths: readonly string[] | null
  readonly programmeId: string | null
  /** Whose it is, or who made it. */
  readonly personId: string | null
  readonly householdId: string | null
  readonly kind: VisitKind | null
  readonly show: 'any' | 'open' | 'omitted' | 'unassigned' | 'done' | 'missed' | 'excused'
  readonly outcome: Outcome | null
  readonly words: { readonly text: string; readonly placeIds: readonly number[] } | null
  readonly from: string | null
  readonly until: string | null
  readonly today: string
}

const SHOWN = {
  any: sql`true`,
  open: sql`state in ('planned', 'missed')`,
  unassigned: sql`state in ('planned', 'missed') and person_id is null`,
  done: sql`state = 'done'`,
  missed: sql`state = 'missed'`,
  excused: sql`state = 'excused'`,
} as const

const conditions = (tx: Tx, filter: VisitFilter) => {
  const { words } = filter
  const parts = [
    sql`district_id = ${tx.districtId}`,
    within(filter.paths),
    filter.show === 'omitted'
      ? sql`state in ('planned', 'missed') and due_on < ${filter.today}::date`
      : SHOWN[filter.show],
    filter.programmeId === null ? null : sql`programme_id = ${filter.programmeId}::uuid`,
    filter.personId === null
      ? null
      : sql`(person_id = ${filter.personId}::uuid or visited_by_person_id = ${filter.personId}::uuid)`,
    filter.householdId === null ? null : sql`household_id = ${filter.householdId}::uuid`,
    filter.kind === null ? null : sql`kind = ${filter.kind}`,
    filter.outcome === null ? null : sql`outcome = ${filter.outcome}`,
    filter.from === null ? null : sql`listed_on >= ${filter.from}::date`,
    filter.until === null ? null : sql`listed_on <= ${filter.until}::date`,
    words === null
      ? null
      : sql`(number = upper(${words.text}) or place_id = any(${[...words.placeIds]}::int[]) or exists (
          select from visits.household where household.district_id = listed.district_id
            and household.id = listed.household_id and position(${words.text} in household.door) > 0))`,
  ]
  return sql.join(
    parts.filter((part) => part !== null),
    sql` and `,
  )
}

/** Is a list of visits still to be made: the first due first, else the newest first. */
export const isByDue = (show: VisitFilter['show']): boolean =>
  ['open', 'omitted', 'unassigned', 'missed'].includes(show)

/** `listed_on` is the day a visit is listed under: when it was made, else when it is due. */
export type ListedVisit = VisitRow & { readonly listed_on: string }

/** Visits of a filter, one more than asked when there is a next page. */
export const listVisits = async (
  tx: Tx,
  filter: VisitFilter,
  page: { readonly after: readonly [listedOn: string, id: string] | null; readonly limit: number },
): Promise<ListedVisit[]> => {
  const { after } = page
  const compare = isByDue(filter.show) ? sql`>` : sql`<`
  const order = isByDue(filter.show) ? sql`listed_on, id` : sql`listed_on desc, id desc`
  const isAfter = after ? sql`(listed_on, id) ${compare} (${after[0]}::date, ${after[1]}::uuid)` : sql`true`
  const { rows } = await sql<ListedVisit>`
    select * from (
      select visit.*, coalesce((visited_at at time zone 'Asia/Shanghai')::date, due_on) as listed_on from visits.visit
    ) as listed
    where ${conditions(tx, filter)} and ${isAfter} order by ${order} limit ${page.limit + 1}
  `.execute(tx.db)
  return rows
}

export const countOpen = async (tx: Tx, personId: string, today: string): Promise<{ open: number; late: number }> => {
  const { rows } = await sql<{ open: number; late: number }>`
    select count(*)::int as open, (count(*) filter (where due_on < ${today}::date))::int as late from visits.visit
    where district_id = ${tx.districtId} and person_id = ${personId}::uuid and state in ('planned', 'missed')
  `.execute(tx.db)
  return rows[0] ?? { open: 0, late: 0 }
}

/** Plans visits; those that are planned already, by another run at the same time too, stay as they are. */
export const insertVisits = async (tx: Tx, rows: readonly VisitRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tables(tx)
    .insertInto('visits.visit')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const insertVisit = async (tx: Tx, row: VisitRow): Promise<void> => {
  await tables(tx).insertInto('visits.visit').values(row).execute()
}

export const updateVisit = async (
  tx: Tx,
  id: string,
  change: Partial<Omit<VisitRow, 'district_id' | 'id'>>,
): Promise<void> => {
  await tables(tx)
    .updateTable('visits.visit')
    .set((row) => ({ ...change, version: row('version', '+', 1) }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

/** The visits still to be made of these households are that person's from now on. */
export const moveOpenOfHouseholds = async (tx: Tx, ids: readonly string[], personId: string | null): Promise<void> => {
  await sql`
    update visits.visit set person_id = ${personId}::uuid, late_told_at = null
    where district_id = ${tx.districtId} and household_id = any(${[...ids]}::uuid[]) and state in ('planned', 'missed')
  `.execute(tx.db)
}

/** Plans that were not carried out and will not be: of households, assignments or a rule, due on that day or later. */
export const dropPlanned = async (
  tx: Tx,
  of: {
    readonly householdIds?: readonly string[]
    readonly assignmentIds?: readonly string[]
    readonly programmeId?: string
  },
  dueFrom: string,
): Promise<void> => {
  const whose = of.programmeId
    ? sql`programme_id = ${of.programmeId}::uuid`
    : of.householdIds
      ? sql`household_id = any(${[...of.householdIds]}::uuid[])`
      : sql`assignment_id = any(${[...(of.assignmentIds ?? [])]}::uuid[])`
  await sql`
    delete from visits.visit where district_id = ${tx.districtId} and state = 'planned' and attempt_count = 0
      and due_on >= ${dueFrom}::date and ${whose}
  `.execute(tx.db)
}

/** Open households of a rule for which no visit is planned in the round that ends that day. */
export const listUnplanned = async (
  tx: Tx,
  programme: ProgrammeRow,
  dueOn: string,
  limit: number,
): Promise<(HouseholdRow & { readonly person_id: string | null })[]> => {
  const { rows } = await sql<HouseholdRow & { readonly person_id: string | null }>`
    select household.*, (
      select person_id from visits.assignment where assignment.district_id = household.district_id
        and assignment.household_id = household.id and starts_on <= ${dueOn}::date and (ends_on is null or ends_on > ${dueOn}::date)
    ) as person_id
    from visits.household
    where district_id = ${tx.districtId} and closed_on is null and place_path like ${`${programme.place_path}%`}
      and not exists (select from visits.visit where visit.district_id = household.district_id
        and visit.programme_id = ${programme.id}::uuid and visit.household_id = household.id and visit.due_on = ${dueOn}::date)
    order by id limit ${limit} for share
  `.execute(tx.db)
  return rows
}

// Late ------------------------------------------------------------------------------------------------------------------------

/** Planned visits whose day is over and of which nobody was told yet, oldest first; another run leaves them alone. */
export const lockUntoldLate = (tx: Tx, today: string, limit: number): Promise<VisitRow[]> =>
  visits(tx)
    .where('state', '=', 'planned')
    .where('late_told_at', 'is', null)
    .where('due_on', '<', today)
    .orderBy('due_on')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

/** Planned visits whose grace is over. A visit without a rule has the usual grace. */
export const lockToMiss = async (tx: Tx, today: string, graceDays: number, limit: number): Promise<VisitRow[]> => {
  const { rows } = await sql<VisitRow>`
    select visit.* from visits.visit
    left join visits.programme on programme.district_id = visit.district_id and programme.id = visit.programme_id
    where visit.district_id = ${tx.districtId} and visit.state = 'planned' and visit.late_told_at is not null
      and visit.due_on < ${today}::date - coalesce(programme.grace_days, ${graceDays})
    order by visit.due_on, visit.id limit ${limit} for update of visit skip locked
  `.execute(tx.db)
  return rows
}

export const markLateTold = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await sql`
    update visits.visit set late_told_at = ${tx.now()} where district_id = ${tx.districtId} and id = any(${[...ids]}::uuid[])
  `.execute(tx.db)
}

export const markMissed = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await sql`
    update visits.visit set state = 'missed', version = version + 1
    where district_id = ${tx.districtId} and id = any(${[...ids]}::uuid[])
  `.execute(tx.db)
}

// Findings ----------------------------------------------------------------------------------------------------------------------

const findings = (tx: Tx) =>
  tables(tx).selectFrom('visits.finding').selectAll().where('district_id', '=', tx.districtId)

export const listFindingsOf = (tx: Tx, visitIds: readonly string[]): Promise<FindingRow[]> =>
  visitIds.length === 0
    ? Promise.resolve([])
    : findings(tx)
        .where(sql<SqlBool>`visit_id = any(${[...visitIds]}::uuid[])`)
        .orderBy('visit_id')
        .orderBy('number')
        .execute()

/** How many each of these visits found. */
export const countFindingsOf = async (tx: Tx, visitIds: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  if (visitIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; count: number }>`
    select visit_id as id, count(*)::int as count from visits.finding
    where district_id = ${tx.districtId} and visit_id = any(${[...visitIds]}::uuid[]) group by 1
  `.execute(tx.db)
  return new Map(rows.map((row) => [row.id, row.count]))
}

export const insertFinding = async (tx: Tx, row: FindingRow): Promise<void> => {
  await tables(tx).insertInto('visits.finding').values(row).execute()
}

export interface FindingFilter {
  readonly paths: readonly string[] | null
  readonly kind: string | null
  readonly visitKind: VisitKind | null
  readonly programmeId: string | null
  readonly from: string | null
  readonly until: string | null
}

export type ListedFinding = FindingRow & {
  readonly visit_number: string
  readonly visit_kind: VisitKind
  readonly place_id: number
}

const findingsOf = (tx: Tx, filter: FindingFilter) => sql`
  visits.finding join visits.visit on visit.district_id = finding.district_id and visit.id = finding.visit_id
  where finding.district_id = ${tx.districtId} and ${within(filter.paths, 'visit.place_path')}
    and ${filter.kind === null ? sql`true` : sql`finding.kind = ${filter.kind}`}
    and ${filter.visitKind === null ? sql`true` : sql`visit.kind = ${filter.visitKind}`}
    and ${filter.programmeId === null ? sql`true` : sql`visit.programme_id = ${filter.programmeId}::uuid`}
    and ${filter.from === null ? sql`true` : sql`(finding.created_at at time zone 'Asia/Shanghai')::date >= ${filter.from}::date`}
    and ${filter.until === null ? sql`true` : sql`(finding.created_at at time zone 'Asia/Shanghai')::date <= ${filter.until}::date`}`

/** The newest first, one more than asked when there is a next page. */
export const listFindings = async (
  tx: Tx,
  filter: FindingFilter,
  page: { readonly after: readonly [at: string, visitId: string, number: number] | null; readonly limit: number },
): Promise<ListedFinding[]> => {
  const { after } = page
  const isAfter = after
    ? sql`(finding.created_at, finding.visit_id, finding.number) < (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::int)`
    : sql`true`
  const { rows } = await sql<ListedFinding>`
    select finding.*, visit.number as visit_number, visit.kind as visit_kind, visit.place_id
    from ${findingsOf(tx, filter)} and ${isAfter}
    order by finding.created_at desc, finding.visit_id desc, finding.number desc limit ${page.limit + 1}
  `.execute(tx.db)
  return rows
}

/** The cases behind findings, by kind of finding. */
export const listCaseIds = async (
  tx: Tx,
  filter: FindingFilter,
): Promise<{ kind: FindingRow['kind']; caseIds: string[] }[]> => {
  const { rows } = await sql<{ kind: FindingRow['kind']; caseIds: string[] }>`
    select finding.kind, array_agg(finding.case_id::text) as "caseIds" from ${findingsOf(tx, filter)} group by 1 order by 1
  `.execute(tx.db)
  return rows
}
