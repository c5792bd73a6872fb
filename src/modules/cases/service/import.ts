import { pathIds } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import { findPlaces, listBelow, loadDistrict, type PlaceRow } from '#modules/places'
import { requirePermission, type Tx } from '#platform/context'
import type { Upload } from '#platform/module'
import { cellInstant, type CellParser, cellText, parseTable, readSheet } from '#platform/office'
import * as contract from '../contract.ts'
import { type ImportedCase, importHeadings as headings, readImportedCase, type RowFault } from '../rules/import-row.ts'
import { type Gazetteer, gazetteerOf, locateText, type NamedPlace } from '../rules/locate-text.ts'
import * as store from '../store.ts'
import * as categoryStore from '../store/category.ts'
import { type CaseDraft, openCases } from './open.ts'
import type { Placement } from './place.ts'

/** Cases written by one round of statements: a statement has 65,535 parameters, a case 40 columns. */
const CASES_AT_ONCE = 300
/** Numbers looked up by one statement, and places read by one. */
const LOOKED_UP_AT_ONCE = 2_000
/** Two imports into one district go one after the other; any number will do that nobody else uses. */
const IMPORT_LOCK = 7_141_003
/** A longer title is cut; beyond this it is no title. */
const TITLE_CELL_LENGTH_MAX = 500
const CATEGORY_CELL_LENGTH_MAX = 200

/** What becomes of one row of the file. */
export interface PlannedCase {
  readonly line: number
  readonly change: 'create' | 'same' | 'bad'
  /** What the file calls it. */
  readonly name: string
  readonly imported: ImportedCase | null
  readonly placement: Placement | null
  readonly category: { readonly id: number; readonly path: string } | null
  readonly faults: readonly RowFault[]
}

const PHONE = /^[\d+*\-() ]{3,30}$/u
const cellPhone: CellParser<string> = (text) => (PHONE.test(text) ? ok(text) : err({ code: 'cases.cell_not_a_phone' }))

const columns = [
  {
    key: 'sourceNumber',
    headings: headings.sourceNumber,
    required: true,
    parse: cellText(contract.SOURCE_NUMBER_LENGTH_MAX),
  },
  { key: 'title', headings: headings.title, parse: cellText(TITLE_CELL_LENGTH_MAX) },
  { key: 'occurredAt', headings: headings.occurredAt, required: true, parse: cellInstant },
  { key: 'body', headings: headings.body, required: true, parse: cellText(contract.IMPORTED_BODY_LENGTH_MAX) },
  { key: 'address', headings: headings.address, parse: cellText(contract.ADDRESS_LENGTH_MAX) },
  { key: 'reporterName', headings: headings.reporterName, parse: cellText(contract.NAME_LENGTH_MAX) },
  { key: 'reporterPhone', headings: headings.reporterPhone, parse: cellPhone },
  { key: 'category', headings: headings.category, parse: cellText(CATEGORY_CELL_LENGTH_MAX) },
] as const

/** Every place of the district that may be named in a text, with all places by id. */
const readPlaces = async (
  tx: Tx,
  district: PlaceRow,
): Promise<{ gazetteer: Gazetteer; byId: Map<number, PlaceRow> }> => {
  const byId = new Map([...(await findPlaces(tx, pathIds(district.path)))].map((place) => [place.id, place]))
  const named: NamedPlace[] = []
  for (let after = ''; ; ) {
    const places = await listBelow(tx, district.path, after, LOOKED_UP_AT_ONCE)
    for (const place of places) {
      byId.set(place.id, place)
      named.push({ id: place.id, path: place.path, level: place.level, name: place.name })
    }
    after = places.at(-1)?.path ?? after
    if (places.length < LOOKED_UP_AT_ONCE) return { gazetteer: gazetteerOf(named), byId }
  }
}

const placementIn = (byId: ReadonlyMap<number, PlaceRow>, path: string): Placement => {
  const places = pathIds(path).flatMap((id) => byId.get(id) ?? [])
  const place = places.at(-1)
  if (!place || place.level === 'city') throw new Error(`no place ${path}`)
  return { place, above: places.slice(0, -1), precision: place.level }
}

/** A category by its name, or by names from the first level down: 市容环境/暴露垃圾. Several of one name mean none. */
const categoryFinder = async (tx: Tx) => {
  const rows = await categoryStore.listCategories(tx, { withRetired: false })
  const nameById = new Map(rows.map((row) => [row.id, row.name]))
  const byName = Map.groupBy(rows, (row) => row.name)
  const byNames = new Map(
    rows.map((row) => [
      pathIds(row.path)
        .map((id) => nameById.get(id))
        .join('/'),
      row,
    ]),
  )
  return (text: string): categoryStore.CategoryRow | null => {
    const names = text.split(/\s*[/／>＞\n]\s*/u).filter(Boolean)
    const exact = byNames.get(names.join('/'))
    const candidates = byName.get(names.at(-1) ?? '') ?? []
    return exact ?? (names.length === 1 && candidates.length === 1 ? (candidates[0] ?? null) : null)
  }
}

interface ReadRow {
  readonly line: number
  readonly imported: ImportedCase | null
  readonly name: string
  readonly faults: readonly RowFault[]
}

const readRows = async (tx: Tx, upload: Upload): Promise<ReadRow[]> => {
  const parsed = parseTable(await readSheet(upload.bytes, { columns, rowsMax: contract.IMPORT_ROWS_MAX }), columns)
  const good = parsed.rows.map(({ line, value }): ReadRow => {
    const read = readImportedCase(value, tx.now())
    const name = value.title ?? value.sourceNumber
    return read.ok
      ? { line, imported: read.value, name, faults: [] }
      : { line, imported: null, name, faults: read.error }
  })
  const bad = parsed.badRows.map(({ line, cells, faults }): ReadRow => {
    const name = Object.values(cells)[0] ?? ''
    return { line, imported: null, name: name.slice(0, contract.TITLE_LENGTH_MAX), faults }
  })
  return [...good, ...bad].sort((a, b) => a.line - b.line)
}

/** A number that stands in the file twice is a fault of the later row: which one would count? */
const withTwins = (rows: readonly ReadRow[]): ReadRow[] => {
  const lineByNumber = new Map<string, number>()
  return rows.map((row) => {
    const number = row.imported?.sourceNumber
    if (number === undefined) return row
    const earlier = lineByNumber.get(number)
    if (earlier === undefined) {
      lineByNumber.set(number, row.line)
      return row
    }
    const fault = { column: headings.sourceNumber[0], code: 'cases.number_twice', data: { line: earlier } }
    return { ...row, imported: null, faults: [fault] }
  })
}

const knownNumbers = async (tx: Tx, channel: contract.Channel, rows: readonly ReadRow[]): Promise<Set<string>> => {
  const numbers = rows.flatMap((row) => row.imported?.sourceNumber ?? [])
  const known = new Set<string>()
  for (let from = 0; from < numbers.length; from += LOOKED_UP_AT_ONCE) {
    const some = await store.findSourceNumbers(tx, channel, numbers.slice(from, from + LOOKED_UP_AT_ONCE))
    for (const number of some) known.add(number)
  }
  return known
}

/** Reads a file and says of every row what would become of it; changes nothing. */
const planImport = async (tx: Tx, channel: contract.Channel, upload: Upload): Promise<PlannedCase[]> => {
  const district = await loadDistrict(tx)
  const rows = withTwins(await readRows(tx, upload))
  const known = await knownNumbers(tx, channel, rows)
  const { gazetteer, byId } = await readPlaces(tx, district)
  const findCategory = await categoryFinder(tx)
  return rows.map(({ line, name, imported, faults }): PlannedCase => {
    if (!imported) return { line, change: 'bad', name, imported, placement: null, category: null, faults }
    const category = imported.category === null ? null : findCategory(imported.category)
    if (imported.category !== null && !category) {
      const fault = {
        column: headings.category[0],
        code: 'cases.category_unknown',
        data: { text: imported.category.slice(0, 40) },
      }
      return { line, change: 'bad', name, imported, placement: null, category: null, faults: [fault] }
    }
    const text = [imported.address, imported.title, imported.body].filter(Boolean).join('\n')
    const placement = placementIn(byId, locateText(text, gazetteer) ?? district.path)
    return {
      line,
      change: known.has(imported.sourceNumber) ? 'same' : 'create',
      name,
      imported,
      placement,
      category,
      faults,
    }
  })
}

const draftOf = (channel: contract.Channel, { imported, placement, category }: PlannedCase): CaseDraft => {
  if (!imported || !placement) throw new Error('a bad row becomes no case')
  return {
    title: imported.title,
    body: imported.body,
    channel,
    sourceNumber: imported.sourceNumber,
    urgency: 'normal',
    placement,
    point: null,
    address: imported.address,
    category,
    occurredAt: imported.occurredAt,
    reporter: { personId: null, name: imported.reporterName, phone: imported.reporterPhone },
    fileIds: [],
  }
}

const SHOWN_FIRST = { bad: 0, create: 1, same: 1 } as const

const reportOf = (plan: readonly PlannedCase[]): contract.ImportReport => {
  const count = (change: PlannedCase['change']): number => plan.filter((row) => row.change === change).length
  const ordered = [...plan].sort((a, b) => SHOWN_FIRST[a.change] - SHOWN_FIRST[b.change] || a.line - b.line)
  return {
    rowCount: plan.length,
    createdCount: count('create'),
    sameCount: count('same'),
    badCount: count('bad'),
    rows: ordered.slice(0, contract.IMPORT_ROWS_SHOWN_MAX).map((row) => ({
      row: row.line,
      change: row.change,
      name: row.name,
      placeName: row.placement?.place.name ?? null,
      occurredAt: row.imported?.occurredAt ?? null,
      faults: row.faults.map((fault) => ({ ...fault, data: { ...fault.data } })),
    })),
  }
}

const requireImporter = async (
  tx: Tx,
  operation: typeof contract.commitImport | typeof contract.previewImport,
): Promise<void> => {
  const district = await loadDistrict(tx)
  requirePermission(tx, operation, { placePath: district.path })
}

export const previewImport = async (
  tx: Tx,
  channel: contract.Channel,
  upload: Upload,
): Promise<contract.ImportReport> => {
  await requireImporter(tx, contract.previewImport)
  return reportOf(await planImport(tx, channel, upload))
}

/**
 * Takes a file in, all rows or none: when one is bad, nothing is written and the report says which. Rows whose number is
 * in the register already change nothing. `progress` is told how many of the new cases are written.
 */
export const importCases = async (
  tx: Tx,
  channel: contract.Channel,
  upload: Upload,
  progress: (doneCount: number, allCount: number) => void = () => undefined,
): Promise<contract.ImportReport> => {
  await store.lockImports(tx, IMPORT_LOCK)
  const plan = await planImport(tx, channel, upload)
  const report = reportOf(plan)
  if (report.badCount > 0) return report
  const drafts = plan.filter((row) => row.change === 'create').map((row) => draftOf(channel, row))
  for (let from = 0; from < drafts.length; from += CASES_AT_ONCE) {
    await openCases(tx, drafts.slice(from, from + CASES_AT_ONCE))
    progress(Math.min(from + CASES_AT_ONCE, drafts.length), drafts.length)
  }
  return report
}

/** The same as an operation: refuses with `cases.import_has_faults` when a row is bad. */
export const commitImport = async (
  tx: Tx,
  channel: contract.Channel,
  upload: Upload,
): Promise<contract.ImportReport> => {
  await requireImporter(tx, contract.commitImport)
  const report = await importCases(tx, channel, upload)
  if (report.badCount > 0) throw new Refusal('cases.import_has_faults', { count: report.badCount })
  return report
}
