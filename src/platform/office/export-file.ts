import { type Ctx, inTransaction, type Tx } from '../context.ts'
import type { ExportRow } from './column.ts'
import { attachmentKinds } from '../files/kind.ts'
import type { FileAnswer } from '../module.ts'
import { type Export, streamWorkbook } from './workbook.ts'

/** A workbook as the answer of an export, under its title. */
export const workbookFile = (title: string, sheets: Export['sheets']): FileAnswer => ({
  fileName: `${title}.xlsx`,
  mediaType: attachmentKinds.xlsx.mediaType,
  write: (out) => streamWorkbook(out, { sheets }),
})

/** Which page of an export is read: what comes after a row, or the first. */
export interface PageFrom<After> {
  readonly after: After | null
  readonly limit: number
}

interface Paged<Found, After> {
  /** Rows read in one transaction; the file is written between them, so memory does not grow with it. */
  readonly size: number
  /** At most `limit` rows and one more, when there is more. */
  readonly find: (tx: Tx, page: PageFrom<After>) => Promise<readonly Found[]>
  /** Where the next page goes on, by the last row of one. */
  readonly afterOf: (last: Found) => After
  readonly rowsOf: (tx: Tx, found: readonly Found[]) => Promise<readonly ExportRow[]>
}

/** The rows of an export page by page, each page in a transaction of its own. */
export async function* rowsByPage<Found, After>(
  ctx: Ctx,
  { size, find, afterOf, rowsOf }: Paged<Found, After>,
): AsyncGenerator<ExportRow> {
  for (let after: After | null = null; ; ) {
    const from: After | null = after
    const page: { rows: readonly ExportRow[]; after: After | null } = await inTransaction(ctx, async (tx) => {
      const found = await find(tx, { after: from, limit: size })
      const shown = found.slice(0, size)
      const last = found.length > size ? shown.at(-1) : undefined
      return { rows: await rowsOf(tx, shown), after: last === undefined ? null : afterOf(last) }
    })
    yield* page.rows
    if (page.after === null) return
    after = page.after
  }
}
