import { importReportOf } from '#kernel/import-report'
import type { InputOf, Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { findPlaces, findPlacesByCodes, loadPlace, type PlaceRow, refuseEnded } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import type { Upload } from '#platform/module'
import { cellChoice, cellText, parseTable, readSheet, type SheetRow } from '#platform/office'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import {
  type ImportColumn,
  type ImportedOrganization,
  type KnownOrganization,
  type PlannedRow,
  parentsFirst,
  planImport,
} from '../rules/import-plan.ts'
import { depthOf, idsOf, pathBelow } from '../rules/tree.ts'
import * as store from '../store.ts'

const CODE_LENGTH_MAX = 32
/** Organisations written by one statement. */
const ROWS_A_STATEMENT = 500

/** Every word for a kind: its phrases in both languages and the identifier. */
const kindWords = Object.fromEntries(
  contract.organizationKinds.flatMap((kind) =>
    [kind, say('en', `organizations:kind.${kind}`), say('zh-CN', `organizations:kind.${kind}`)].map((word) => [
      word,
      kind,
    ]),
  ),
)

/** The columns of a file; the second heading is the English one. */
export const importColumns = [
  {
    key: 'name',
    headings: ['名称', 'name', '单位名称', '组织名称'],
    required: true,
    parse: cellText(contract.ORGANIZATION_NAME_LENGTH_MAX),
  },
  { key: 'shortName', headings: ['简称', 'short name'], parse: cellText(contract.SHORT_NAME_LENGTH_MAX) },
  { key: 'kind', headings: ['类别', 'kind', '类型', '单位类型'], required: true, parse: cellChoice(kindWords) },
  {
    key: 'parentName',
    headings: ['上级单位', 'parent', '上级'],
    parse: cellText(contract.ORGANIZATION_NAME_LENGTH_MAX),
  },
  { key: 'placeCode', headings: ['辖区代码', 'place code', '所在地代码'], parse: cellText(CODE_LENGTH_MAX) },
  { key: 'phone', headings: ['电话', 'phone', '联系电话'], parse: cellText(contract.PHONE_LENGTH_MAX) },
  { key: 'duty', headings: ['职责', 'duty', '权责'], parse: cellText(contract.DUTY_LENGTH_MAX) },
] as const

interface Plan {
  readonly rows: readonly PlannedRow[]
  readonly badRows: readonly SheetRow[]
  readonly headingOf: (column: ImportColumn) => string
  readonly knownByName: ReadonlyMap<string, store.OrganizationRow>
}

const readFile = async (upload: Upload) => {
  const table = await readSheet(upload.bytes, { columns: importColumns, rowsMax: contract.IMPORT_ROWS_MAX })
  const preview = parseTable(table, importColumns)
  const headings = new Map<string, string>(preview.columns.map((column) => [column.key, column.heading]))
  const headingOf = (column: ImportColumn): string =>
    headings.get(column) ?? importColumns.find(({ key }) => key === column)?.headings[0] ?? column
  const rows = preview.rows.map(({ line, value }): ImportedOrganization => ({ line, ...value }))
  return { rows, badRows: preview.badRows, headingOf }
}

/** What stands already of what the file names. */
const findKnown = async (tx: Tx, rows: readonly ImportedOrganization[], within: PlaceRow) => {
  const names = new Set(rows.flatMap((row) => (row.parentName === undefined ? [row.name] : [row.name, row.parentName])))
  const found = await store.listByNames(tx, [...names], civilDateAt(tx.now()))
  const parents = await store.findOrganizations(
    tx,
    found.flatMap((row) => row.parent_id ?? []),
  )
  const parentName = new Map(parents.map((row) => [row.id, row.name]))
  const places = new Map(
    (await findPlaces(tx, [...new Set(found.map((row) => row.place_id))])).map((row) => [row.id, row]),
  )
  const known = found.map(
    (row): KnownOrganization => ({
      id: row.id,
      name: row.name,
      kind: row.kind,
      shortName: row.short_name,
      parentName: row.parent_id === null ? null : (parentName.get(row.parent_id) ?? null),
      placeId: row.place_id,
      depth: depthOf(row.path),
      isWithin: places.get(row.place_id)?.path.startsWith(within.path) ?? false,
      phone: row.phone,
      duty: row.duty,
    }),
  )
  return { known, knownByName: new Map(found.map((row) => [row.name, row])) }
}

/** Reads a file and finds out what it would do. Locks nothing and changes nothing. */
const plan = async (tx: Tx, operation: Operation, withinId: number, upload: Upload): Promise<Plan> => {
  const within = await loadPlace(tx, withinId)
  requirePermission(tx, operation, { placePath: within.path })
  refuseEnded(within)
  const { rows, badRows, headingOf } = await readFile(upload)
  const { known, knownByName } = await findKnown(tx, rows, within)
  const places = await findPlacesByCodes(
    tx,
    rows.flatMap((row) => row.placeCode ?? []),
  )
  const inside = places.filter((place) => place.path.startsWith(within.path))
  const planned = planImport(rows, {
    known,
    placeIdByCode: new Map(inside.map((place) => [place.code, place.id])),
    withinId,
    brokenNames: new Set(badRows.map((row) => row.cells[headingOf('name')] ?? '')),
  })
  return { rows: planned, badRows, headingOf, knownByName }
}

const reportOf = ({ rows, badRows, headingOf }: Plan): contract.ImportReport => {
  const unread = badRows.map(({ line, cells, faults }) => ({
    line,
    change: 'bad' as const,
    name: cells[headingOf('name')] ?? '',
    faults: faults.map((fault) => ({ ...fault, data: { ...fault.data } })),
  }))
  const planned = rows.map(({ row, change, faults }) => ({
    line: row.line,
    change,
    name: row.name,
    faults: faults.map(({ column, code, data }) => ({ column: headingOf(column), code, data: { ...data } })),
  }))
  return importReportOf([...unread, ...planned])
}

export const previewImport = async (
  tx: Tx,
  input: InputOf<typeof contract.previewImport>,
  upload: Upload,
): Promise<contract.ImportReport> => reportOf(await plan(tx, contract.previewImport, input.withinId, upload))

/** Takes in a whole file or nothing of it: one transaction, and any bad row refuses all. */
export const commitImport = async (
  tx: Tx,
  input: InputOf<typeof contract.commitImport>,
  upload: Upload,
): Promise<contract.ImportReport> => {
  await store.lockTree(tx)
  const planned = await plan(tx, contract.commitImport, input.withinId, upload)
  const report = reportOf(planned)
  if (report.badCount > 0) {
    throw new Refusal('organizations.import_has_faults', { count: report.badCount, line: report.rows[0]?.line ?? 0 })
  }
  await insertCreated(tx, planned)
  for (const { row, known, placeId } of planned.rows.filter((candidate) => candidate.change === 'update')) {
    if (!known) continue
    await store.updateOrganization(tx, known.id, {
      names: { name: known.name, shortName: row.shortName ?? known.shortName },
      kind: row.kind,
      place_id: placeId,
      ...(row.phone === undefined ? {} : { phone: row.phone }),
      ...(row.duty === undefined ? {} : { duty: row.duty }),
    })
  }
  return report
}

const insertCreated = async (tx: Tx, { rows, knownByName }: Plan): Promise<void> => {
  const pathByName = new Map([...knownByName].map(([name, row]) => [name, row.path]))
  const drafts = parentsFirst(rows.filter((row) => row.change === 'create')).map(({ row, placeId }) => {
    const id = newId(tx)
    const parentPath = row.parentName === undefined ? undefined : pathByName.get(row.parentName)
    const path = pathBelow(parentPath === undefined ? null : { path: parentPath }, id)
    pathByName.set(row.name, path)
    return {
      district_id: tx.districtId,
      id,
      parent_id: idsOf(path).at(-2) ?? null,
      path,
      kind: row.kind,
      name: row.name,
      short_name: row.shortName ?? row.name,
      place_id: placeId,
      phone: row.phone ?? null,
      duty: row.duty ?? null,
      created_at: tx.now(),
    }
  })
  for (let at = 0; at < drafts.length; at += ROWS_A_STATEMENT) {
    const some = drafts.slice(at, at + ROWS_A_STATEMENT)
    const taken = { organization_name: 'organizations.name_conflict' }
    await refuseTaken(taken, { name: some[0]?.name ?? '' }, () => store.insertOrganizations(tx, some))
  }
}
