import { type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import type { Tx } from '#platform/context'
import type { Channel, Fulfilment, MediationResult, MediationState } from '../contract.ts'
import type { CaseTables } from '../store.ts'

export type MediationTables = CaseTables & {
  'cases.mediation': {
    district_id: number
    id: string
    case_id: string
    place_id: number
    place_path: string
    state: MediationState
    subject: string
    opened_at: Date
    opened_by_person_id: string | null
    result: MediationResult | null
    result_words: string | null
    concluded_at: Date | null
    concluded_by_person_id: string | null
    agreement: string | null
    follow_up_on: string | null
    fulfilment: Fulfilment | null
    followed_up_at: Date | null
    followed_up_by_person_id: string | null
    follow_up_words: string | null
    follow_up_told_at: Date | null
  }
  'cases.mediation_party': {
    district_id: number
    mediation_id: string
    number: number
    name: string
    phone: string | null
  }
  'cases.mediator': {
    district_id: number
    mediation_id: string
    number: number
    organization_id: string | null
    person_id: string | null
  }
  'cases.mediation_session': {
    district_id: number
    mediation_id: string
    number: number
    held_at: Date
    held_where: string
    words: string
    recorded_at: Date
    recorded_by_person_id: string | null
  }
}
export type MediationRow = Selectable<MediationTables['cases.mediation']>
export type PartyRow = Selectable<MediationTables['cases.mediation_party']>
export type MediatorRow = Selectable<MediationTables['cases.mediator']>
export type SessionRow = Selectable<MediationTables['cases.mediation_session']>

const tables = (tx: Tx) => tx.db.withTables<MediationTables>()

export const insertMediation = async (
  tx: Tx,
  row: MediationRow,
  parties: readonly PartyRow[],
  mediators: readonly MediatorRow[],
): Promise<void> => {
  await tables(tx).insertInto('cases.mediation').values(row).execute()
  await tables(tx).insertInto('cases.mediation_party').values(parties).execute()
  await tables(tx).insertInto('cases.mediator').values(mediators).execute()
}

export const insertSession = async (tx: Tx, row: SessionRow): Promise<void> => {
  await tables(tx).insertInto('cases.mediation_session').values(row).execute()
}

export const findMediation = (tx: Tx, id: string): Promise<MediationRow | undefined> =>
  tables(tx)
    .selectFrom('cases.mediation')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

/** The mediations of a case, newest first; the row of the case is locked by whoever changes one. */
export const listOfCase = (tx: Tx, caseId: string, limit: number): Promise<MediationRow[]> =>
  tables(tx)
    .selectFrom('cases.mediation')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const updateMediation = (
  tx: Tx,
  id: string,
  change: Updateable<MediationTables['cases.mediation']>,
): Promise<MediationRow> =>
  tables(tx)
    .updateTable('cases.mediation')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

const ofMediations = <Row>(
  tx: Tx,
  table: 'cases.mediation_party' | 'cases.mediator' | 'cases.mediation_session',
  ids: readonly string[],
): Promise<Row[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : (tables(tx)
        .selectFrom(table)
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where(sql<SqlBool>`mediation_id = any(${[...ids]}::uuid[])`)
        .orderBy('mediation_id')
        .orderBy('number')
        .execute() as Promise<Row[]>)

export const listParties = (tx: Tx, ids: readonly string[]): Promise<PartyRow[]> =>
  ofMediations(tx, 'cases.mediation_party', ids)
export const listMediators = (tx: Tx, ids: readonly string[]): Promise<MediatorRow[]> =>
  ofMediations(tx, 'cases.mediator', ids)
export const listSessions = (tx: Tx, ids: readonly string[]): Promise<SessionRow[]> =>
  ofMediations(tx, 'cases.mediation_session', ids)

/** Agreements whose day to look again has come, of which nobody has been told. */
export const listToFollowUp = (tx: Tx, today: string, limit: number): Promise<MediationRow[]> =>
  tables(tx)
    .selectFrom('cases.mediation')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('fulfilment', 'is', null)
    .where('follow_up_told_at', 'is', null)
    .where('follow_up_on', '<=', today)
    .orderBy('follow_up_on')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export interface MediationFilter {
  /** At one of these, when not null. */
  readonly placePaths: readonly string[] | null
  readonly state: MediationState | null
  readonly result: MediationResult | null
  readonly fulfilment: Fulfilment | null
  /** Those to be looked at again by this day. */
  readonly dueOn: string | null
  readonly channel: Channel | null
  readonly personId: string | null
  readonly from: Date | null
  readonly before: Date | null
}

const filtered = (tx: Tx, filter: MediationFilter) => {
  let query = tables(tx)
    .selectFrom('cases.mediation as m')
    .innerJoin('cases.case_file as c', (join) =>
      join.onRef('c.district_id', '=', 'm.district_id').onRef('c.id', '=', 'm.case_id'),
    )
    .where('m.district_id', '=', tx.districtId)
  const { placePaths, state, result, fulfilment, dueOn, channel, personId, from, before } = filter
  if (placePaths)
    query = query.where(sql<SqlBool>`m.place_path like any(${placePaths.map((path) => `${path}%`)}::text[])`)
  if (state) query = query.where('m.state', '=', state)
  if (result) query = query.where('m.result', '=', result)
  if (fulfilment) query = query.where('m.fulfilment', '=', fulfilment)
  if (dueOn) query = query.where('m.fulfilment', 'is', null).where('m.follow_up_on', '<=', dueOn)
  if (channel) query = query.where('c.channel', '=', channel)
  if (personId)
    query = query.where(sql<SqlBool>`exists (select from cases.mediator d where d.district_id = m.district_id
      and d.mediation_id = m.id and d.person_id = ${personId}::uuid)`)
  if (from) query = query.where('m.opened_at', '>=', from)
  if (before) query = query.where('m.opened_at', '<', before)
  return query
}

/** Where a list goes on: the moment and id of the last row. */
export type MediationAfter = readonly [at: string, id: string]

/** Newest first, one row more than asked for. */
export const listMediations = (
  tx: Tx,
  filter: MediationFilter,
  page: { readonly after: MediationAfter | null; readonly limit: number },
): Promise<MediationRow[]> => {
  let query = filtered(tx, filter).selectAll('m').orderBy('m.opened_at', 'desc').orderBy('m.id', 'desc')
  if (page.after)
    query = query.where(sql<SqlBool>`(m.opened_at, m.id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`)
  return query.limit(page.limit + 1).execute()
}

export interface MediationSums {
  readonly mediations: number
  readonly open: number
  readonly agreed: number
  readonly partly: number
  readonly failed: number
  readonly referred: number
  readonly due: number
  readonly fulfilled: number
  readonly broken: number
  readonly meanMinutes: number | null
}

const counted = (condition: ReturnType<typeof sql>) => sql<number>`(count(*) filter (where ${condition}))::int`

/** Counted from the records of the filter; the minutes are those from the report to the first action (S0-38). */
export const sumMediations = (tx: Tx, filter: MediationFilter, today: string): Promise<MediationSums> =>
  filtered(tx, filter)
    .select([
      sql<number>`count(*)::int`.as('mediations'),
      counted(sql`m.state = 'open'`).as('open'),
      counted(sql`m.result = 'agreed'`).as('agreed'),
      counted(sql`m.result = 'partly'`).as('partly'),
      counted(sql`m.result = 'failed'`).as('failed'),
      counted(sql`m.result = 'referred'`).as('referred'),
      counted(sql`m.fulfilment is null and m.follow_up_on <= ${today}`).as('due'),
      counted(sql`m.fulfilment = 'fulfilled'`).as('fulfilled'),
      counted(sql`m.fulfilment = 'broken'`).as('broken'),
      sql<number | null>`round(avg(extract(epoch from c.acted_at - c.reported_at) / 60), 1)::float8`.as('meanMinutes'),
    ])
    .executeTakeFirstOrThrow()

export interface MediatorSum {
  readonly organization_id: string | null
  readonly person_id: string | null
  readonly count: number
  readonly agreed: number
}

/** What each mediator did, most first (S0-05). */
export const sumMediators = (tx: Tx, filter: MediationFilter, limit: number): Promise<MediatorSum[]> =>
  filtered(tx, filter)
    .innerJoin('cases.mediator as d', (join) =>
      join.onRef('d.district_id', '=', 'm.district_id').onRef('d.mediation_id', '=', 'm.id'),
    )
    .select([
      'd.organization_id',
      'd.person_id',
      sql<number>`count(*)::int`.as('count'),
      counted(sql`m.result in ('agreed', 'partly')`).as('agreed'),
    ])
    .groupBy(['d.organization_id', 'd.person_id'])
    .orderBy('count', 'desc')
    .orderBy('d.person_id')
    .orderBy('d.organization_id')
    .limit(limit)
    .execute()
