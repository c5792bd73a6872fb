import { z } from 'zod'
import { boundaryShape, normalizeBoundary } from '#kernel/geo'
import type { PlaceLevel } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import type { Upload } from '#platform/module'
import {
  type CellParser,
  cellChoice,
  cellInteger,
  cellText,
  parseTable,
  readSheet,
  type SheetRow,
  type SheetTable,
} from '#platform/office'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import type { ImportColumn, ImportedPlace } from '../rules/import-plan.ts'

const ADDRESS_CHARS_MAX = 200

/** Every word for a value: its phrases in both languages and the identifier. */
const choicesOf = <T extends string>(
  values: readonly T[],
  key: string,
  more: Readonly<Record<string, T>> = {},
): Record<string, T> => ({
  ...more,
  ...Object.fromEntries(
    values.flatMap((value) =>
      [value, say('en', `places:${key}.${value}`), say('zh-CN', `places:${key}.${value}`)].map((word) => [word, value]),
    ),
  ),
})

/** Words that lists from different offices use for the levels. */
const LEVEL_WORDS: Readonly<Record<string, PlaceLevel>> = {
  地级市: 'city',
  区: 'district',
  县: 'district',
  县级市: 'district',
  区县: 'district',
  街道: 'street',
  镇: 'street',
  乡: 'street',
  乡镇: 'street',
  社区: 'community',
  村: 'community',
  行政村: 'community',
  小组: 'villageGroup',
  自然村: 'villageGroup',
  院落: 'compound',
  楼: 'building',
  幢: 'building',
}

const IMPORT_LEVELS: readonly PlaceLevel[] = [
  'district',
  'street',
  'community',
  'villageGroup',
  'grid',
  'compound',
  'building',
]

const degrees =
  (limit: number): CellParser<number> =>
  (text) => {
    const value = Number(text.normalize('NFKC'))
    if (!/^[+-]?\d/u.test(text.normalize('NFKC')) || !Number.isFinite(value))
      return err({ code: 'office.cell_not_a_number' })
    return Math.abs(value) <= limit
      ? ok(value)
      : err({ code: 'office.cell_out_of_range', data: { min: -limit, max: limit } })
  }

/** 12-digit codes come out of Excel with quotes, blanks or a `.0`; other codes stay as they are. */
const code: CellParser<string> = (text) => cellText(contract.PLACE_CODE_LENGTH_MAX)(text.replace(/^'|\s|\.0$/gu, ''))

/** The columns of a file. The second heading is the name of the property in GeoJSON. */
export const importColumns = [
  {
    key: 'name',
    headings: ['名称', 'name', '辖区名称', '网格名称'],
    required: true,
    parse: cellText(contract.PLACE_NAME_LENGTH_MAX),
  },
  { key: 'code', headings: ['代码', 'code', '编码', '编号', '区划代码'], required: true, parse: code },
  {
    key: 'level',
    headings: ['级别', 'level', '层级'],
    required: true,
    parse: cellChoice(choicesOf(IMPORT_LEVELS, 'level', LEVEL_WORDS)),
  },
  { key: 'parentCode', headings: ['上级代码', 'parentCode', '上级编码', '所属代码'], parse: code },
  {
    key: 'compoundKind',
    headings: ['类型', 'compoundKind', '小区类型'],
    parse: cellChoice(choicesOf(contract.compoundKinds, 'compoundKind')),
  },
  {
    key: 'urbanRuralCode',
    headings: ['城乡分类', 'urbanRuralCode', '城乡分类代码'],
    parse: cellChoice(choicesOf(contract.urbanRuralCodes, 'urbanRuralCode')),
  },
  { key: 'address', headings: ['地址', 'address'], parse: cellText(ADDRESS_CHARS_MAX) },
  { key: 'householdCount', headings: ['户数', 'householdCount'], parse: cellInteger(0, contract.PEOPLE_COUNT_MAX) },
  {
    key: 'residentCount',
    headings: ['人口', 'residentCount', '人数'],
    parse: cellInteger(0, contract.PEOPLE_COUNT_MAX),
  },
  { key: 'longitude', headings: ['经度', 'longitude'], parse: degrees(180) },
  { key: 'latitude', headings: ['纬度', 'latitude'], parse: degrees(90) },
] as const

export interface ReadFile {
  readonly rows: readonly ImportedPlace[]
  readonly badRows: readonly SheetRow[]
  /** The heading of a column in this file, for pointing at a cell. */
  readonly headingOf: (column: ImportColumn) => string
}

/** Reads a workbook, a CSV file or GeoJSON; told apart by content. Throws the refusals of `readSheet` and `parseTable`. */
export const readImportFile = async (file: Upload): Promise<ReadFile> => {
  const isJson = /^\ufeff?\s*\{/u.test(file.bytes.subarray(0, 100).toString('utf8'))
  const { table, boundaries } = isJson ? readGeoJson(file.bytes) : await readTable(file.bytes)
  const preview = parseTable(table, importColumns)
  const headings = new Map<string, string>(preview.columns.map((column) => [column.key, column.heading]))
  return {
    rows: preview.rows.map(({ line, value }) => ({ line, ...value, boundary: boundaries.get(line) })),
    badRows: preview.badRows,
    headingOf: (column) =>
      headings.get(column) ?? importColumns.find(({ key }) => key === column)?.headings[0] ?? column,
  }
}

interface Read {
  readonly table: SheetTable
  readonly boundaries: ReadonlyMap<number, ReturnType<typeof normalizeBoundary>>
}

const readTable = async (bytes: Buffer): Promise<Read> => ({
  table: await readSheet(bytes, { columns: importColumns, rowsMax: contract.IMPORT_ROWS_MAX }),
  boundaries: new Map(),
})

const PROPERTIES_MAX = 60
const PROPERTY_CHARS_MAX = 500

const collectionShape = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.record(z.string().max(100), z.unknown()).nullable(),
      geometry: boundaryShape.nullable(),
    }),
  ),
})

const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/u, ''))
  } catch {
    throw new Refusal('places.geojson_not_valid', { path: '' })
  }
}

const cellOf = (value: unknown): string => {
  if (typeof value === 'string') return value.trim().slice(0, PROPERTY_CHARS_MAX)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A FeatureCollection as a table: one feature a row, its properties the cells. Points and lines are no places. */
const readGeoJson = (bytes: Buffer): Read => {
  const parsed = collectionShape.safeParse(parseJson(bytes))
  if (!parsed.success)
    throw new Refusal('places.geojson_not_valid', { path: parsed.error.issues[0]?.path.join('.') ?? '' })
  const { features } = parsed.data
  if (features.length > contract.IMPORT_ROWS_MAX)
    throw new Refusal('places.too_many_rows', { most: contract.IMPORT_ROWS_MAX })
  const columns = new Set<string>()
  const rows = features.map((feature, index): SheetRow => {
    const entries = Object.entries(feature.properties ?? {}).slice(0, PROPERTIES_MAX)
    const cells = entries.map(([key, value]) => [key, cellOf(value)] as const).filter(([, text]) => text !== '')
    for (const [key] of cells) columns.add(key)
    return { line: index + 1, cells: Object.fromEntries(cells), faults: [] }
  })
  const boundaries = features.flatMap(({ geometry }, index) =>
    geometry ? [[index + 1, normalizeBoundary(geometry)] as const] : [],
  )
  return {
    table: { kind: 'csv', headingLine: 0, columns: [...columns], rows, truncated: false },
    boundaries: new Map(boundaries),
  }
}
