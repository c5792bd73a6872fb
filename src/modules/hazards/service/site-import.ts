import { importReportOf } from '#kernel/import-report'
import { err, ok } from '#kernel/result'
import type { InputOf, Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { findPlacesByCodes, loadPlace, type PlaceRow, refuseEnded } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import type { Upload } from '#platform/module'
import { cellChoice, type CellParser, cellText, parseTable, readSheet, type SheetRow } from '#platform/office'
import { pinyinKey } from '#platform/search'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { type ImportedSite, type PlannedSite, planSites, saidOf, type SiteColumn } from '../rules/site-plan.ts'
import { listSiteKinds } from '../store/catalogue.ts'
import * as store from '../store/site.ts'
import { indexSite } from './site.ts'

const CODE_LENGTH_MAX = 32
/** Sites written by one statement. */
const ROWS_A_STATEMENT = 500

const riskWords = Object.fromEntries(
  contract.risks.flatMap((risk) =>
    [risk, say('en', `hazards:risk.${risk}`), say('zh-CN', `hazards:risk.${risk}`)].map((word) => [word, risk]),
  ),
)

const cellDegrees =
  (max: number): CellParser<number> =>
  (text) => {
    const value = Number(text)
    if (!Number.isFinite(value)) return err({ code: 'office.cell_not_a_number' })
    return Math.abs(value) <= max ? ok(value) : err({ code: 'office.cell_out_of_range', data: { min: -max, max } })
  }

/** The columns of a file; the second heading is the English one. */
export const importColumns = [
  {
    key: 'name',
    headings: ['场所名称', 'name', '名称', '单位名称'],
    required: true,
    parse: cellText(contract.SITE_NAME_LENGTH_MAX),
  },
  {
    key: 'kind',
    headings: ['场所类别', 'kind', '类别', '类型'],
    required: true,
    parse: cellText(contract.CLASS_NAME_LENGTH_MAX),
  },
  { key: 'placeCode', headings: ['辖区代码', 'place code'], required: true, parse: cellText(CODE_LENGTH_MAX) },
  { key: 'address', headings: ['地址', 'address'], parse: cellText(contract.ADDRESS_LENGTH_MAX) },
  {
    key: 'responsibleName',
    headings: ['负责人', 'responsible', '责任人', '联系人'],
    parse: cellText(contract.PERSON_NAME_LENGTH_MAX),
  },
  { key: 'responsiblePhone', headings: ['电话', 'phone', '联系电话'], parse: cellText(contract.PHONE_LENGTH_MAX) },
  { key: 'risk', headings: ['风险等级', 'risk', '风险'], parse: cellChoice(riskWords) },
  { key: 'longitude', headings: ['经度', 'longitude'], parse: cellDegrees(180) },
  { key: 'latitude', headings: ['纬度', 'latitude'], parse: cellDegrees(90) },
] as const

interface Plan {
  readonly rows: readonly PlannedSite[]
  readonly badRows: readonly SheetRow[]
  readonly headingOf: (column: SiteColumn) => string
  readonly places: ReadonlyMap<number, PlaceRow>
}

const readFile = async (upload: Upload) => {
  const table = await readSheet(upload.bytes, { columns: importColumns, rowsMax: contract.IMPORT_ROWS_MAX })
  const preview = parseTable(table, importColumns)
  const headings = new Map<string, string>(preview.columns.map((column) => [column.key, column.heading]))
  const headingOf = (column: SiteColumn): string =>
    headings.get(column) ?? importColumns.find(({ key }) => key === column)?.headings[0] ?? column
  const rows = preview.rows.map(({ line, value }): ImportedSite => ({ line, ...value }))
  return { rows, badRows: preview.badRows, headingOf }
}

/** Reads a file and finds out what it would do. Changes nothing. */
const plan = async (tx: Tx, operation: Operation, withinId: number, upload: Upload): Promise<Plan> => {
  const within = await loadPlace(tx, withinId)
  requirePermission(tx, operation, { placePath: within.path })
  refuseEnded(within)
  const { rows, badRows, headingOf } = await readFile(upload)
  const found = await findPlacesByCodes(tx, [...new Set(rows.map((row) => row.placeCode))])
  const places = found.filter((place) => place.path.startsWith(within.path) && place.district_id === tx.districtId)
  const known = await store.listByNames(tx, [...new Set(rows.map((row) => row.name))])
  const kinds = (await listSiteKinds(tx)).filter((kind) => kind.ended_on === null)
  const planned = planSites(rows, {
    known: known.map((row) => ({
      id: row.id,
      name: row.name,
      placeId: row.place_id,
      kindId: row.kind_id,
      address: row.address,
      responsibleName: row.responsible_name,
      responsiblePhone: row.responsible_phone,
      risk: row.risk,
      longitude: row.longitude,
      latitude: row.latitude,
    })),
    placeIdByCode: new Map(places.map((place) => [place.code, place.id])),
    kindIdByName: new Map(kinds.map((kind) => [kind.name, kind.id])),
  })
  return { rows: planned, badRows, headingOf, places: new Map(places.map((place) => [place.id, place])) }
}

const reportOf = ({ rows, badRows, headingOf }: Plan): contract.SiteImportReport => {
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

export const previewSiteImport = async (
  tx: Tx,
  input: InputOf<typeof contract.previewSiteImport>,
  upload: Upload,
): Promise<contract.SiteImportReport> => reportOf(await plan(tx, contract.previewSiteImport, input.withinId, upload))

/** Takes in a whole file or nothing of it: one transaction, and any bad row refuses all. */
export const commitSiteImport = async (
  tx: Tx,
  input: InputOf<typeof contract.commitSiteImport>,
  upload: Upload,
): Promise<contract.SiteImportReport> => {
  await store.lockImport(tx)
  const planned = await plan(tx, contract.commitSiteImport, input.withinId, upload)
  const report = reportOf(planned)
  if (report.badCount > 0)
    throw new Refusal('hazards.import_has_faults', { count: report.badCount, line: report.rows[0]?.line ?? 0 })
  await insertCreated(tx, planned)
  for (const { row, known, kindId, change } of planned.rows) {
    if (change !== 'update' || !known) continue
    await indexSite(tx, await store.updateSite(tx, known.id, { kind_id: kindId, ...saidOf(row) }))
  }
  return report
}

const insertCreated = async (tx: Tx, { rows, places }: Plan): Promise<void> => {
  const created = rows.flatMap(({ row, change, kindId, placeId }): store.SiteRow[] => {
    const place = places.get(placeId)
    if (change !== 'create' || !place) return []
    return [
      {
        address: null,
        longitude: null,
        latitude: null,
        responsible_name: null,
        responsible_phone: null,
        risk: 'low',
        ...saidOf(row),
        district_id: tx.districtId,
        id: newId(tx),
        name: row.name,
        name_key: pinyinKey(row.name, 'other'),
        kind_id: kindId,
        place_id: place.id,
        place_path: place.path,
        organization_id: null,
        checked_at: null,
        created_at: tx.now(),
        closed_on: null,
        version: 1,
      },
    ]
  })
  for (let at = 0; at < created.length; at += ROWS_A_STATEMENT) {
    const some = created.slice(at, at + ROWS_A_STATEMENT)
    const taken = { site_name: 'hazards.site_name_conflict' }
    await refuseTaken(taken, { name: some[0]?.name ?? '' }, () => store.insertSites(tx, some))
  }
  for (const site of created) await indexSite(tx, site)
}
