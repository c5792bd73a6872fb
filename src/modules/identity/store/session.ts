import { sql } from 'kysely'
import type { Tx } from '#platform/context'
import { byKeys } from '#platform/db'
import { type SessionRow, tables } from './tables.ts'

export const insertSession = async (tx: Tx, session: SessionRow): Promise<void> => {
  await tables(tx).insertInto('identity.session').values(session).execute()
}

/** In which district a session is, by the hash of its token, which nobody can make from the row. It never changes. */
export const findDistrictOfSession = async (db: Pick<Tx, 'db'>, tokenHash: Buffer): Promise<number | undefined> => {
  const row = await tables(db)
    .selectFrom('identity.session')
    .select('district_id')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row?.district_id
}

export const findSession = (tx: Tx, id: string): Promise<SessionRow | undefined> =>
  tables(tx).selectFrom('identity.session').selectAll().where('id', '=', id).executeTakeFirst()

/** Sessions of an account that have not ended, newest first; one more than asked when there is a next page. */
export const listSessions = (
  tx: Tx,
  filter: {
    readonly accountId: string
    readonly after: readonly [at: Date, id: string] | null
    readonly limit: number
  },
): Promise<SessionRow[]> => {
  let query = tables(tx)
    .selectFrom('identity.session')
    .selectAll()
    .where('account_id', '=', filter.accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', tx.now())
  if (filter.after) query = query.where(sql<boolean>`(created_at, id) < (${filter.after[0]}, ${filter.after[1]}::uuid)`)
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

/** Marks it as seen; an ended one stays as it is. */
export const touchSession = async (db: Pick<Tx, 'db'>, tokenHash: Buffer, now: Date): Promise<void> => {
  await tables(db)
    .updateTable('identity.session')
    .set({ seen_at: now })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute()
}

/** Ends open sessions of an account: one, all but one, those of one district, or all. Answers how many. */
export const endSessions = async (
  tx: Tx,
  which: {
    readonly accountId: string
    readonly id?: string
    readonly exceptId?: string | null
    readonly districtId?: number
  },
): Promise<number> => {
  let query = tables(tx)
    .updateTable('identity.session')
    .set({ ended_at: tx.now() })
    .where('account_id', '=', which.accountId)
    .where('ended_at', 'is', null)
  if (which.id) query = query.where('id', '=', which.id)
  if (which.exceptId) query = query.where('id', '!=', which.exceptId)
  if (which.districtId !== undefined) query = query.where('district_id', '=', which.districtId)
  const result = await query.executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Ends the session that a browser came with, whosever it is. */
export const endSessionById = async (tx: Tx, id: string): Promise<void> => {
  await tables(tx)
    .updateTable('identity.session')
    .set({ ended_at: tx.now() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

/** The posts that a person holds on a day, with what identity itself knows of the person. */
export interface ActorRow {
  readonly name: string
  readonly language: 'zh-CN' | 'en' | 'ko'
  readonly place_id: number
  readonly place_path: string
  readonly post_id: string | null
  readonly post_role: string | null
  readonly post_place_id: number | null
  readonly post_place_path: string | null
  readonly post_organization_id: string | null
}

/** What of a session is asked with every request, with its person and posts. */
export type SessionActorRow = ActorRow &
  Pick<
    SessionRow,
    'id' | 'person_id' | 'opened_by' | 'created_at' | 'seen_at' | 'expires_at' | 'second_factor_at' | 'ended_at'
  >

/**
 * A person with the posts held on a day. It crosses into the tables of another module (posts), because it is done with
 * every request: asking posts would be a second round trip, and posts stands below identity.
 */
const actorColumns = sql`person.name, person.language, person.place_id, person.place_path,
  post.id as post_id, post.role as post_role, post.place_id as post_place_id, post.place_path as post_place_path,
  post.organization_id as post_organization_id`
const heldPosts = (on: string) => sql`
  left join (
    posts.appointment join posts.post
      on post.district_id = appointment.district_id and post.id = appointment.post_id
        and (post.closed_on is null or post.closed_on > ${on}::date)
  ) on appointment.district_id = person.district_id and appointment.person_id = person.id
    and appointment.starts_on <= ${on}::date and (appointment.ends_on is null or appointment.ends_on > ${on}::date)`

/** One row per post held, one when there is none; no row when the person was erased. */
export const readActor = async (tx: Tx, personId: string, on: string): Promise<ActorRow[]> => {
  const { rows } = await sql<ActorRow>`
    select ${actorColumns} from identity.person ${heldPosts(on)}
    where person.district_id = ${tx.districtId} and person.id = ${personId} and person.erased_at is null
    order by post.place_path, post.id
  `.execute(tx.db)
  return rows
}

/** The same for whose session this is, with the session. */
export const readSessionActor = async (tx: Tx, tokenHash: Buffer, on: string): Promise<SessionActorRow[]> => {
  const { rows } = await sql<SessionActorRow>`
    select ${byKeys} session.id, session.person_id, session.opened_by, session.created_at, session.seen_at,
      session.expires_at, session.second_factor_at, session.ended_at, ${actorColumns}
    from identity.session
    join identity.person on person.district_id = session.district_id and person.id = session.person_id ${heldPosts(on)}
    where session.token_hash = ${tokenHash} and session.district_id = ${tx.districtId} and person.erased_at is null
    order by post.place_path, post.id
  `.execute(tx.db)
  return rows
}
