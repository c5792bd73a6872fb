import type { InputOf } from '#kernel/operation'
import { PAGE_ROWS_MAX } from '#kernel/page'
import { findPlaces, loadPlace } from '#modules/places'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import { listOrganizations } from '../service.ts'
import * as store from '../store.ts'
import { importColumns } from './import.ts'

/** One page as rows of a file that can be imported again and changes nothing. */
const rowsOf = async (tx: Tx, page: readonly store.OrganizationRow[]): Promise<ExportRow[]> => {
  const places = await findPlaces(tx, [...new Set(page.map((row) => row.place_id))])
  const parents = await store.findOrganizations(
    tx,
    page.flatMap((row) => row.parent_id ?? []),
  )
  const codeOf = new Map(places.map((place) => [place.id, place.code]))
  const nameOf = new Map(parents.map((parent) => [parent.id, parent.name]))
  return page.map((row) => ({
    name: row.name,
    shortName: row.short_name,
    kind: say(tx.language, `organizations:kind.${row.kind}`),
    parentName: row.parent_id && nameOf.get(row.parent_id),
    placeCode: codeOf.get(row.place_id),
    phone: row.phone,
    duty: row.duty,
  }))
}

/** One transaction a page; none is held open while the reader is slow. */
async function* allRows(ctx: Ctx, withinId: number): AsyncGenerator<ExportRow> {
  for (let cursor: string | undefined; ; ) {
    const input = { withinId, depth: 'any', state: 'open', limit: PAGE_ROWS_MAX, cursor } as const
    const { rows, nextCursor } = await inTransaction(ctx, async (tx) => {
      const page = await listOrganizations(tx, input)
      return { rows: await rowsOf(tx, page.items), nextCursor: page.nextCursor }
    })
    yield* rows
    if (nextCursor === null) return
    cursor = nextCursor
  }
}

export const exportOrganizations = async (
  ctx: Ctx,
  input: InputOf<typeof contract.exportOrganizations>,
): Promise<FileAnswer> => {
  const within = await inTransaction(ctx, (tx) => loadPlace(tx, input.withinId))
  const at = ctx.language === 'en' ? 1 : 0
  const columns = importColumns.map(({ key, headings }) => ({ key, heading: headings[at], kind: 'text' as const }))
  const sheet = { name: within.name, columns, rows: allRows(ctx, within.id) }
  return workbookFile(within.name, [sheet])
}
