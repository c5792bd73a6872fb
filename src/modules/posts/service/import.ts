import { importReportOf } from '#kernel/import-report'
import type { InputOf, Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import { roles } from '#kernel/role'
import { findOrCreatePersonByPhone, findPersonsByPhones } from '#modules/identity'
import { listOrganizationsByNames } from '#modules/organizations'
import { findPlaces, findPlacesByCodes, loadPlace, type PlaceRow, refuseEnded } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import type { Upload } from '#platform/module'
import { type CellParser, cellChoice, cellDate, cellText, parseTable, readSheet, type SheetRow } from '#platform/office'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import {
  type ImportColumn,
  type ImportedAppointment,
  type ImportFacts,
  type PlannedRow,
  planImport,
} from '../rules/import-plan.ts'
import { checkPostHere, isInReach } from '../rules/reach.ts'
import { mostHeld } from '../rules/seats.ts'
import * as store from '../store.ts'
import { today } from './guard.ts'

const NAME_LENGTH_MAX = 60
const CODE_LENGTH_MAX = 32
const ORGANIZATION_NAME_LENGTH_MAX = 80

/** Every word for a value: its phrases in both languages and the identifier. */
const wordsFor = <T extends string>(values: readonly T[], key: string): Record<string, T> =>
  Object.fromEntries(
    values.flatMap((value) =>
      [value, say('en', `posts:${key}.${value}`), say('zh-CN', `posts:${key}.${value}`)].map((word) => [word, value]),
    ),
  )

const postRoles = roles.filter((role) => role !== 'resident')

/** Numbers come out of Excel as `13800000000.0`. */
const cellPhone: CellParser<string> = (text) => {
  const phone = text.normalize('NFKC').replace(/\.0$|[\s-]/gu, '')
  return /^1\d{10}$/u.test(phone) ? ok(phone) : err({ code: 'posts.cell_phone' })
}

const columns = [
  { key: 'name', headings: ['姓名', 'name'], required: true, parse: cellText(NAME_LENGTH_MAX) },
  { key: 'phone', headings: ['手机号', 'phone', '手机', '电话'], required: true, parse: cellPhone },
  { key: 'role', headings: ['岗位', 'role', '职务'], required: true, parse: cellChoice(wordsFor(postRoles, 'role')) },
  {
    key: 'placeCode',
    headings: ['地点', 'place', '地点代码', '辖区代码'],
    required: true,
    parse: cellText(CODE_LENGTH_MAX),
  },
  {
    key: 'organizationName',
    headings: ['组织', 'organization', '单位'],
    parse: cellText(ORGANIZATION_NAME_LENGTH_MAX),
  },
  { key: 'manner', headings: ['方式', 'manner'], parse: cellChoice(wordsFor(contract.manners, 'manner')) },
  { key: 'startsOn', headings: ['开始日期', 'starts on', '任职日期'], parse: cellDate },
] as const

interface Plan {
  readonly rows: readonly PlannedRow[]
  readonly badRows: readonly SheetRow[]
  readonly headingOf: (column: ImportColumn) => string
  readonly facts: ImportFacts
  readonly placeById: ReadonlyMap<number, PlaceRow>
}

const readFile = async (upload: Upload) => {
  const preview = parseTable(await readSheet(upload.bytes, { columns, rowsMax: contract.IMPORT_ROWS_MAX }), columns)
  const headings = new Map<string, string>(preview.columns.map(({ key, heading }) => [key, heading]))
  const headingOf = (column: ImportColumn): string =>
    headings.get(column) ?? columns.find(({ key }) => key === column)?.headings[0] ?? column
  const rows = preview.rows.map(({ line, value }): ImportedAppointment => ({ line, ...value }))
  return { rows, badRows: preview.badRows, headingOf }
}

/** What stands already of what the file names. */
const factsOf = async (
  tx: Tx,
  rows: readonly ImportedAppointment[],
  places: readonly PlaceRow[],
): Promise<ImportFacts> => {
  const organizations = await listOrganizationsByNames(
    tx,
    rows.flatMap((row) => row.organizationName ?? []),
    today(tx),
  )
  const served = await findPlaces(tx, [...new Set(organizations.map((row) => row.place_id))])
  const pathOf = new Map(served.map((place) => [place.id, place.path]))
  const levelOf = new Map(places.map((place) => [place.id, place.level]))
  const posts = await store.listOpenAt(tx, [...levelOf.keys()])
  const earliest = rows.reduce(
    (day, { startsOn }) => (startsOn !== undefined && startsOn < day ? startsOn : day),
    today(tx),
  )
  const held = await store.listHoldingFrom(
    tx,
    posts.map((post) => post.id),
    earliest,
  )
  const beyond = organizations.filter((row) => !isInReach(tx.actor, pathOf.get(row.place_id) ?? ''))
  return {
    today: today(tx),
    posts: posts.map((post) => ({
      id: post.id,
      role: post.role,
      placeId: post.place_id,
      organizationId: post.organization_id,
      seatCount: post.seat_count,
      held: held
        .filter((row) => row.post_id === post.id)
        .map((row) => ({ personId: row.person_id, startsOn: row.starts_on, endsOn: row.ends_on })),
    })),
    personByPhone: await findPersonsByPhones(
      tx,
      rows.map((row) => row.phone),
    ),
    placeIdByCode: new Map(places.map((place) => [place.code, place.id])),
    organizationIdByName: new Map(organizations.map((row) => [row.name, row.id])),
    beyondReach: new Set(beyond.map((row) => row.id)),
    checkPost: (role, placeId, hasOrganization) => {
      const checked = checkPostHere(role, levelOf.get(placeId) ?? 'building', hasOrganization)
      return checked.ok ? null : checked.error
    },
  }
}

/** Reads a file and finds out what it would do. Changes nothing. */
const plan = async (tx: Tx, operation: Operation, withinId: number, upload: Upload): Promise<Plan> => {
  const within = await loadPlace(tx, withinId)
  requirePermission(tx, operation, { placePath: within.path })
  refuseEnded(within)
  const { rows, badRows, headingOf } = await readFile(upload)
  const named = await findPlacesByCodes(tx, [...new Set(rows.map((row) => row.placeCode))])
  const places = named.filter((place) => place.path.startsWith(within.path))
  const facts = await factsOf(tx, rows, places)
  const placeById = new Map(places.map((place) => [place.id, place]))
  return { rows: planImport(rows, facts), badRows, headingOf, facts, placeById }
}

const reportOf = (tx: Tx, { rows, badRows, headingOf, facts }: Plan): contract.ImportReport => {
  const unread = badRows.map(({ line, cells, faults }) => ({
    line,
    change: 'bad' as const,
    name: cells[headingOf('name')] ?? '',
    post: cells[headingOf('role')] ?? '',
    faults: faults.map((fault) => ({ ...fault, data: { ...fault.data } })),
  }))
  const planned = rows.map(({ row, change, faults }) => ({
    line: row.line,
    change,
    name: row.name,
    post: say(tx.language, `posts:role.${row.role}`),
    faults: faults.map(({ column, code, data }) => ({ column: headingOf(column), code, data: { ...data } })),
  }))
  const created = rows.filter((row) => row.change === 'create')
  const newPhones = created.map(({ row }) => row.phone).filter((phone) => !facts.personByPhone.has(phone))
  return {
    ...importReportOf([...unread, ...planned]),
    newPersonCount: new Set(newPhones).size,
    newPostCount: new Set(created.filter((row) => row.post === null).map((row) => row.postKey)).size,
  }
}

export const previewImport = async (
  tx: Tx,
  input: InputOf<typeof contract.previewImport>,
  upload: Upload,
): Promise<contract.ImportReport> => reportOf(tx, await plan(tx, contract.previewImport, input.withinId, upload))

/** Takes in a whole file or nothing of it: one transaction, and any bad row refuses all. */
export const commitImport = async (
  tx: Tx,
  input: InputOf<typeof contract.commitImport>,
  upload: Upload,
): Promise<contract.ImportReport> => {
  await store.lockImport(tx)
  const planned = await plan(tx, contract.commitImport, input.withinId, upload)
  const report = reportOf(tx, planned)
  if (report.badCount > 0) {
    throw new Refusal('posts.import_has_faults', { count: report.badCount, line: report.rows[0]?.line ?? 0 })
  }
  const created = planned.rows.filter((row) => row.change === 'create')
  for (const rows of Map.groupBy(created, (row) => row.postKey).values()) await appointAll(tx, planned, rows)
  return report
}

/** The rows of one post: it is made when it is missing, gets as many seats as the file needs, and is filled. */
const appointAll = async (tx: Tx, { facts, placeById }: Plan, rows: readonly PlannedRow[]): Promise<void> => {
  const [first] = rows as readonly [PlannedRow, ...PlannedRow[]]
  const appointments: store.AppointmentRow[] = []
  const postId = first.post?.id ?? newId(tx)
  for (const { row, placeId } of rows) {
    const person = await findOrCreatePersonByPhone(tx, { phone: row.phone, name: row.name, placeId })
    appointments.push({
      district_id: tx.districtId,
      id: newId(tx),
      post_id: postId,
      person_id: person.id,
      manner: row.manner ?? 'full',
      starts_on: row.startsOn ?? facts.today,
      ends_on: null,
      ended_reason: null,
      created_at: tx.now(),
    })
  }
  const begun = appointments.map((row) => ({ startsOn: row.starts_on, endsOn: null }))
  const earliest = begun.reduce((day, { startsOn }) => (startsOn < day ? startsOn : day), facts.today)
  const needed = mostHeld([...(first.post?.held ?? []), ...begun], { startsOn: earliest, endsOn: null })
  if (needed > contract.SEATS_MAX) {
    throw new Refusal('posts.seats_taken', {
      count: contract.SEATS_MAX,
      title: say(tx.language, `posts:role.${first.row.role}`),
    })
  }
  await ensureSeats(tx, first, postId, needed, placeById)
  await store.insertAppointments(tx, appointments)
}

/** The post of these rows, with as many seats as are needed. */
const ensureSeats = async (
  tx: Tx,
  { row, post, placeId, organizationId }: PlannedRow,
  postId: string,
  needed: number,
  placeById: Plan['placeById'],
): Promise<void> => {
  if (post) {
    await store.lockPosts(tx, [post.id])
    if (needed > post.seatCount) await store.updatePost(tx, post.id, { seat_count: needed })
    return
  }
  await store.insertPosts(tx, [
    {
      district_id: tx.districtId,
      id: postId,
      role: row.role,
      title: say('zh-CN', `posts:role.${row.role}`),
      place_id: placeId,
      place_path: placeById.get(placeId)?.path ?? '',
      organization_id: organizationId,
      seat_count: needed,
      created_at: tx.now(),
      closed_on: null,
    },
  ])
}
