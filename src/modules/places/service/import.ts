import { importReportOf } from '#kernel/import-report'
import type { InputOf, Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { requirePermission, type Tx } from '#platform/context'
import type { Upload } from '#platform/module'
import * as contract from '../contract.ts'
import { byLevel, type ImportedPlace, type KnownPlace, type PlannedRow, planImport } from '../rules/import-plan.ts'
import * as drawings from '../store/boundary.ts'
import * as store from '../store.ts'
import { boxAbove, boxOfRow, centerOf } from './boundary.ts'
import { loadPlace, refuseEnded, refuseTwins } from './guard.ts'
import { type ReadFile, readImportFile } from './import-file.ts'

/** Places written by one statement. */
const ROWS_A_STATEMENT = 500

const toKnown = (row: store.PlaceRow, boundary: KnownPlace['boundary']): KnownPlace => ({
  id: row.id,
  parentId: row.parent_id,
  path: row.path,
  name: row.name,
  code: row.code,
  level: row.level,
  compoundKind: row.compound_kind,
  urbanRuralCode: row.urban_rural_code,
  address: row.address,
  householdCount: row.household_count,
  residentCount: row.resident_count,
  longitude: row.center_longitude,
  latitude: row.center_latitude,
  boundary,
  box: boxOfRow(row),
})

interface Plan {
  readonly file: ReadFile
  readonly within: store.PlaceRow
  readonly rows: readonly PlannedRow[]
  readonly knownById: ReadonlyMap<number, store.PlaceRow>
}

/** Reads a file and finds out what it would do. Locks nothing and changes nothing. */
const plan = async (tx: Tx, operation: Operation, withinId: number, upload: Upload): Promise<Plan> => {
  const within = await loadPlace(tx, withinId)
  requirePermission(tx, operation, { placePath: within.path })
  refuseEnded(within)
  const file = await readImportFile(upload)
  const codes = file.rows.flatMap((row) => (row.parentCode === undefined ? [row.code] : [row.code, row.parentCode]))
  const named = await store.listValidByCodes(tx, [...new Set(codes)])
  const parents = [...named, within].map((place) => place.id)
  const known = new Map([...named, ...(await store.listChildrenOf(tx, parents))].map((row) => [row.id, row]))
  const hasDrawings = file.rows.some((row) => row.boundary)
  const drawn = hasDrawings ? await drawings.findBoundaries(tx, [...known.keys()]) : []
  const boundaryById = new Map(drawn.map((row) => [row.id, row.boundary]))
  const rows = planImport(file.rows, {
    within: { ...toKnown(within, null), box: boxOfRow(within) ?? (await boxAbove(tx, within.path)) },
    known: [...known.values()].map((row) => toKnown(row, boundaryById.get(row.id) ?? null)),
    brokenCodes: new Set(file.badRows.map((row) => row.cells[file.headingOf('code')] ?? '')),
  })
  return { file, within, rows, knownById: known }
}

const reportOf = ({ file, rows }: Plan): contract.ImportReport => {
  const unread = file.badRows.map(({ line, cells, faults }) => ({
    line,
    change: 'bad' as const,
    name: cells[file.headingOf('name')] ?? '',
    code: cells[file.headingOf('code')] ?? '',
    level: cells[file.headingOf('level')] ?? '',
    faults: faults.map((fault) => ({ ...fault, data: { ...fault.data } })),
  }))
  const planned = rows.map(({ row, change, faults }) => ({
    line: row.line,
    change,
    name: row.name,
    code: row.code,
    level: row.level,
    faults: faults.map(({ code, column, data }) => ({ code, column: file.headingOf(column), data: { ...data } })),
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
  await store.lockPlaces(tx, [input.withinId])
  const planned = await plan(tx, contract.commitImport, input.withinId, upload)
  const report = reportOf(planned)
  if (report.badCount > 0) {
    throw new Refusal('places.import_has_faults', { count: report.badCount, line: report.rows[0]?.line ?? 0 })
  }
  // Changes come first: a new place may take the name that a row gives up.
  for (const { row, known } of planned.rows.filter((candidate) => candidate.change === 'update')) {
    if (known) await refuseTwins(row.name, row.code, () => store.updatePlace(tx, known.id, changeOf(row, known)))
  }
  await insertCreated(tx, planned)
  return report
}

const changeOf = (row: ImportedPlace, known: KnownPlace): store.PlaceChange => ({
  name: row.name,
  ...(row.compoundKind === undefined ? {} : { compound_kind: row.compoundKind }),
  ...(row.urbanRuralCode === undefined ? {} : { urban_rural_code: row.urbanRuralCode }),
  ...(row.address === undefined ? {} : { address: row.address }),
  ...(row.householdCount === undefined ? {} : { household_count: row.householdCount }),
  ...(row.residentCount === undefined ? {} : { resident_count: row.residentCount }),
  ...centerOfRow(row, known),
  ...(row.boundary === undefined ? {} : { boundary: row.boundary }),
})

/** The pin as the file says, else as it was, else inside of the new boundary. */
const centerOfRow = (
  row: ImportedPlace,
  known: KnownPlace | null,
): Pick<store.PlaceRow, 'center_longitude' | 'center_latitude'> => {
  const longitude = row.longitude ?? known?.longitude ?? null
  const latitude = row.latitude ?? known?.latitude ?? null
  if (longitude !== null && latitude !== null) return { center_longitude: longitude, center_latitude: latitude }
  return row.boundary ? centerOf(row.boundary) : { center_longitude: null, center_latitude: null }
}

type Parent = Pick<store.PlaceRow, 'id' | 'path' | 'district_id'>

/** Inserts new places, parents first: a row knows the id and the path of its parent by then. */
const insertCreated = async (tx: Tx, { within, rows, knownById }: Plan): Promise<void> => {
  const created = byLevel(rows.filter((row) => row.change === 'create'))
  const ids = await store.nextPlaceIds(tx, created.length)
  const parentByCode = new Map<string, Parent>([...knownById.values(), within].map((place) => [place.code, place]))
  const drafts = created.map(({ row }, at) => {
    const parent = parentByCode.get(row.parentCode ?? within.code) as Parent // the plan found it
    const id = ids[at] as number // as many as rows
    const district_id = parent.district_id ?? (row.level === 'district' ? id : null)
    parentByCode.set(row.code, { id, path: `${parent.path}${id}.`, district_id })
    return { ...draftOf(tx, row, parent), id, district_id }
  })
  for (let at = 0; at < drafts.length; at += ROWS_A_STATEMENT) {
    const some = drafts.slice(at, at + ROWS_A_STATEMENT)
    await refuseTwins(some[0]?.name ?? '', some[0]?.code ?? '', () => store.insertPlaces(tx, some))
  }
}

const draftOf = (tx: Tx, row: ImportedPlace, parent: Parent) => ({
  parentPath: parent.path,
  parent_id: parent.id,
  level: row.level,
  name: row.name,
  code: row.code,
  compound_kind: row.compoundKind ?? null,
  urban_rural_code: row.urbanRuralCode ?? null,
  address: row.address ?? null,
  boundary: row.boundary ?? null,
  ...centerOfRow(row, null),
  household_count: row.householdCount ?? null,
  resident_count: row.residentCount ?? null,
  valid_from: civilDateAt(tx.now()),
})
