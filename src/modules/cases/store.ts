import { type CompiledQuery, type Selectable, sql, type Updateable } from 'kysely'
import type { Tx } from '#platform/context'
import { byKeys } from '#platform/db'
import type {
  CaseStage,
  CaseState,
  Channel,
  LocationPrecision,
  Outcome,
  OutsideSystem,
  RequestKind,
  ResolvedLevel,
  Tier,
  Urgency,
} from './contract.ts'

export type CaseTables = {
  'cases.case_file': {
    district_id: number
    id: string
    number: string
    title: string
    body: string
    state: CaseState
    stage: CaseStage
    is_open: boolean
    channel: Channel
    source_number: string | null
    category_id: number | null
    category_path: string | null
    urgency: Urgency
    place_id: number
    place_path: string
    street_id: number | null
    community_id: number | null
    grid_id: number | null
    address: string | null
    longitude: number | null
    latitude: number | null
    location_precision: LocationPrecision
    handler_organization_id: string | null
    handler_person_id: string | null
    resolved_by_person_id: string | null
    is_public: boolean
    headline: string | null
    public_files: string[]
    occurred_at: Date | null
    reported_at: Date
    closed_at: Date | null
    rating: number | null
    correction_count: number
    extension_count: number
    entry_count: number
    due_at: Date | null
    is_paused: boolean
    late_told_at: Date | null
    tier: Tier | null
    resolved_level: ResolvedLevel | null
    outcome: Outcome | null
    checked_at: Date | null
    lead_case_id: string | null
    parent_case_id: string | null
    open_child_count: number
    merged_count: number
    open_request_kind: RequestKind | null
    open_request_by_person_id: string | null
    paused_until: Date | null
    outside_system: OutsideSystem | null
    outside_number: string | null
    revisited_at: Date | null
    called_organization_ids: string[]
    acted_at: Date | null
    version: number
  }
  'cases.reporter': {
    district_id: number
    case_id: string
    number: number
    person_id: string | null
    name: string | null
    phone: string | null
    query_code: string
    reported_at: Date
  }
}
export type CaseFileRow = Selectable<CaseTables['cases.case_file']>
export type ReporterRow = Selectable<CaseTables['cases.reporter']>

const tables = (tx: Tx) => tx.db.withTables<CaseTables>()

/** The statements that write new cases and their reporters (some hundred at most). */
export const insertsOf = (
  tx: Tx,
  files: readonly CaseFileRow[],
  reporters: readonly ReporterRow[],
): readonly CompiledQuery[] => [
  tables(tx).insertInto('cases.case_file').values(files).compile(),
  tables(tx).insertInto('cases.reporter').values(reporters).compile(),
]

export const findCase = (tx: Tx, id: string): Promise<CaseFileRow | undefined> =>
  tables(tx)
    .selectFrom('cases.case_file')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

export const lockCase = (tx: Tx, id: string): Promise<CaseFileRow | undefined> =>
  tables(tx)
    .selectFrom('cases.case_file')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const updateCase = (
  tx: Tx,
  id: string,
  change: Updateable<CaseTables['cases.case_file']>,
): Promise<CaseFileRow> =>
  tables(tx)
    .updateTable('cases.case_file')
    .set({ ...change, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export const listReporters = (tx: Tx, caseId: string): Promise<ReporterRow[]> =>
  tables(tx)
    .selectFrom('cases.reporter')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .orderBy('number')
    .execute()

export const findReporterByCode = (tx: Tx, queryCode: string): Promise<ReporterRow | undefined> =>
  tables(tx)
    .selectFrom('cases.reporter')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('query_code', '=', queryCode)
    .executeTakeFirst()

/** Who reported each of these cases, as far as they have an account. */
export const listReporterPersons = (
  tx: Tx,
  caseIds: readonly string[],
): Promise<{ case_id: string; person_id: string | null }[]> =>
  caseIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('cases.reporter')
        .modifyFront(byKeys)
        .select(['case_id', 'person_id'])
        .where('district_id', '=', tx.districtId)
        .where(sql<boolean>`case_id = any(${[...caseIds]}::uuid[])`)
        .where('person_id', 'is not', null)
        .execute()

/** Which of these numbers of a channel are in the register already. */
export const findSourceNumbers = async (
  tx: Tx,
  channel: Channel,
  sourceNumbers: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (sourceNumbers.length === 0) return new Set()
  const rows = await tables(tx)
    .selectFrom('cases.case_file')
    .select('source_number')
    .where('district_id', '=', tx.districtId)
    .where('channel', '=', channel)
    .where('source_number', 'in', sourceNumbers)
    .execute()
  return new Set(rows.map((row) => row.source_number ?? ''))
}

/** Open cases past their due instant whose holders have not been told of this deadline. */
export const listUntoldLate = (tx: Tx, limit: number): Promise<CaseFileRow[]> =>
  tables(tx)
    .selectFrom('cases.case_file')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('is_open', '=', true)
    .where(sql<boolean>`coalesce(due_at, 'infinity') < ${tx.now()}`)
    .where(sql<boolean>`late_told_at is null or late_told_at < due_at`)
    .orderBy(sql`coalesce(due_at, 'infinity')`)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const markLateTold = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await tables(tx)
    .updateTable('cases.case_file')
    .set({ late_told_at: tx.now() })
    .where('district_id', '=', tx.districtId)
    .where('id', 'in', ids)
    .execute()
}

/** Closed cases whose time for judging is over. */
export const listLapsed = async (tx: Tx, limit: number): Promise<string[]> => {
  const rows = await tables(tx)
    .selectFrom('cases.case_file')
    .select('id')
    .where('district_id', '=', tx.districtId)
    .where('stage', '=', 'evaluation')
    .where('due_at', '<', tx.now())
    .orderBy('due_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Waits until no other import into this district is under way; let go of at the end of the transaction. */
export const lockImports = async (tx: Tx, lock: number): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${lock}, ${tx.districtId})`.execute(tx.db)
}

/** Cases that belong to another, as merged into it or as parts of it, the oldest first. */
export const listOf = (
  tx: Tx,
  column: 'lead_case_id' | 'parent_case_id',
  id: string,
  limit: number,
): Promise<CaseFileRow[]> =>
  tables(tx)
    .selectFrom('cases.case_file')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where(column, '=', id)
    .orderBy('reported_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Counts of what belongs to a case; its row is locked by it. */
export const addToCount = async (
  tx: Tx,
  id: string,
  column: 'open_child_count' | 'merged_count',
  by: 1 | -1,
): Promise<void> => {
  await tables(tx)
    .updateTable('cases.case_file')
    .set({ [column]: sql`${sql.ref(column)} + ${by}`, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

/** Suspended cases whose day has come. */
export const listSuspensionsOver = async (tx: Tx, limit: number): Promise<string[]> => {
  const rows = await tables(tx)
    .selectFrom('cases.case_file')
    .select('id')
    .where('district_id', '=', tx.districtId)
    .where('paused_until', '<=', tx.now())
    .orderBy('paused_until')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Another due instant, because the calendar has changed: nothing was done with the case. */
export const setDue = async (tx: Tx, id: string, dueAt: Date | null): Promise<void> => {
  await tables(tx)
    .updateTable('cases.case_file')
    .set({ due_at: dueAt })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}
