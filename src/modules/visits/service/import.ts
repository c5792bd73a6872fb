import { importReportOf } from '#kernel/import-report'
import type { InputOf, Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import { findPersonsByPhones } from '#modules/identity'
import { findPlacesByCodes, loadPlace, type PlaceRow, refuseEnded } from '#modules/places'
import { postsHeldBy } from '#modules/posts'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import type { Upload } from '#platform/module'
import { type CellParser, cellText, parseTable, readSheet, type SheetRow } from '#platform/office'
import * as contract from '../contract.ts'
import { doorKeyOf, plainDoor } from '../rules/door.ts'
import { type ImportColumn, type ImportedHousehold, type PlannedRow, planImport } from '../rules/import-plan.ts'
import * as store from '../store/household.ts'
import { listOfHouseholds } from '../store/programme.ts'
import type { HouseholdRow } from '../store/tables.ts'
import { handOver } from './assign.ts'
import { isLarge } from './household.ts'
import { requireVisitor } from './people.ts'
import { today } from './scope.ts'

const CODE_LENGTH_MAX = 32
const MARKS_CELL_LENGTH_MAX = 400

/** Numbers come out of Excel as `13800000000.0`. */
const cellPhone: CellParser<string> = (text) => {
  const phone = text.normalize('NFKC').replace(/\.0$|\s/gu, '')
  return /^(1\d{10}|0\d{2,3}-?\d{7,8})$/u.test(phone) ? ok(phone) : err({ code: 'visits.cell_phone' })
}

/** The columns of a file; the second heading is the English one. */
export const importColumns = [
  {
    key: 'placeCode',
    headings: ['辖区代码', 'place code', '地点代码', '网格代码'],
    required: true,
    parse: cellText(CODE_LENGTH_MAX),
  },
  {
    key: 'door',
    headings: ['门牌', 'door', '门牌号', '房号'],
    required: true,
    parse: cellText(contract.DOOR_LENGTH_MAX),
  },
  { key: 'label', headings: ['称呼', 'label', '户主'], parse: cellText(contract.LABEL_LENGTH_MAX) },
  { key: 'contactName', headings: ['联系人', 'contact'], parse: cellText(contract.NAME_LENGTH_MAX) },
  { key: 'contactPhone', headings: ['联系电话', 'phone', '电话'], parse: cellPhone },
  { key: 'marks', headings: ['标签', 'marks', '类别'], parse: cellText(MARKS_CELL_LENGTH_MAX) },
  { key: 'responsiblePhone', headings: ['包联人手机', 'responsible phone', '包联人'], parse: cellPhone },
] as const

interface Plan {
  readonly rows: readonly PlannedRow[]
  readonly badRows: readonly SheetRow[]
  readonly headingOf: (column: ImportColumn) => string
  readonly placeById: ReadonlyMap<number, PlaceRow>
}

const readFile = async (upload: Upload) => {
  const table = await readSheet(upload.bytes, { columns: importColumns, rowsMax: contract.IMPORT_ROWS_MAX })
  const preview = parseTable(table, importColumns)
  const headings = new Map<string, string>(preview.columns.map(({ key, heading }) => [key, heading]))
  const headingOf = (column: ImportColumn): string =>
    headings.get(column) ?? importColumns.find(({ key }) => key === column)?.headings[0] ?? column
  const rows = preview.rows.map(({ line, value }): ImportedHousehold => ({ line, ...value }))
  return { rows, badRows: preview.badRows, headingOf }
}

const knownAt = async (tx: Tx, placeIds: readonly number[]) => {
  const rows = await store.listOpenAt(tx, placeIds)
  const ids = rows.map((row) => row.id)
  const contacts = new Map((await store.findContacts(tx, ids)).map((row) => [row.household_id, row]))
  const held = await listOfHouseholds(tx, ids, today(tx))
  const responsible = new Map(held.map((row) => [row.household_id, row.person_id]))
  return rows.map((row) => ({
    id: row.id,
    placeId: row.place_id,
    door: row.door,
    label: row.label,
    contactName: contacts.get(row.id)?.name ?? null,
    contactPhone: contacts.get(row.id)?.phone ?? null,
    markIds: row.mark_ids,
    responsibleId: responsible.get(row.id) ?? null,
  }))
}

/** Whom the file names as responsible: people known by phone who hold a post. */
const staffByPhone = async (tx: Tx, rows: readonly ImportedHousehold[]): Promise<ReadonlyMap<string, string>> => {
  const phones = [...new Set(rows.flatMap((row) => row.responsiblePhone ?? []))]
  if (phones.length === 0) return new Map()
  const persons = await findPersonsByPhones(tx, phones)
  const staff = new Set(
    (
      await postsHeldBy(
        tx,
        [...persons.values()].map((person) => person.id),
      )
    ).map((held) => held.personId),
  )
  return new Map([...persons].flatMap(([phone, { id }]) => (staff.has(id) ? [[phone, id] as const] : [])))
}

/** Reads a file and finds out what it would do. Changes nothing. */
const plan = async (tx: Tx, operation: Operation, withinId: number, upload: Upload): Promise<Plan> => {
  const within = await loadPlace(tx, withinId)
  requirePermission(tx, operation, { placePath: within.path })
  refuseEnded(within)
  const { rows, badRows, headingOf } = await readFile(upload)
  const named = await findPlacesByCodes(tx, [...new Set(rows.map((row) => row.placeCode))])
  const places = named.filter((place) => place.path.startsWith(within.path))
  const planned = planImport(rows, {
    known: await knownAt(
      tx,
      places.map((place) => place.id),
    ),
    placeIdByCode: new Map(places.map((place) => [place.code, place.id])),
    largePlaceIds: new Set(places.flatMap((place) => (isLarge(place.level) ? place.id : []))),
    markIdByName: new Map((await store.listMarks(tx)).map((mark) => [mark.name, mark.id])),
    personIdByPhone: await staffByPhone(tx, rows),
  })
  return { rows: planned, badRows, headingOf, placeById: new Map(places.map((place) => [place.id, place])) }
}

const reportOf = ({ rows, badRows, headingOf, placeById }: Plan): contract.ImportReport => {
  const unread = badRows.map(({ line, cells, faults }) => ({
    line,
    change: 'bad' as const,
    door: cells[headingOf('door')] ?? '',
    placeName: cells[headingOf('placeCode')] ?? '',
    faults: faults.map((fault) => ({ ...fault, data: { ...fault.data } })),
  }))
  const planned = rows.map(({ row, change, faults, placeId }) => ({
    line: row.line,
    change,
    door: row.door,
    placeName: placeById.get(placeId)?.name ?? row.placeCode,
    faults: faults.map(({ column, code, data }) => ({ column: headingOf(column), code, data: { ...data } })),
  }))
  return importReportOf([...unread, ...planned])
}

export const previewImport = async (
  tx: Tx,
  input: InputOf<typeof contract.previewImport>,
  upload: Upload,
): Promise<contract.ImportReport> => reportOf(await plan(tx, contract.previewImport, input.withinId, upload))

const createRows = async (tx: Tx, { rows, placeById }: Plan): Promise<Map<PlannedRow, HouseholdRow>> => {
  const made = new Map<PlannedRow, HouseholdRow>()
  for (const planned of rows.filter((row) => row.change === 'create')) {
    const door = plainDoor(planned.row.door)
    made.set(planned, {
      district_id: tx.districtId,
      id: newId(tx),
      place_id: planned.placeId,
      place_path: placeById.get(planned.placeId)?.path ?? '',
      door,
      door_key: doorKeyOf(door),
      label: planned.row.label ?? null,
      mark_ids: [...(planned.markIds ?? [])],
      created_at: tx.now(),
      closed_on: null,
      closed_reason: null,
      version: 1,
    })
  }
  await refuseTaken({ household_door: 'visits.door_conflict' }, { door: '', name: '' }, () =>
    store.insertHouseholds(tx, [...made.values()]),
  )
  return made
}

const updateRow = (tx: Tx, { row, markIds, known }: PlannedRow): Promise<void> =>
  store.updateHousehold(tx, known?.id ?? '', {
    ...(row.label === undefined ? {} : { label: row.label }),
    ...(markIds === undefined ? {} : { mark_ids: [...markIds] }),
  })

/** Takes in a whole file or nothing of it: one transaction, and any bad row refuses all. */
export const commitImport = async (
  tx: Tx,
  input: InputOf<typeof contract.commitImport>,
  upload: Upload,
): Promise<contract.ImportReport> => {
  await store.lockImport(tx)
  const planned = await plan(tx, contract.commitImport, input.withinId, upload)
  const report = reportOf(planned)
  if (report.badCount > 0)
    throw new Refusal('visits.import_has_faults', { count: report.badCount, line: report.rows[0]?.line ?? 0 })
  const made = await createRows(tx, planned)
  const updated = planned.rows.filter((row) => row.change === 'update')
  await store.lockHouseholds(
    tx,
    updated.flatMap(({ known }) => known?.id ?? []),
  )
  for (const row of updated) await updateRow(tx, row)
  const written = planned.rows.filter((row) => row.change === 'create' || row.change === 'update')
  const idOf = (row: PlannedRow): string => made.get(row)?.id ?? row.known?.id ?? ''
  await store.setContacts(
    tx,
    written.map((row) => ({
      household_id: idOf(row),
      name: row.row.contactName ?? row.known?.contactName ?? null,
      phone: row.row.contactPhone ?? row.known?.contactPhone ?? null,
    })),
  )
  const assigned = Map.groupBy(
    written.filter((row) => row.responsibleId !== undefined),
    (row) => row.responsibleId as string,
  )
  for (const [personId, rows] of assigned) {
    const households = await store.findHouseholds(tx, rows.map(idOf))
    const { postId } = await requireVisitor(tx, personId, 'household', households[0]?.place_path ?? '')
    await handOver(tx, households, { personId, postId }, null)
  }
  return report
}
