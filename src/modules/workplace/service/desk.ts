import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf, OutputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { findPlaces, loadPlace } from '#modules/places'
import type { Tx } from '#platform/context'
import { findDocuments, type Hit } from '#platform/search'
import { countInbox as countWaiting, type InboxRow as WaitingRow, listInbox as listWaiting } from '#platform/thread'
import type * as contract from '../contract.ts'

const pathOf = async (tx: Tx, placeId: number | undefined): Promise<string | undefined> =>
  placeId === undefined ? undefined : (await loadPlace(tx, placeId)).path

export type NamedWaitingRow = WaitingRow & { readonly placeName: string }

const inboxCursor = z.tuple([cursorInstant.nullable(), idShape])

/** What waits for the actor, most urgent first, with the names of the places. */
export const listInbox = async (tx: Tx, input: InputOf<typeof contract.listInbox>): Promise<Page<NamedWaitingRow>> => {
  const { kind, stage, clock, limit } = input
  const cursor = readCursorAs(input.cursor, inboxCursor)
  const after = cursor ? { dueAt: cursor[0], id: cursor[1] } : undefined
  const rows = await listWaiting(tx, { kind, stage, clock, placePath: await pathOf(tx, input.placeId), after, limit })
  const page = cutPage(rows, limit, (row) => [row.dueAt?.toISOString() ?? null, row.matterId])
  const places = await findPlaces(tx, [...new Set(page.items.map((row) => row.placeId))])
  const nameById = new Map(places.map((place) => [place.id, place.name]))
  return { ...page, items: page.items.map((row) => ({ ...row, placeName: nameById.get(row.placeId) ?? '' })) }
}

export const countInbox = async (
  tx: Tx,
  input: InputOf<typeof contract.countInbox>,
): Promise<OutputOf<typeof contract.countInbox>> =>
  countWaiting(tx, { kind: input.kind, stage: input.stage, placePath: await pathOf(tx, input.placeId) })

const HITS_AT_ONCE = 50
/** Hits that are looked at for one answer, readable or not. */
const HITS_SEEN_MAX = 300

/**
 * The newest things that hold all the words and that the actor may read. Who may read a thing is asked of its module, hit
 * by hit, so nothing is shown that its own page would refuse.
 */
export const findEverything = async (
  tx: Tx,
  input: InputOf<typeof contract.findEverything>,
): Promise<{ readonly hits: Hit[]; readonly hasMore: boolean }> => {
  const kinds = input.kind === undefined ? undefined : [input.kind]
  const hits: Hit[] = []
  let after: Hit | undefined
  for (let seen = 0; seen < HITS_SEEN_MAX; seen += HITS_AT_ONCE) {
    const found = await findDocuments(tx, { words: input.words, kinds, after, limit: HITS_AT_ONCE })
    for (const hit of found) {
      if (!(await tx.services.registry.matterKind(hit.kind).canRead(tx, hit.id))) continue
      if (hits.length === input.limit) return { hits, hasMore: true }
      hits.push(hit)
    }
    if (found.length < HITS_AT_ONCE) return { hits, hasMore: false }
    after = found.at(-1)
  }
  return { hits, hasMore: true }
}
