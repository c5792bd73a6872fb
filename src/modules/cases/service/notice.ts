import type { Can } from '#kernel/flow'
import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, readCursorAs } from '#kernel/page'
import { pathIds } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import { findPlaces } from '#modules/places'
import { newId, type Tx } from '#platform/context'
import type * as contract from '../contract.ts'
import type { CaseFileRow } from '../store.ts'
import * as store from '../store/notice.ts'
import { act } from './act.ts'
import type { LoadedCase } from './flow.ts'
import { loadCase } from './load.ts'
import { type Around, aroundOf, canNow, tellOfMeasure } from './measure.ts'
import { pathAsked } from './scope.ts'

const NOTICES_SHOWN_MAX = 20
const cursorShape = z.tuple([cursorInstant, idShape])

export interface NoticeView {
  readonly row: store.NoticeRow
  readonly placeName: string
  readonly around: Around
  readonly can: Record<string, Can>
}

const placeNames = async (tx: Tx, rows: readonly store.NoticeRow[]): Promise<ReadonlyMap<number, string>> => {
  const places = await findPlaces(tx, [...new Set(rows.map((row) => row.place_id))])
  return new Map(places.map((place) => [place.id, place.name]))
}

const viewsOf = async (tx: Tx, loaded: LoadedCase, rows: readonly store.NoticeRow[]): Promise<NoticeView[]> => {
  const names = await placeNames(tx, rows)
  const around = await aroundOf(
    tx,
    rows.map((row) => row.case_id),
    [],
    rows.map((row) => row.published_by_person_id),
  )
  return rows.map((row) => ({
    row,
    placeName: names.get(row.place_id) ?? '',
    around,
    can: {
      'cases.notice.takeDown': canNow(
        tx,
        loaded,
        'cases.notice.takeDown',
        row.withdrawn_at === null ? ok(undefined) : err('cases.notice_withdrawn'),
      ),
    },
  }))
}

const viewNotice = async (tx: Tx, row: store.NoticeRow): Promise<NoticeView> => {
  const [view] = await viewsOf(tx, await loadCase(tx, { id: row.case_id }), [row])
  return view as NoticeView // one view a row
}

/** Whose residents are told: the community, or the nearest place above that is known. A building would say who it was. */
const audienceOf = ({ place_id, place_path, community_id, street_id }: CaseFileRow) => {
  const id = community_id ?? street_id ?? place_id
  const ids = pathIds(place_path)
  const path = ids
    .slice(0, ids.indexOf(id) + 1)
    .map((above) => `${above}.`)
    .join('')
  return { place_id: id, place_path: path }
}

/** 发布消息: the residents of the community read it in the portal, its reporters are told (S0-38). */
export const publishNotice = async (tx: Tx, input: InputOf<typeof contract.publishNotice>): Promise<NoticeView> => {
  const { caseId, headline, words } = input
  const id = newId(tx)
  let row: store.NoticeRow | null = null
  await act(tx, 'cases.notice.publish', { id: caseId, words }, async ({ row: matter, reporters }) => {
    row = {
      district_id: tx.districtId,
      id,
      case_id: matter.id,
      ...audienceOf(matter),
      headline,
      words,
      published_at: tx.now(),
      published_by_person_id: tx.actor.personId,
      withdrawn_at: null,
      withdrawn_by_person_id: null,
    }
    await store.insertNotice(tx, row)
    await tellOfMeasure(
      tx,
      matter,
      reporters.map((reporter) => reporter.person_id),
      'noticePublished',
      { headline },
    )
    return { data: { headline }, change: { acted_at: matter.acted_at ?? tx.now() } }
  })
  return viewNotice(tx, row as unknown as store.NoticeRow) // set by the act, which otherwise refuses
}

const loadNotice = async (tx: Tx, id: string): Promise<store.NoticeRow> => {
  const row = await store.findNotice(tx, id)
  if (!row) throw new Refusal('cases.notice_not_found')
  return row
}

export const takeDownNotice = async (tx: Tx, input: InputOf<typeof contract.takeDownNotice>): Promise<NoticeView> => {
  const { case_id: caseId } = await loadNotice(tx, input.id)
  await act(tx, 'cases.notice.takeDown', { id: caseId }, async () => {
    const row = await loadNotice(tx, input.id)
    if (row.withdrawn_at !== null) throw new Refusal('cases.notice_withdrawn')
    await store.updateNotice(tx, row.id, { withdrawn_at: tx.now(), withdrawn_by_person_id: tx.actor.personId })
    return { data: { headline: row.headline } }
  })
  return viewNotice(tx, await loadNotice(tx, input.id))
}

export const findNotices = async (tx: Tx, input: InputOf<typeof contract.findNotices>) => {
  const loaded = await loadCase(tx, { id: input.caseId })
  const rows = loaded.reader === 'staff' ? await store.listOfCase(tx, loaded.row.id, NOTICES_SHOWN_MAX) : []
  return {
    views: await viewsOf(tx, loaded, rows),
    can: { 'cases.notice.publish': canNow(tx, loaded, 'cases.notice.publish') },
  }
}

/** What everybody reads: never the case behind it. */
export const listPublicNotices = async (tx: Tx, input: InputOf<typeof contract.listPublicNotices>) => {
  const after = readCursorAs(input.cursor, cursorShape)
  const rows = await store.listShown(tx, await pathAsked(tx, input.placeId), { after, limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.published_at.toISOString(), row.id])
  const names = await placeNames(tx, page.items)
  return {
    items: page.items.map((row) => ({ row, placeName: names.get(row.place_id) ?? '' })),
    nextCursor: page.nextCursor,
  }
}
