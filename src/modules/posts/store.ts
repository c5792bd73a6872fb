import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Role } from '#kernel/role'
import type { Tx } from '#platform/context'
import type { Manner, PostRole } from './contract.ts'

export type PostsTables = {
  'posts.post': {
    district_id: number
    id: string
    role: PostRole
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

const tables = (tx: Tx) => tx.db.withTables<PostsTables>()

const ofDistrict = (tx: Tx) => tables(tx).selectFrom('posts.post').selectAll().where('district_id', '=', tx.districtId)

const appointments = (tx: Tx) =>
  tables(tx).selectFrom('posts.appointment').selectAll().where('district_id', '=', tx.districtId)

/** The post exists on that day. */
const existsOn = (on: string) => sql<SqlBool>`(closed_on is null or closed_on > ${on}::date)`
/** The appointment holds on that day. One that was taken back ends the day it began and holds on none. */
const holdsOn = (on: string) => sql<SqlBool>`starts_on <= ${on}::date and (ends_on is null or ends_on > ${on}::date)`

export interface Staffing {
  readonly withinPath?: string | undefined
  readonly role?: PostRole | undefined
  readonly organizationId?: string | undefined
  readonly on: string
}

export interface PostFilter extends Staffing {
  readonly staffing: 'any' | 'vacant' | 'filled' | 'shared'
  /** Part of the title, or one of these places. */
  readonly words?: { readonly text: string; readonly placeIds: readonly number[] } | undefined
  readonly after: readonly [placePath: string, title: string, id: string] | null
  readonly limit: number
}

/** Posts that a filter means, each with how many people hold it that day. */
const staffed = (tx: Tx, filter: Staffing) => sql`(
  select post.*, (
    select count(*)::int from posts.appointment
    where appointment.district_id = post.district_id and appointment.post_id = post.id and ${holdsOn(filter.on)}
  ) as held_count
  from posts.post
  where post.district_id = ${tx.districtId} and ${existsOn(filter.on)}
    ${filter.withinPath === undefined ? sql`` : sql`and place_path like ${`${filter.withinPath}%`}`}
    ${filter.role ? sql`and role = ${filter.role}` : sql``}
    ${filter.organizationId ? sql`and organization_id = ${filter.organizationId}::uuid` : sql``}
) as staffed`

const STAFFING = {
  any: sql`true`,
  vacant: sql`held_count < seat_count`,
  filled: sql`held_count >= seat_count`,
  shared: sql`held_count > 1`,
} as const

/** Posts that exist on a day in the order of the place tree; one more than asked when there is a next page. */
export const listPosts = async (tx: Tx, filter: PostFilter): Promise<PostRow[]> => {
  const { words, after } = filter
  const isNamed = words
    ? sql`(position(${words.text} in title) > 0 or place_id = any(${[...words.placeIds]}::int[]))`
    : sql`true`
  const isAfter = after ? sql`(place_path, title, id) > (${after[0]}, ${after[1]}, ${after[2]}::uuid)` : sql`true`
  const { rows } = await sql<PostRow>`
    select * from ${staffed(tx, filter)}
    where ${STAFFING[filter.staffing]} and ${isNamed} and ${isAfter}
    order by place_path, title, id limit ${filter.limit + 1}
  `.execute(tx.db)
  return rows
}

/** Every place at which a post exists on a day. */
export const listPlaceIds = async (tx: Tx, on: string): Promise<number[]> => {
  const rows = await tables(tx)
    .selectFrom('posts.post')
    .select('place_id')
    .distinct()
    .where('district_id', '=', tx.districtId)
    .where(existsOn(on))
    .execute()
  return rows.map((row) => row.place_id)
}

export interface StaffingSum {
  readonly role: Role
  readonly postCount: number
  readonly seatCount: number
  readonly filledCount: number
  readonly vacantCount: number
  readonly sharedCount: number
}

/** Posts, seats and people by role. */
export const sumStaffing = async (
  tx: Tx,
  filter: Staffing,
): Promise<{
  items: StaffingSum[]
  personCount: number
  manners: { manner: Manner; filledCount: number }[]
}> => {
  const { rows: items } = await sql<StaffingSum>`
    select role, count(*)::int as "postCount", sum(seat_count)::int as "seatCount", sum(held_count)::int as "filledCount",
      sum(greatest(seat_count - held_count, 0))::int as "vacantCount",
      (count(*) filter (where held_count > 1))::int as "sharedCount"
    from ${staffed(tx, filter)} group by role order by role
  `.execute(tx.db)
  const { rows } = await sql<{ count: number }>`
    select count(distinct person_id)::int as count
    from ${staffed(tx, filter)} join posts.appointment
      on appointment.district_id = staffed.district_id and appointment.post_id = staffed.id and ${holdsOn(filter.on)}
  `.execute(tx.db)
  const { rows: manners } = await sql<{ manner: Manner; filledCount: number }>`
    select manner, count(*)::int as "filledCount"
    from ${staffed(tx, filter)} join posts.appointment
      on appointment.district_id = staffed.district_id and appointment.post_id = staffed.id and ${holdsOn(filter.on)}
    group by manner order by 2 desc, manner
  `.execute(tx.db)
  return { items, personCount: rows[0]?.count ?? 0, manners }
}

export const findPosts = (tx: Tx, ids: readonly string[]): Promise<PostRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : ofDistrict(tx).where('id', 'in', ids).orderBy('id').execute()

/** Locks posts against every other change of them and of who holds them, in one order. */
export const lockPosts = (tx: Tx, ids: readonly string[]): Promise<PostRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : ofDistrict(tx).where('id', 'in', ids).orderBy('id').forUpdate().execute()

/** Locks the open posts of one role at a place. */
export const lockPostsOfRole = (tx: Tx, placeId: number, role: PostRole): Promise<PostRow[]> =>
  ofDistrict(tx)
    .where('place_id', '=', placeId)
    .where('role', '=', role)
    .where('closed_on', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()

/** One import of posts at a time in a district: two would make the same post twice. */
export const lockImport = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('posts.import'), ${tx.districtId}::int)`.execute(tx.db)
}

/** Open posts at any of these places. */
export const listOpenAt = (tx: Tx, placeIds: readonly number[]): Promise<PostRow[]> =>
  placeIds.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .where('closed_on', 'is', null)
        .where(sql<SqlBool>`place_id = any(${[...placeIds]}::int[])`)
        .orderBy('id')
        .execute()

/** Open posts in an organisation. */
export const listOpenIn = (tx: Tx, organizationId: string): Promise<PostRow[]> =>
  ofDistrict(tx).where('closed_on', 'is', null).where('organization_id', '=', organizationId).orderBy('id').execute()

export const insertPosts = async (tx: Tx, posts: readonly Omit<PostRow, 'version'>[]): Promise<void> => {
  if (posts.length === 0) return
  const rows = posts.map((post) => ({ ...post, version: 1 }))
  await tables(tx).insertInto('posts.post').values(rows).execute()
}

export type PostChange = Partial<Pick<PostRow, 'title' | 'seat_count' | 'closed_on' | 'organization_id'>>

/** Changes a post and counts its version up. */
export const updatePost = async (tx: Tx, id: string, change: PostChange): Promise<void> => {
  await tables(tx)
    .updateTable('posts.post')
    .set((post) => ({ ...change, version: post('version', '+', 1) }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

// Appointments -----------------------------------------------------------------------------------------------------------

/** Appointments to these posts that hold on a day; those who began first come first. */
export const listHolding = (tx: Tx, postIds: readonly string[], on: string): Promise<AppointmentRow[]> =>
  postIds.length === 0
    ? Promise.resolve([])
    : appointments(tx).where('post_id', 'in', postIds).where(holdsOn(on)).orderBy('starts_on').orderBy('id').execute()

/** Appointments to these posts that hold on a day or begin later. */
export const listHoldingFrom = (tx: Tx, postIds: readonly string[], on: string): Promise<AppointmentRow[]> =>
  postIds.length === 0
    ? Promise.resolve([])
    : appointments(tx)
        .where('post_id', 'in', postIds)
        .where(sql<SqlBool>`(ends_on is null or (ends_on > ${on}::date and ends_on > starts_on))`)
        .orderBy('starts_on')
        .orderBy('id')
        .execute()

export interface AppointmentFilter {
  readonly personId?: string | undefined
  readonly postId?: string | undefined
  readonly on?: string | undefined
  readonly after: readonly [startsOn: string, id: string] | null
  readonly limit: number
}

/** Appointments, the newest first, one more than asked when there is a next page. */
export const listAppointments = (tx: Tx, filter: AppointmentFilter): Promise<AppointmentRow[]> => {
  let query = appointments(tx)
  if (filter.personId) query = query.where('person_id', '=', filter.personId)
  if (filter.postId) query = query.where('post_id', '=', filter.postId)
  if (filter.on) query = query.where(holdsOn(filter.on))
  const { after } = filter
  if (after) query = query.where(sql<SqlBool>`(starts_on, id) < (${after[0]}::date, ${after[1]}::uuid)`)
  return query
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

export const findAppointment = (tx: Tx, id: string): Promise<AppointmentRow | undefined> =>
  appointments(tx).where('id', '=', id).executeTakeFirst()

export const insertAppointments = async (tx: Tx, rows: readonly AppointmentRow[]): Promise<void> => {
  if (rows.length > 0) await tables(tx).insertInto('posts.appointment').values(rows).execute()
}

/** Ends an appointment; the day it began takes it back altogether. */
export const endAppointment = async (tx: Tx, id: string, endsOn: string, reason: string): Promise<void> => {
  await tables(tx)
    .updateTable('posts.appointment')
    .set({ ends_on: endsOn, ended_reason: reason })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

/** How many posts each of these people holds on a day. */
export const countPosts = async (tx: Tx, personIds: readonly string[], on: string): Promise<Map<string, number>> => {
  if (personIds.length === 0) return new Map()
  const rows = await tables(tx)
    .selectFrom('posts.appointment')
    .select(['person_id', sql<number>`count(*)::int`.as('count')])
    .where('district_id', '=', tx.districtId)
    .where('person_id', 'in', personIds)
    .where(holdsOn(on))
    .groupBy('person_id')
    .execute()
  return new Map(rows.map((row) => [row.person_id, row.count]))
}

const holders = (tx: Tx, on: string) =>
  tables(tx)
    .selectFrom('posts.appointment as appointment')
    .innerJoin('posts.post as post', (join) =>
      join.onRef('post.district_id', '=', 'appointment.district_id').onRef('post.id', '=', 'appointment.post_id'),
    )
    .where('appointment.district_id', '=', tx.districtId)
    .where(existsOn(on))
    .where(holdsOn(on))

/** Who holds one of these roles at one of these places on a day. */
export const listHolders = async (
  tx: Tx,
  placePaths: readonly string[],
  roles: readonly Role[],
  on: string,
): Promise<string[]> => {
  const rows = await holders(tx, on)
    .select('appointment.person_id')
    .distinct()
    .where(sql<SqlBool>`post.place_path = any(${[...placePaths]}::text[])`)
    .where(sql<SqlBool>`post.role = any(${[...roles]}::text[])`)
    .execute()
  return rows.map((row) => row.person_id)
}

export interface Holding {
  readonly personId: string
  readonly role: Role
  readonly placeId: number
  readonly placePath: string
}

/** Who holds one of these roles at one of these places or below it on a day, in the order of the tree. */
export const listHoldersWithin = async (
  tx: Tx,
  placePaths: readonly string[],
  roles: readonly Role[],
  on: string,
): Promise<Holding[]> => {
  const rows = await holders(tx, on)
    .select(['appointment.person_id', 'post.role', 'post.place_id', 'post.place_path'])
    .distinct()
    .where(sql<SqlBool>`post.place_path like any(${placePaths.map((path) => `${path}%`)}::text[])`)
    .where(sql<SqlBool>`post.role = any(${[...roles]}::text[])`)
    .orderBy('post.place_path')
    .orderBy('appointment.person_id')
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    role: row.role,
    placeId: row.place_id,
    placePath: row.place_path,
  }))
}

/** Who holds a post in an organisation on a day, in which role. */
export const listMembers = async (
  tx: Tx,
  organizationId: string,
  on: string,
): Promise<{ personId: string; role: Role }[]> => {
  const rows = await holders(tx, on)
    .select(['appointment.person_id', 'post.role'])
    .distinct()
    .where('post.organization_id', '=', organizationId)
    .execute()
  return rows.map((row) => ({ personId: row.person_id, role: row.role }))
}

export interface Tenure {
  readonly personId: string
  readonly role: Role
  readonly startsOn: string
  /** First day on which it is no longer held. */
  readonly endsOn: string | null
}

/** Who holds one of these roles at exactly this place between two days, and from when to when. */
export const listTenures = async (
  tx: Tx,
  placePath: string,
  roles: readonly Role[],
  span: { readonly from: string; readonly until: string },
): Promise<Tenure[]> => {
  const rows = await tables(tx)
    .selectFrom('posts.appointment as appointment')
    .innerJoin('posts.post as post', (join) =>
      join.onRef('post.district_id', '=', 'appointment.district_id').onRef('post.id', '=', 'appointment.post_id'),
    )
    .select([
      'appointment.person_id',
      'post.role',
      'appointment.starts_on',
      sql<string | null>`least(appointment.ends_on, post.closed_on)`.as('ends_on'),
    ])
    .where('appointment.district_id', '=', tx.districtId)
    .where('post.place_path', '=', placePath)
    .where(sql<SqlBool>`post.role = any(${[...roles]}::text[])`)
    .where('appointment.starts_on', '<=', span.until)
    .where(sql<SqlBool>`coalesce(least(appointment.ends_on, post.closed_on), 'infinity') > ${span.from}::date`)
    .orderBy('appointment.id')
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    role: row.role,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  }))
}

export interface HeldPost {
  readonly personId: string
  readonly postId: string
  readonly role: Role
  readonly placePath: string
}

/** What these people hold on a day. */
export const listHeld = (tx: Tx, personIds: readonly string[], on: string): Promise<HeldPost[]> =>
  personIds.length === 0
    ? Promise.resolve([])
    : holders(tx, on)
        .select([
          'appointment.person_id as personId',
          'post.id as postId',
          'post.role as role',
          'post.place_path as placePath',
        ])
        .where('appointment.person_id', 'in', personIds)
        .orderBy('post.place_path')
        .orderBy('post.id')
        .execute()
