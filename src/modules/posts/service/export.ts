import type { InputOf } from '#kernel/operation'
import { PAGE_ROWS_MAX } from '#kernel/page'
import { findPlaces, loadPlace } from '#modules/places'
import { type Ctx, inTransaction } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import { presentPosts } from '../present.ts'
import { listPosts } from '../service.ts'

const COLUMNS = [
  { key: 'role', kind: 'text' },
  { key: 'title', kind: 'text' },
  { key: 'place', kind: 'text' },
  { key: 'placeCode', kind: 'text' },
  { key: 'organization', kind: 'text' },
  { key: 'seats', kind: 'number' },
  { key: 'vacant', kind: 'number' },
  { key: 'name', kind: 'text' },
  { key: 'manner', kind: 'text' },
  { key: 'startsOn', kind: 'date' },
  { key: 'endsOn', kind: 'date' },
] as const

/** One row for everybody who holds a post; a post that nobody holds has one row without a name. */
const rowsOf = (ctx: Ctx, post: contract.Post, placeCode: string): ExportRow[] => {
  const of = {
    role: say(ctx.language, `posts:role.${post.role}`),
    title: post.title,
    place: post.placeName,
    placeCode,
    organization: post.organizationName,
    seats: post.seatCount,
    vacant: post.vacantCount,
  }
  if (post.holders.length === 0) return [of]
  return post.holders.map((holder) => ({
    ...of,
    name: holder.name,
    manner: say(ctx.language, `posts:manner.${holder.manner}`),
    startsOn: holder.startsOn,
    endsOn: holder.endsOn,
  }))
}

/** One transaction a page; none is held open while the reader is slow. */
async function* allRows(ctx: Ctx, input: InputOf<typeof contract.exportPosts>): AsyncGenerator<ExportRow> {
  for (let cursor: string | undefined; ; ) {
    const asked = { ...input, staffing: 'any', limit: PAGE_ROWS_MAX, cursor } as const
    const { posts, codes, nextCursor } = await inTransaction(ctx, async (tx) => {
      const page = await listPosts(tx, asked)
      const places = await findPlaces(tx, [...new Set(page.items.map((row) => row.place_id))])
      return {
        posts: await presentPosts(tx, page.items, page.on),
        codes: new Map(places.map((place) => [place.id, place.code])),
        nextCursor: page.nextCursor,
      }
    })
    for (const post of posts) yield* rowsOf(ctx, post, codes.get(post.placeId) ?? '')
    if (nextCursor === null) return
    cursor = nextCursor
  }
}

/** Who serves where 岗位人员名册, as a workbook. */
export const exportPosts = async (ctx: Ctx, input: InputOf<typeof contract.exportPosts>): Promise<FileAnswer> => {
  const within = await inTransaction(ctx, (tx) => loadPlace(tx, input.withinId))
  const columns = COLUMNS.map((column) => ({ ...column, heading: say(ctx.language, `posts:column.${column.key}`) }))
  const sheet = { name: within.name, columns, rows: allRows(ctx, input) }
  return workbookFile(within.name, [sheet])
}
