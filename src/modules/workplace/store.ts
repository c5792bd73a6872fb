import { type Selectable, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { NotifyTables } from '#platform/notify'
import { type NoticeSetting, VIEWS_PER_LIST_MAX } from './contract.ts'

export type WorkplaceTables = NotifyTables & {
  'platform.saved_view': {
    district_id: number
    id: string
    person_id: string
    list: string
    name: string
    query: string
    created_at: Date
  }
  'platform.file': {
    district_id: number
    id: string
    sha256: string
    thumbnail_sha256: string | null
    kind: string
    name: string
    size_bytes: number
    width: number | null
    height: number | null
    owner_person_id: string | null
    created_at: Date
    matter_kind: string | null
    matter_id: string | null
  }
}
export type NoticeRow = Selectable<WorkplaceTables['platform.notice']>
export type SavedViewRow = Selectable<WorkplaceTables['platform.saved_view']>
export type FileRow = Selectable<WorkplaceTables['platform.file']>
export type DeliveryRow = Selectable<WorkplaceTables['platform.delivery']>

const tables = (tx: Tx) => tx.db.withTables<WorkplaceTables>()

/** Where a list by time, newest first, goes on. */
export interface Before {
  readonly at: string
  readonly id: string
}

// Notices ---------------------------------------------------------------------------------------------------------

const noticesOf = (tx: Tx, personId: string) =>
  tables(tx).selectFrom('platform.notice').where('district_id', '=', tx.districtId).where('person_id', '=', personId)

export const listNotices = (
  tx: Tx,
  personId: string,
  filter: { readonly unreadOnly: boolean; readonly before: Before | null; readonly limit: number },
): Promise<NoticeRow[]> => {
  let query = noticesOf(tx, personId).selectAll()
  if (filter.unreadOnly) query = query.where('read_at', 'is', null)
  const { before } = filter
  if (before) query = query.where(sql<boolean>`(created_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

export const countUnread = async (tx: Tx, personId: string): Promise<number> => {
  const row = await noticesOf(tx, personId)
    .where('read_at', 'is', null)
    .select((notice) => notice.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Marks notices of this person as read: those of these ids, or all. */
export const readNotices = async (tx: Tx, personId: string, ids: readonly string[] | 'all'): Promise<void> => {
  let update = tables(tx)
    .updateTable('platform.notice')
    .set({ read_at: tx.now() })
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
  if (ids !== 'all') update = update.where('id', 'in', ids)
  await update.execute()
}

export interface WaitingPerson {
  readonly personId: string
  readonly oldestAt: Date
  readonly hasUrgent: boolean
  readonly setting: NoticeSetting | null
}

/** People with notices that have not gone to a phone and were not read, in the order of their ids. */
export const listWaitingPeople = async (
  tx: Tx,
  filter: { readonly personIds: readonly string[] | null; readonly after: string | null; readonly limit: number },
): Promise<WaitingPerson[]> => {
  let query = tables(tx)
    .selectFrom('platform.notice as notice')
    .leftJoin('platform.notice_setting as setting', (join) =>
      join.onRef('setting.district_id', '=', 'notice.district_id').onRef('setting.person_id', '=', 'notice.person_id'),
    )
    .where('notice.district_id', '=', tx.districtId)
    .where('notice.read_at', 'is', null)
    .where('notice.digested_at', 'is', null)
  if (filter.personIds) query = query.where('notice.person_id', 'in', filter.personIds)
  if (filter.after) query = query.where('notice.person_id', '>', filter.after)
  const rows = await query
    .groupBy([
      'notice.person_id',
      'setting.quiet_from_minute',
      'setting.quiet_until_minute',
      'setting.digest_minute',
      'setting.by_sms',
    ])
    .select([
      'notice.person_id',
      'setting.quiet_from_minute',
      'setting.quiet_until_minute',
      'setting.digest_minute',
      'setting.by_sms',
    ])
    .select((notice) => notice.fn.min('notice.created_at').as('oldest_at'))
    .select(sql<boolean>`bool_or(notice.is_urgent)`.as('has_urgent'))
    .orderBy('notice.person_id')
    .limit(filter.limit)
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    oldestAt: row.oldest_at,
    hasUrgent: row.has_urgent,
    setting: settingOf(row),
  }))
}

/** Locks what waits for this person; what another worker holds at the moment is left to it. */
export const lockWaitingNotices = (tx: Tx, personId: string, limit: number): Promise<NoticeRow[]> =>
  noticesOf(tx, personId)
    .selectAll()
    .where('read_at', 'is', null)
    .where('digested_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const markDigested = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await tables(tx)
    .updateTable('platform.notice')
    .set({ digested_at: tx.now() })
    .where('district_id', '=', tx.districtId)
    .where('id', 'in', ids)
    .execute()
}

// Settings --------------------------------------------------------------------------------------------------------

type SettingColumns = {
  readonly [Column in 'quiet_from_minute' | 'quiet_until_minute' | 'digest_minute']: number | null
} & { readonly by_sms: boolean | null }

const settingOf = (row: SettingColumns): NoticeSetting | null =>
  row.quiet_from_minute === null || row.quiet_until_minute === null || row.digest_minute === null || row.by_sms === null
    ? null
    : {
        quietFromMinute: row.quiet_from_minute,
        quietUntilMinute: row.quiet_until_minute,
        digestMinute: row.digest_minute,
        bySms: row.by_sms,
      }

export const findSetting = async (tx: Tx, personId: string): Promise<NoticeSetting | null> => {
  const row = await tables(tx)
    .selectFrom('platform.notice_setting')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row ? settingOf(row) : null
}

export const keepSetting = async (tx: Tx, personId: string, setting: NoticeSetting): Promise<void> => {
  const columns = {
    quiet_from_minute: setting.quietFromMinute,
    quiet_until_minute: setting.quietUntilMinute,
    digest_minute: setting.digestMinute,
    by_sms: setting.bySms,
  }
  await tables(tx)
    .insertInto('platform.notice_setting')
    .values({ district_id: tx.districtId, person_id: personId, ...columns })
    .onConflict((conflict) => conflict.columns(['district_id', 'person_id']).doUpdateSet(columns))
    .execute()
}

// Saved views -----------------------------------------------------------------------------------------------------

export const listViews = (tx: Tx, personId: string, list: string): Promise<SavedViewRow[]> =>
  tables(tx)
    .selectFrom('platform.saved_view')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .where('list', '=', list)
    .orderBy('created_at')
    .orderBy('id')
    .limit(VIEWS_PER_LIST_MAX)
    .execute()

export const keepView = (tx: Tx, view: SavedViewRow): Promise<SavedViewRow> =>
  tables(tx)
    .insertInto('platform.saved_view')
    .values(view)
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'person_id', 'list', 'name']).doUpdateSet({ query: view.query }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()

export const removeView = async (tx: Tx, personId: string, id: string): Promise<boolean> => {
  const removed = await tables(tx)
    .deleteFrom('platform.saved_view')
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return removed !== undefined
}

// Files -----------------------------------------------------------------------------------------------------------

export const insertFile = async (tx: Tx, file: FileRow): Promise<void> => {
  await tables(tx).insertInto('platform.file').values(file).execute()
}

export const findFile = (tx: Tx, id: string): Promise<FileRow | undefined> =>
  tables(tx)
    .selectFrom('platform.file')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

export const findFilesForUpdate = (tx: Tx, ids: readonly string[]): Promise<FileRow[]> =>
  tables(tx)
    .selectFrom('platform.file')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()

export const findFiles = (tx: Tx, ids: readonly string[]): Promise<FileRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('platform.file')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('id', 'in', ids)
        .execute()

export const attachFiles = async (
  tx: Tx,
  ids: readonly string[],
  matter: { readonly kind: string; readonly id: string },
): Promise<void> => {
  await tables(tx)
    .updateTable('platform.file')
    .set({ matter_kind: matter.kind, matter_id: matter.id })
    .where('district_id', '=', tx.districtId)
    .where('id', 'in', ids)
    .execute()
}

// Deliveries ------------------------------------------------------------------------------------------------------

export const listDeliveries = (
  tx: Tx,
  filter: {
    readonly state: 'waiting' | 'sent' | 'failed' | undefined
    readonly before: Before | null
    readonly limit: number
  },
): Promise<DeliveryRow[]> => {
  let query = tables(tx).selectFrom('platform.delivery').selectAll().where('district_id', '=', tx.districtId)
  if (filter.state === 'sent') query = query.where('sent_at', 'is not', null)
  if (filter.state === 'waiting') query = query.where('sent_at', 'is', null).where('fault', 'is', null)
  if (filter.state === 'failed') query = query.where('sent_at', 'is', null).where('fault', 'is not', null)
  const { before } = filter
  if (before) query = query.where(sql<boolean>`(created_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}
