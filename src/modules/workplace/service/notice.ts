import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { requirePerson, type Tx } from '#platform/context'
import type * as contract from '../contract.ts'
import { DEFAULT_NOTICE_SETTING } from '../rules/disturbance.ts'
import * as store from '../store.ts'

const timeCursor = z.tuple([cursorInstant, idShape])

/** Where a list goes on that is sorted by time, newest first. */
export const readTimeCursor = (cursor: string | undefined): store.Before | null => {
  const key = readCursorAs(cursor, timeCursor)
  return key && { at: key[0], id: key[1] }
}

/** What this person was told, newest first. */
export const listNotices = async (
  tx: Tx,
  input: InputOf<typeof contract.listNotices>,
): Promise<Page<store.NoticeRow>> => {
  const before = readTimeCursor(input.cursor)
  const rows = await store.listNotices(tx, requirePerson(tx), {
    unreadOnly: input.unreadOnly,
    before,
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.created_at.toISOString(), row.id])
}

export const countUnread = async (tx: Tx): Promise<{ unread: number }> => ({
  unread: await store.countUnread(tx, requirePerson(tx)),
})

/** Marks own notices as read; ids of others' and unknown ids change nothing. */
export const readNotices = async (tx: Tx, ids: readonly string[] | 'all'): Promise<{ unread: number }> => {
  await store.readNotices(tx, requirePerson(tx), ids)
  tx.afterCommit(() => tx.services.live.publish(tx.districtId, 'notice'))
  return countUnread(tx)
}

export const findSetting = async (tx: Tx): Promise<contract.NoticeSetting> =>
  (await store.findSetting(tx, requirePerson(tx))) ?? DEFAULT_NOTICE_SETTING

export const updateSetting = async (tx: Tx, setting: contract.NoticeSetting): Promise<contract.NoticeSetting> => {
  await store.keepSetting(tx, requirePerson(tx), setting)
  return setting
}
