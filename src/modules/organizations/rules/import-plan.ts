import { ORGANIZATION_DEPTH_MAX, type OrganizationKind, SHORT_NAME_LENGTH_MAX } from '../contract.ts'

/** One row of a file. What it leaves empty it does not change. */
export interface ImportedOrganization {
  readonly line: number
  readonly name: string
  readonly kind: OrganizationKind
  readonly shortName?: string | undefined
  readonly parentName?: string | undefined
  readonly placeCode?: string | undefined
  readonly phone?: string | undefined
  readonly duty?: string | undefined
}

export interface KnownOrganization {
  readonly id: string
  readonly name: string
  readonly kind: OrganizationKind
  readonly shortName: string
  readonly parentName: string | null
  readonly placeId: number
  /** How many organisations stand in its path, itself the last. */
  readonly depth: number
  readonly isWithin: boolean
  readonly phone: string | null
  readonly duty: string | null
}

export type ImportColumn = keyof Omit<ImportedOrganization, 'line'>
export interface ImportFault {
  readonly column: ImportColumn
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface PlannedRow {
  readonly row: ImportedOrganization
  readonly change: 'create' | 'update' | 'same' | 'bad'
  readonly known: KnownOrganization | null
  readonly placeId: number
  readonly faults: readonly ImportFault[]
}

export interface ImportFacts {
  /** Open organisations that the file names, as rows or as parents. */
  readonly known: readonly KnownOrganization[]
  /** Valid places within the place of the import that the file names. */
  readonly placeIdByCode: ReadonlyMap<string, number>
  readonly withinId: number
  /** Names of rows that could not be read: what stands below them is not wrong for that. */
  readonly brokenNames: ReadonlySet<string>
}

type RowByName = ReadonlyMap<string, ImportedOrganization>

/** How deep a row will stand; null when its parents run in a circle. */
const depthOf = (
  row: ImportedOrganization,
  rowByName: RowByName,
  knownByName: ReadonlyMap<string, KnownOrganization>,
): number | null => {
  let depth = 1
  let parentName = row.parentName
  while (parentName !== undefined) {
    const known = knownByName.get(parentName)
    if (known) return depth + known.depth
    depth += 1
    if (depth > rowByName.size + 1) return null
    parentName = rowByName.get(parentName)?.parentName
  }
  return depth
}

const isChanged = (row: ImportedOrganization, known: KnownOrganization, placeId: number): boolean =>
  row.kind !== known.kind ||
  (row.shortName !== undefined && row.shortName !== known.shortName) ||
  (row.placeCode !== undefined && placeId !== known.placeId) ||
  (row.phone !== undefined && row.phone !== known.phone) ||
  (row.duty !== undefined && row.duty !== known.duty)

const faultsOf = (
  row: ImportedOrganization,
  facts: ImportFacts,
  rowByName: RowByName,
  knownByName: ReadonlyMap<string, KnownOrganization>,
): ImportFault[] => {
  const fault = (column: ImportColumn, code: string, data: ImportFault['data'] = {}): ImportFault => ({
    column,
    code,
    data,
  })
  if (rowByName.get(row.name) !== row) return [fault('name', 'organizations.name_twice', { name: row.name })]
  const known = knownByName.get(row.name)
  const faults: ImportFault[] = []
  if (row.placeCode !== undefined && !facts.placeIdByCode.has(row.placeCode)) {
    faults.push(fault('placeCode', 'organizations.place_not_found', { code: row.placeCode }))
  }
  if (known && !known.isWithin) faults.push(fault('name', 'organizations.name_conflict', { name: row.name }))
  if (!known && row.shortName === undefined && row.name.length > SHORT_NAME_LENGTH_MAX) {
    faults.push(fault('shortName', 'organizations.short_name_missing', { name: row.name, most: SHORT_NAME_LENGTH_MAX }))
  }
  if (row.parentName === undefined || facts.brokenNames.has(row.parentName)) return faults
  if (!rowByName.has(row.parentName) && !knownByName.has(row.parentName)) {
    return [...faults, fault('parentName', 'organizations.parent_not_found', { name: row.parentName })]
  }
  if (known && known.parentName !== row.parentName) {
    return [...faults, fault('parentName', 'organizations.parent_differs', { name: row.parentName })]
  }
  const depth = depthOf(row, rowByName, knownByName)
  if (depth === null) return [...faults, fault('parentName', 'organizations.parent_below_itself')]
  return depth > ORGANIZATION_DEPTH_MAX ? [...faults, fault('parentName', 'organizations.too_deep')] : faults
}

/**
 * What a file of organisations would do, row by row, in the order of the file. An organisation is known by its full
 * name; parents may stand in the same file. An import never moves one in the tree: that is an operation of its own.
 */
export const planImport = (rows: readonly ImportedOrganization[], facts: ImportFacts): PlannedRow[] => {
  const rowByName = new Map(rows.toReversed().map((row) => [row.name, row]))
  const knownByName = new Map(facts.known.map((known) => [known.name, known]))
  return rows.map((row): PlannedRow => {
    const known = knownByName.get(row.name) ?? null
    const named = row.placeCode === undefined ? undefined : facts.placeIdByCode.get(row.placeCode)
    const placeId = named ?? known?.placeId ?? facts.withinId
    const faults = faultsOf(row, facts, rowByName, knownByName)
    if (faults.length > 0) return { row, change: 'bad', known, placeId, faults }
    if (!known) return { row, change: 'create', known, placeId, faults }
    return { row, change: isChanged(row, known, placeId) ? 'update' : 'same', known, placeId, faults }
  })
}

/** Rows to create, parents before children. */
export const parentsFirst = (rows: readonly PlannedRow[]): PlannedRow[] => {
  const byName = new Map(rows.map((planned) => [planned.row.name, planned]))
  const placed = new Set<string>()
  const ordered: PlannedRow[] = []
  const place = (planned: PlannedRow): void => {
    if (placed.has(planned.row.name)) return
    placed.add(planned.row.name)
    const parent = planned.row.parentName === undefined ? undefined : byName.get(planned.row.parentName)
    if (parent) place(parent)
    ordered.push(planned)
  }
  for (const planned of rows) place(planned)
  return ordered
}
