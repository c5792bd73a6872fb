import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { requirePerson, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import * as store from '../store/access.ts'
import { placesHolding } from './person.ts'

const accessCursor = z.tuple([cursorInstant, idShape])

/** Looks at the persons of my places. */
export const listAccess = async (
  tx: Tx,
  input: InputOf<typeof contract.listAccess>,
): Promise<Page<store.AccessRow>> => {
  const rows = await store.listAccess(tx, {
    subjectId: input.subjectId,
    byPersonId: input.byPersonId,
    placePaths: placesHolding(tx.actor, contract.listAccess),
    after: readCursorAs(input.cursor, accessCursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.at, row.id])
}

/** Looks at me. */
export const listMyAccess = async (
  tx: Tx,
  input: InputOf<typeof contract.listMyAccess>,
): Promise<Page<store.AccessRow>> => {
  const rows = await store.listAccess(tx, {
    subjectId: requirePerson(tx),
    after: readCursorAs(input.cursor, accessCursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.at, row.id])
}
