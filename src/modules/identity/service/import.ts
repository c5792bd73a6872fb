import { importReportOf } from '#kernel/import-report'
import { maskPhone } from '#kernel/mask'
import type { InputOf, Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import { civilDateAt } from '#kernel/time'
import type { PlaceRow } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import type { Upload } from '#platform/module'
import { type CellParser, cellChoice, cellDate, cellText, parseTable, readSheet, type SheetRow } from '#platform/office'
import * as contract from '../contract.ts'
import { type ImportedPerson, type PlannedPerson, planImport } from '../rules/import-plan.ts'
import { hashPhone } from '../secret.ts'
import * as store from '../store/person.ts'
import { refuseTakenPhone, sealedAddress, sealedPhone } from './person.ts'
import { loadPlaceHere } from './place.ts'

/** Persons written by one statement. */
const ROWS_A_STATEMENT = 500

/** Numbers come out of Excel as `13800000000.0`. */
const cellPhone: CellParser<string> = (text) => {
  const phone = contract.phoneShape.safeParse(text.replace(/\.0$/, ''))
  return phone.success ? ok(phone.data) : err({ code: 'identity.cell_phone' })
}

const columns = [
  { key: 'name', headings: ['姓名', 'name', '名字'], required: true, parse: cellText(contract.NAME_LENGTH_MAX) },
  { key: 'phone', headings: ['手机号', 'phone', '手机', '电话', '联系电话', '手机号码'], parse: cellPhone },
  { key: 'address', headings: ['地址', 'address', '住址', '家庭住址'], parse: cellText(contract.ADDRESS_LENGTH_MAX) },
  {
    key: 'gender',
    headings: ['性别', 'gender'],
    parse: cellChoice({ 女: 'female', 男: 'male', female: 'female', male: 'male' } as const),
  },
  { key: 'bornOn', headings: ['出生日期', 'bornOn', '生日', '出生年月日'], parse: cellDate },
  {
    key: 'isPartyMember',
    headings: ['党员', 'isPartyMember', '是否党员'],
    parse: cellChoice({ 是: true, 否: false, 中共党员: true, 群众: false, yes: true, no: false }),
  },
] as const

interface Plan {
  readonly place: PlaceRow
  readonly rows: readonly PlannedPerson[]
  readonly badRows: readonly SheetRow[]
  readonly headingOf: (column: string) => string
}

const knownOf = async (tx: Tx, place: PlaceRow, rows: readonly ImportedPerson[]) => {
  const phones = rows.flatMap((row) => row.phone ?? [])
  const owners = await store.findPersonsByPhone(
    tx,
    phones.map((phone) => hashPhone(tx, phone)),
  )
  const nameByHash = new Map(owners.map((owner) => [owner.phone_hash?.toString('hex'), owner.name]))
  const names = rows.filter((row) => row.phone === undefined).map((row) => row.name)
  const withoutPhone = await store.findPersonsWithoutPhone(tx, place.id, names)
  return {
    nameByPhone: new Map(
      phones.flatMap((phone) => {
        const name = nameByHash.get(hashPhone(tx, phone).toString('hex'))
        return name === undefined ? [] : [[phone, name] as const]
      }),
    ),
    withoutPhone: withoutPhone.map((person) => ({ name: person.name, bornOn: person.born_on })),
  }
}

/** Reads a file and finds out what it would do. Changes nothing. */
const plan = async (tx: Tx, operation: Operation, placeId: number, upload: Upload): Promise<Plan> => {
  const place = await loadPlaceHere(tx, placeId)
  requirePermission(tx, operation, { placePath: place.path })
  const preview = parseTable(await readSheet(upload.bytes, { columns, rowsMax: contract.IMPORT_ROWS_MAX }), columns)
  const rows = preview.rows.map(({ line, value }) => ({ line, ...value }))
  const headings = new Map<string, string>(preview.columns.map(({ key, heading }) => [key, heading]))
  return {
    place,
    rows: planImport(rows, await knownOf(tx, place, rows), civilDateAt(tx.now())),
    badRows: preview.badRows,
    headingOf: (column) => headings.get(column) ?? column,
  }
}

const reportOf = ({ rows, badRows, headingOf }: Plan): contract.ImportReport => {
  const unread = badRows.map(({ line, cells, faults }) => ({
    line,
    change: 'bad' as const,
    name: cells[headingOf('name')] ?? '',
    phone: maskPhone(cells[headingOf('phone')] ?? ''),
    faults: faults.map((fault) => ({ ...fault, data: { ...fault.data } })),
  }))
  const planned = rows.map(({ row, change, fault }) => ({
    line: row.line,
    change,
    name: row.name,
    phone: maskPhone(row.phone ?? ''),
    faults: fault ? [{ column: headingOf(fault.column), code: fault.code, data: {} }] : [],
  }))
  return importReportOf([...unread, ...planned])
}

export const previewImport = async (
  tx: Tx,
  input: InputOf<typeof contract.previewImport>,
  upload: Upload,
): Promise<contract.ImportReport> => reportOf(await plan(tx, contract.previewImport, input.placeId, upload))

/** Takes in a whole file or nothing of it: one transaction, and any bad row refuses all. */
export const commitImport = async (
  tx: Tx,
  input: InputOf<typeof contract.commitImport>,
  upload: Upload,
): Promise<contract.ImportReport> => {
  const planned = await plan(tx, contract.commitImport, input.placeId, upload)
  const report = reportOf(planned)
  if (report.badCount > 0) {
    throw new Refusal('identity.import_has_faults', { count: report.badCount, line: report.rows[0]?.line ?? 0 })
  }
  const created = planned.rows.filter((row) => row.change === 'create')
  for (let from = 0; from < created.length; from += ROWS_A_STATEMENT) {
    const drafts = created.slice(from, from + ROWS_A_STATEMENT).map(({ row }) => draftOf(tx, planned.place, row))
    await refuseTakenPhone(() => store.insertPersons(tx, drafts))
  }
  return report
}

const draftOf = (tx: Tx, place: PlaceRow, row: ImportedPerson): store.NewPerson & { id: string } => ({
  id: newId(tx),
  name: row.name,
  ...sealedPhone(tx, row.phone ?? null),
  place_id: place.id,
  place_path: place.path,
  ...sealedAddress(tx, row.address ?? null),
  gender: row.gender ?? null,
  born_on: row.bornOn ?? null,
  is_party_member: row.isPartyMember ?? false,
  language: 'zh-CN',
})
