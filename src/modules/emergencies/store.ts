import { type ColumnType, type Insertable, type Selectable, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { Duties, EmergencyKind, EventState } from './contract.ts'

export type EmergencyTables = {
  'emergencies.plan': {
    district_id: number
    kind: EmergencyKind
    duties: ColumnType<Duties, string, string>
    acknowledge_minutes: number
    changed_at: Date
    version: number
  }
  'emergencies.duty_unit': {
    district_id: number
    organization_id: string
    place_id: number
    place_path: string
    added_at: Date
  }
  'emergencies.event': {
    district_id: number
    id: string
    number: string
    kind: EmergencyKind
    level: number
    title: string
    words: string
    place_ids: number[]
    place_paths: string[]
    place_id: number
    place_path: string
    duties: ColumnType<Duties, string, string>
    acknowledge_minutes: number
    case_ids: string[]
    state: EventState
    raised_at: Date
    raised_by_person_id: string | null
    ended_at: Date | null
    summary: string | null
    entry_count: number
    version: number
  }
  'emergencies.response': {
    district_id: number
    event_id: string
    person_id: string
    role: string
    place_id: number
    place_path: string
    organization_id: string | null
    called_for_person_id: string | null
    told_at: Date
    received_at: Date | null
    on_way_at: Date | null
    in_place_at: Date | null
    longitude: number | null
    latitude: number | null
    escalated_at: Date | null
  }
  'emergencies.task': {
    district_id: number
    id: string
    event_id: string
    words: string
    person_id: string | null
    created_at: Date
    done_at: Date | null
    done_by_person_id: string | null
  }
}
export type PlanRow = Selectable<EmergencyTables['emergencies.plan']>
export type UnitRow = Selectable<EmergencyTables['emergencies.duty_unit']>
export type EventRow = Selectable<EmergencyTables['emergencies.event']>
export type ResponseRow = Selectable<EmergencyTables['emergencies.response']>
export type TaskRow = Selectable<EmergencyTables['emergencies.task']>

export const EVENT_KIND = 'emergency'

const tables = (tx: Tx) => tx.db.withTables<EmergencyTables>()

// Plans and units ---------------------------------------------------------------------------------------------------------

export const listPlans = (tx: Tx): Promise<PlanRow[]> =>
  tables(tx).selectFrom('emergencies.plan').selectAll().where('district_id', '=', tx.districtId).execute()

/** Writes a plan over the version that was seen (0: none); undefined when somebody was faster. */
export const putPlan = (tx: Tx, row: Insertable<EmergencyTables['emergencies.plan']>, seen: number) =>
  tables(tx)
    .insertInto('emergencies.plan')
    .values({ ...row, version: seen + 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['district_id', 'kind'])
        .doUpdateSet({
          duties: row.duties,
          acknowledge_minutes: row.acknowledge_minutes,
          changed_at: row.changed_at,
          version: seen + 1,
        })
        .where('emergencies.plan.version', '=', seen),
    )
    .returningAll()
    .executeTakeFirst()

export const listUnits = (tx: Tx): Promise<UnitRow[]> =>
  tables(tx)
    .selectFrom('emergencies.duty_unit')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .orderBy('place_path')
    .orderBy('organization_id')
    .execute()

export const insertUnit = async (tx: Tx, row: UnitRow): Promise<void> => {
  await tables(tx)
    .insertInto('emergencies.duty_unit')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const deleteUnit = async (tx: Tx, organizationId: string, placeId: number): Promise<boolean> => {
  const deleted = await tables(tx)
    .deleteFrom('emergencies.duty_unit')
    .where('district_id', '=', tx.districtId)
    .where('organization_id', '=', organizationId)
    .where('place_id', '=', placeId)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

// Events --------------------------------------------------------------------------------------------------------------------

const events = (tx: Tx) =>
  tables(tx).selectFrom('emergencies.event').selectAll().where('district_id', '=', tx.districtId)

export const findEvent = (tx: Tx, id: string): Promise<EventRow | undefined> =>
  events(tx).where('id', '=', id).executeTakeFirst()

export const lockEvent = (tx: Tx, id: string): Promise<EventRow | undefined> =>
  events(tx).where('id', '=', id).forUpdate().executeTakeFirst()

export const insertEvent = async (tx: Tx, row: Insertable<EmergencyTables['emergencies.event']>): Promise<void> => {
  await tables(tx).insertInto('emergencies.event').values(row).execute()
}

export const updateEvent = (
  tx: Tx,
  id: string,
  change: Partial<Pick<EventRow, 'state' | 'ended_at' | 'summary' | 'entry_count' | 'case_ids'>>,
): Promise<EventRow> =>
  tables(tx)
    .updateTable('emergencies.event')
    .set({ ...change, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Emergencies that touch one of these places, the last first; one row more than asked tells of a next page. */
export const listEvents = (
  tx: Tx,
  filter: { readonly paths: readonly string[]; readonly state: EventState | null; readonly kind: EmergencyKind | null },
  page: { readonly after: readonly [at: string, id: string] | null; readonly limit: number },
): Promise<EventRow[]> => {
  let query = events(tx).where(sql<SqlBool>`exists (select 1 from unnest(place_paths) own(path),
    unnest(${[...filter.paths]}::text[]) read(path) where own.path like read.path || '%' or read.path like own.path || '%')`)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  const { after } = page
  if (after) query = query.where(sql<SqlBool>`(raised_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query
    .orderBy('raised_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

// Responses -----------------------------------------------------------------------------------------------------------------

const ROWS_A_STATEMENT = 500

/** Calls people; whoever is called already stays as they are. */
export const insertResponses = async (tx: Tx, rows: readonly ResponseRow[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    await tables(tx)
      .insertInto('emergencies.response')
      .values(rows.slice(at, at + ROWS_A_STATEMENT))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

export const listResponses = (tx: Tx, eventIds: readonly string[]): Promise<ResponseRow[]> =>
  eventIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('emergencies.response')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('event_id', 'in', [...eventIds])
        .orderBy('place_path')
        .orderBy('person_id')
        .execute()

/** My calls to emergencies under way, with them. */
export const listMine = async (tx: Tx, personId: string): Promise<{ response: ResponseRow; event: EventRow }[]> => {
  const mine = await tables(tx)
    .selectFrom('emergencies.response')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .where(
      sql<SqlBool>`event_id in (select id from emergencies.event where district_id = ${tx.districtId} and state = 'on')`,
    )
    .execute()
  const found = await Promise.all(mine.map((response) => findEvent(tx, response.event_id)))
  return mine.flatMap((response, index) => {
    const event = found[index]
    return event ? [{ response, event }] : []
  })
}

export const findResponse = (tx: Tx, eventId: string, personId: string): Promise<ResponseRow | undefined> =>
  tables(tx)
    .selectFrom('emergencies.response')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('event_id', '=', eventId)
    .where('person_id', '=', personId)
    .executeTakeFirst()

export const lockResponse = (tx: Tx, eventId: string, personId: string): Promise<ResponseRow | undefined> =>
  tables(tx)
    .selectFrom('emergencies.response')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('event_id', '=', eventId)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst()

export const updateResponse = async (
  tx: Tx,
  row: Pick<ResponseRow, 'event_id' | 'person_id'>,
  change: Partial<Omit<ResponseRow, 'district_id' | 'event_id' | 'person_id'>>,
): Promise<void> => {
  await tables(tx)
    .updateTable('emergencies.response')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('event_id', '=', row.event_id)
    .where('person_id', '=', row.person_id)
    .execute()
}

/** Calls that were not acknowledged in the minutes of their emergency, and for which nobody was told instead. */
export const listUnanswered = async (tx: Tx, limit: number): Promise<ResponseRow[]> => {
  const { rows } = await sql<ResponseRow>`
    select r.* from emergencies.response r join emergencies.event e on e.district_id = r.district_id and e.id = r.event_id
    where r.district_id = ${tx.districtId} and e.state = 'on' and r.received_at is null and r.escalated_at is null
      and r.told_at + e.acknowledge_minutes * interval '1 minute' <= ${tx.now()}
    order by r.told_at, r.person_id limit ${limit} for update of r skip locked
  `.execute(tx.db)
  return rows
}

// Tasks -----------------------------------------------------------------------------------------------------------------------

export const insertTask = async (tx: Tx, row: TaskRow): Promise<void> => {
  await tables(tx).insertInto('emergencies.task').values(row).execute()
}

export const listTasks = (tx: Tx, eventIds: readonly string[]): Promise<TaskRow[]> =>
  eventIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('emergencies.task')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('event_id', 'in', [...eventIds])
        .orderBy('created_at')
        .execute()

export const lockTask = (tx: Tx, id: string): Promise<TaskRow | undefined> =>
  tables(tx)
    .selectFrom('emergencies.task')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const finishTask = (tx: Tx, id: string): Promise<TaskRow> =>
  tables(tx)
    .updateTable('emergencies.task')
    .set({ done_at: tx.now(), done_by_person_id: tx.actor.personId })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
