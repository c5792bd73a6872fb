import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { InputOf } from '#kernel/operation'
import { type Ctx, inTransaction } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, streamWorkbook } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import * as drawings from '../store/boundary.ts'
import * as store from '../store.ts'
import { loadPlace } from './guard.ts'
import { importColumns } from './import-file.ts'

/** Places read by one transaction; none is held open while the reader is slow. */
const ROWS_A_PAGE = 500

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const GEOJSON = 'application/geo+json'

async function* pagesBelow(ctx: Ctx, path: string): AsyncGenerator<store.PlaceRow[]> {
  for (let after = path; ; ) {
    const rows = await inTransaction(ctx, (tx) => store.listBelow(tx, path, after, ROWS_A_PAGE))
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_A_PAGE) return
    after = rows.at(-1)?.path ?? path
  }
}

type Cells = Record<(typeof importColumns)[number]['key'], string | number | null>

/** A place as its row in a file, so that what was exported can be imported again and changes nothing. */
const cellsOf = (row: store.PlaceRow, parentCode: string | undefined, word: (key: string) => string): Cells => ({
  name: row.name,
  code: row.code,
  level: word(`level.${row.level}`),
  parentCode: parentCode ?? null,
  compoundKind: row.compound_kind && word(`compoundKind.${row.compound_kind}`),
  urbanRuralCode: row.urban_rural_code && word(`urbanRuralCode.${row.urban_rural_code}`),
  address: row.address,
  householdCount: row.household_count,
  residentCount: row.resident_count,
  longitude: row.center_longitude,
  latitude: row.center_latitude,
})

interface Line {
  readonly row: store.PlaceRow
  readonly parentCode: string | undefined
}

/** A parent comes before its children (its path is the beginning of theirs), so its code is known by then. */
async function* linesBelow(ctx: Ctx, within: store.PlaceRow): AsyncGenerator<Line[]> {
  const codeById = new Map([[within.id, within.code]])
  for await (const page of pagesBelow(ctx, within.path)) {
    for (const row of page) codeById.set(row.id, row.code)
    yield page.map((row) => ({ row, parentCode: codeById.get(row.parent_id ?? 0) }))
  }
}

const NUMBERS: readonly string[] = ['householdCount', 'residentCount', 'longitude', 'latitude']

const writeWorkbook = (ctx: Ctx, within: store.PlaceRow, out: Writable): Promise<void> => {
  const at = ctx.language === 'en' ? 1 : 0
  const columns = importColumns.map(({ key, headings }) => ({
    key,
    heading: headings[at],
    kind: NUMBERS.includes(key) ? ('number' as const) : ('text' as const),
  }))
  const word = (key: string): string => say(ctx.language, `places:${key}`)
  async function* rows(): AsyncGenerator<ExportRow> {
    for await (const lines of linesBelow(ctx, within)) {
      for (const { row, parentCode } of lines) yield cellsOf(row, parentCode, word)
    }
  }
  return streamWorkbook(out, { sheets: [{ name: within.name, columns, rows: rows() }] })
}

/** One feature a line; a place without a boundary has no geometry, as RFC 7946 allows. */
async function* featuresBelow(ctx: Ctx, within: store.PlaceRow): AsyncGenerator<string> {
  let before = '{"type":"FeatureCollection","features":[\n'
  for await (const lines of linesBelow(ctx, within)) {
    const ids = lines.filter(({ row }) => row.area_square_meters !== null).map(({ row }) => row.id)
    const drawn = await inTransaction(ctx, (tx) => drawings.findBoundaries(tx, ids))
    const boundaryById = new Map(drawn.map((row) => [row.id, row.boundary]))
    for (const { row, parentCode } of lines) {
      const cells = Object.entries(cellsOf(row, parentCode, (key) => key.slice(key.indexOf('.') + 1)))
      const properties = Object.fromEntries(cells.filter(([, value]) => value !== null))
      yield `${before}${JSON.stringify({ type: 'Feature', properties, geometry: boundaryById.get(row.id) ?? null })}`
      before = ',\n'
    }
  }
  yield before === ',\n' ? '\n]}\n' : `${before}]}\n`
}

const writeGeoJson = (ctx: Ctx, within: store.PlaceRow, out: Writable): Promise<void> =>
  pipeline(Readable.from(featuresBelow(ctx, within)), out)

/** Places of another district are public facts too; the operation asks only for a role of staff. */
export const exportPlaces = async (ctx: Ctx, input: InputOf<typeof contract.exportPlaces>): Promise<FileAnswer> => {
  const within = await inTransaction(ctx, (tx) => loadPlace(tx, input.withinId))
  return input.format === 'geojson'
    ? { fileName: `${within.name}.geojson`, mediaType: GEOJSON, write: (out) => writeGeoJson(ctx, within, out) }
    : { fileName: `${within.name}.xlsx`, mediaType: XLSX, write: (out) => writeWorkbook(ctx, within, out) }
}
