import { type Selectable, sql } from 'kysely'
import type { PlaceLevel } from '#kernel/place'
import type { Role } from '#kernel/role'
import type { Tx } from '#platform/context'
import type { Manner } from './contract.ts'

export type PostsTables = {
  'posts.post': {
    district_id: number
    id: string
    role: Exclude<Role, 'resident'>
    title: string
    place_id: number
    place_path: string
    organization_id: string | null
    seat_count: number
    created_at: Date
    closed_on: string | null
    version: number
  }
  'posts.appointment': {
    district_id: number
    id: string
    post_id: string
    person_id: string
    manner: Manner
    starts_on: string
    ends_on: string | null
    ended_reason: string | null
    created_at: Date
  }
}
export type PostRow = Selectable<PostsTables['posts.post']>
export type AppointmentRow = Selectable<PostsTables['posts.appointment']>
/** A post with what is asked of it in every list. */
export type PostInPlace = PostRow & { readonly place_name: string; readonly place_level: PlaceLevel; readonly held_count: number }

const tables = (tx: Tx) => tx.db.withTables<PostsTables>()

export interface PostFilter {
  readonly withinPath?: string | undefined
  readonly role?: Role | undefined
  readonly organizationId?: string | undefined
  readonly staffing: 'any' | 'vacant' | 'filled' | 'shared'
  readonly words?: string | undefined
  readonly on: string
  readonly ids?: readonly string[] | undefined
  readonly after: { readonly path: string; readonly title: string; readonly id: string } | null
  readonly limit: number
}

/** How many people hold a post on a day. */
const heldOn = (on: string) => sql<number>`(
  select count(*)::int from posts.appointment a
  where a.district_id = p.district_id and a.post_id = p.id
    and a.starts_on <= ${on}::date and (a.ends_on is null or a.ends_on > ${on}::date))`

const staffingIs = (staffing: PostFilter['staffing'], on: string) => {
  if (staffing === 'vacant') return sql`and ${heldOn(on)} < p.seat_count`
  if (staffing === 'filled') return sql`and ${heldOn(on)} >= p.seat_count`
  return staffing === 'shared' ? sql`and ${heldOn(on)} > 1` : sql``
}

/** Posts that exist on a day, in the order of the place tree; one more than asked when there is a next page. */
export const listPosts = async (tx: Tx, filter: PostFilter): Promise<PostInPlace[]> => {
  const { on, after } = filter
  const { rows } = await sql<PostInPlace>`
    select p.*, l.name as place_name, l.level as place_level, ${heldOn(on)} as held_count
    from posts.post p join places.place l on l.id = p.place_id
    where p.district_id = ${tx.districtId} and (p.closed_on is null or p.closed_on > ${on}::date)
      ${filter.withinPath === undefined ? sql`` : sql`and p.place_path like ${`${filter.withinPath}%`}`}
      ${filter.role ? sql`and p.role = ${filter.role}` : sql``}
      ${filter.organizationId ? sql`and p.organization_id = ${filter.organizationId}::uuid` : sql``}
      ${filter.ids ? sql`and p.id = any(${[...filter.ids]}::uuid[])` : sql``}
      ${filter.words ? sql`and (position(${filter.words} in p.title) > 0 or position(${filter.words} in l.name) > 0)` : sql``}
      ${staffingIs(filter.staffing, on)}
      ${after ? sql`and (p.place_path, p.title, p.id) > (${after.path}, ${after.title}, ${after.id}::uuid)` : sql``}
    order by p.place_path, p.title, p.id limit ${filter.limit + 1}
  `.execute(tx.db)
  return rows
}

export const findPost = async (tx: Tx, id: string): Promise<PostRow | undefined> =>
  tables(tx).selectFrom('posts.post').selectAll().where('district_id', '=', tx.districtId).where('id', '=', id).executeTakeFirst()

export const lockPost = async (tx: Tx, id: string): Promise<PostRow | undefined> =>
  tables(tx)
    .selectFrom('posts.post')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const insertPost = async (tx: Tx, post: PostRow): Promise<void> => {
  await tables(tx).insertInto('posts.post').values(post).execute()
}

export const updatePost = async (tx: Tx, id: string, change: Partial<PostRow>): Promise<void> => {
  await tables(tx)
    .updateTable('posts.post')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

// Appointments -----------------------------------------------------------------------------------------------------------

export const appointmentsOfPosts = (tx: Tx, postIds: readonly string[], on?: string): Promise<AppointmentRow[]> => {
  if (postIds.length === 0) return Promise.resolve([])
  let query = tables(tx)
    .selectFrom('posts.appointment')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('post_id', 'in', postIds)
  if (on) query = query.where(sql<boolean>`starts_on <= ${on}::date and (ends_on is null or ends_on > ${on}::date)`)
  return query.orderBy('starts_on', 'desc').orderBy('id').execute()
}

export const listAppointments = (
  tx: Tx,
  filter: {
    readonly personId?: string | undefined
    readonly postId?: string | undefined
    readonly on?: string | undefined
    readonly after: { readonly startsOn: string; readonly id: string } | null
    readonly limit: number
  },
): Promise<AppointmentRow[]> => {
  let query = tables(tx).selectFrom('posts.appointment').selectAll().where('district_id', '=', tx.districtId)
  if (filter.personId) query = query.where('person_id', '=', filter.personId)
  if (filter.postId) query = query.where('post_id', '=', filter.postId)
  if (filter.on) {
    query = query.where(sql<boolean>`starts_on <= ${filter.on}::date and (ends_on is null or ends_on > ${filter.on}::date)`)
  }
  const { after } = filter
  if (after) query = query.where(sql<boolean>`(starts_on, id) < (${after.startsOn}::date, ${after.id}::uuid)`)
  return query.orderBy('starts_on', 'desc').orderBy('id', 'desc').limit(filter.limit + 1).execute()
}

export const findAppointment = (tx: Tx, id: string): Promise<AppointmentRow | undefined> =>
  tables(tx)
    .selectFrom('posts.appointment')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const insertAppointment = async (tx: Tx, appointment: AppointmentRow): Promise<void> => {
  await tables(tx).insertInto('posts.appointment').values(appointment).execute()
}

export const endAppointment = async (tx: Tx, id: string, endsOn: string, reason: string): Promise<void> => {
  await tables(tx)
    .updateTable('posts.appointment')
    .set({ ends_on: endsOn, ended_reason: reason })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

/** Taken back on the day it began: it never was. */
export const removeAppointment = async (tx: Tx, id: string): Promise<void> => {
  await tables(tx).deleteFrom('posts.appointment').where('district_id', '=', tx.districtId).where('id', '=', id).execute()
}

/** How many people hold one of these roles in the district on a day, apart from one appointment. */
export const countHolders = async (tx: Tx, role: Role, on: string, butAppointmentId: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(distinct a.person_id)::int as count
    from posts.appointment a join posts.post p on p.district_id = a.district_id and p.id = a.post_id
    where a.district_id = ${tx.districtId} and p.role = ${role} and a.id <> ${butAppointmentId}::uuid
      and a.starts_on <= ${on}::date and (a.ends_on is null or a.ends_on > ${on}::date)
  `.execute(tx.db)
  return rows[0]?.count ?? 0
}

/** Other posts each of these people holds on a day, counted. */
export const postCounts = async (tx: Tx, personIds: readonly string[], on: string): Promise<Map<string, number>> => {
  if (personIds.length === 0) return new Map()
  const rows = await tables(tx)
    .selectFrom('posts.appointment')
    .select((row) => ['person_id', row.fn.countAll<number>().as('count')])
    .where('district_id', '=', tx.districtId)
    .where('person_id', 'in', personIds)
    .where(sql<boolean>`starts_on <= ${on}::date and (ends_on is null or ends_on > ${on}::date)`)
    .groupBy('person_id')
    .execute()
  return new Map(rows.map((row) => [row.person_id, row.count]))
}

export interface StaffingSum {
  readonly role: Role
  readonly postCount: number
  readonly seatCount: number
  readonly filledCount: number
  readonly vacantCount: number
  readonly sharedCount: number
}

interface SumFilter {
  readonly withinPath?: string | undefined
  readonly role?: Role | undefined
  readonly organizationId?: string | undefined
  readonly on: string
}

const sumWhere = (tx: Tx, filter: SumFilter) => sql`
  p.district_id = ${tx.districtId} and (p.closed_on is null or p.closed_on > ${filter.on}::date)
  ${filter.withinPath === undefined ? sql`` : sql`and p.place_path like ${`${filter.withinPath}%`}`}
  ${filter.role ? sql`and p.role = ${filter.role}` : sql``}
  ${filter.organizationId ? sql`and p.organization_id = ${filter.organizationId}::uuid` : sql``}`

/** Posts, seats, people by role (S2-16 配备). */
export const sumStaffing = async (tx: Tx, filter: SumFilter): Promise<{ items: StaffingSum[]; personCount: number }> => {
  const { rows: items } = await sql<StaffingSum>`
    select role, count(*)::int as "postCount", sum(seat_count)::int as "seatCount", sum(held)::int as "filledCount",
      sum(greatest(seat_count - held, 0))::int as "vacantCount", count(*) filter (where held > 1)::int as "sharedCount"
    from (select p.role, p.seat_count, ${heldOn(filter.on)} as held from posts.post p where ${sumWhere(tx, filter)}) posts
    group by role order by role
  `.execute(tx.db)
  const { rows } = await sql<{ count: number }>`
    select count(distinct a.person_id)::int as count
    from posts.appointment a join posts.post p on p.district_id = a.district_id and p.id = a.post_id
    where ${sumWhere(tx, filter)} and a.starts_on <= ${filter.on}::date and (a.ends_on is null or a.ends_on > ${filter.on}::date)
  `.execute(tx.db)
  return { items, personCount: rows[0]?.count ?? 0 }
}

/** Who holds one of these roles at one of these places on a day. */
export const holdersAt = async (tx: Tx, placeIds: readonly number[], heldRoles: readonly Role[], on: string): Promise<string[]> => {
  const { rows } = await sql<{ person_id: string }>`
    select distinct a.person_id
    from posts.appointment a join posts.post p on p.district_id = a.district_id and p.id = a.post_id
    where a.district_id = ${tx.districtId} and p.place_id = any(${[...placeIds]}::int[]) and p.role = any(${[...heldRoles]}::text[])
      and a.starts_on <= ${on}::date and (a.ends_on is null or a.ends_on > ${on}::date)
  `.execute(tx.db)
  return rows.map((row) => row.person_id)
}

/** Who holds a post in an organisation on a day, in which role. */
export const membersOf = async (tx: Tx, organizationId: string, on: string): Promise<{ personId: string; role: Role }[]> => {
  const { rows } = await sql<{ personId: string; role: Role }>`
    select distinct a.person_id as "personId", p.role
    from posts.appointment a join posts.post p on p.district_id = a.district_id and p.id = a.post_id
    where a.district_id = ${tx.districtId} and p.organization_id = ${organizationId}::uuid
      and a.starts_on <= ${on}::date and (a.ends_on is null or a.ends_on > ${on}::date)
  `.execute(tx.db)
  return rows
}
