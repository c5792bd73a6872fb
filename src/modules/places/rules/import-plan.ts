import { type Boundary, type Box, boxesMeet, boxOf, faultOfBoundary } from '#kernel/geo'
import { type PlaceLevel, placeLevels } from '#kernel/place'
import type { compoundKinds, urbanRuralCodes } from '../contract.ts'
import { checkDrawing, type Drawn } from './drawing.ts'
import { checkPlaceBelow } from './place-tree.ts'

/** One row of a file. What it leaves empty it does not change. */
export interface ImportedPlace {
  readonly line: number
  readonly name: string
  readonly code: string
  readonly level: PlaceLevel
  /** Empty: directly below the place into which the file is imported. */
  readonly parentCode?: string | undefined
  readonly compoundKind?: (typeof compoundKinds)[number] | undefined
  readonly urbanRuralCode?: (typeof urbanRuralCodes)[number] | undefined
  readonly address?: string | undefined
  readonly householdCount?: number | undefined
  readonly residentCount?: number | undefined
  readonly longitude?: number | undefined
  readonly latitude?: number | undefined
  readonly boundary?: Boundary | undefined
}

/** A valid place as it stands, with what an import may change. */
export interface KnownPlace {
  readonly id: number
  readonly parentId: number | null
  readonly path: string
  readonly name: string
  readonly code: string
  readonly level: PlaceLevel
  readonly compoundKind: string | null
  readonly urbanRuralCode: string | null
  readonly address: string | null
  readonly householdCount: number | null
  readonly residentCount: number | null
  readonly longitude: number | null
  readonly latitude: number | null
  readonly boundary: Boundary | null
  readonly box: Box | null
}

export interface ImportFault {
  readonly column: ImportColumn
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
}
export type ImportColumn = keyof Omit<ImportedPlace, 'line'>

export interface PlannedRow {
  readonly row: ImportedPlace
  readonly change: 'create' | 'update' | 'same' | 'bad'
  readonly known: KnownPlace | null
  readonly faults: readonly ImportFault[]
}

export interface ImportFacts {
  readonly within: KnownPlace
  /** Valid places whose codes the file names, and the children of those that are parents in it. */
  readonly known: readonly KnownPlace[]
  /** Codes of rows that could not be read: what stands below them is not wrong for that. */
  readonly brokenCodes: ReadonlySet<string>
}

/** The fields that an update may change, in the row and in the place. */
const CHANGEABLE = ['name', 'compoundKind', 'urbanRuralCode', 'address', 'householdCount', 'residentCount'] as const
/** Files keep fifteen digits of a number, so a pin that moved less than a millimetre has not moved. */
const SAME_DEGREES = 1e-8

const isMoved = (row: number | undefined, known: number | null): boolean =>
  row !== undefined && (known === null || Math.abs(row - known) > SAME_DEGREES)

const isChanged = (row: ImportedPlace, known: KnownPlace): boolean =>
  CHANGEABLE.some((field) => row[field] !== undefined && row[field] !== known[field]) ||
  isMoved(row.longitude, known.longitude) ||
  isMoved(row.latitude, known.latitude) ||
  (row.boundary !== undefined && !isSameBoundary(known.boundary, row.boundary))

const isSameBoundary = (one: Boundary | null, other: Boundary): boolean =>
  one?.type === other.type && JSON.stringify(one.coordinates) === JSON.stringify(other.coordinates)

interface Lookup {
  readonly facts: ImportFacts
  readonly knownByCode: ReadonlyMap<string, KnownPlace>
  readonly rowByCode: ReadonlyMap<string, ImportedPlace>
}

interface Parent {
  readonly code: string
  readonly level: PlaceLevel
}

/** The parent of a row: in the same file, or a place that stands within the place of the import. */
const parentOf = (row: ImportedPlace, { facts, knownByCode, rowByCode }: Lookup): Parent | null => {
  if (row.parentCode === undefined || row.parentCode === facts.within.code) return facts.within
  const inFile = rowByCode.get(row.parentCode)
  if (inFile) return inFile
  const known = knownByCode.get(row.parentCode)
  return known?.path.startsWith(facts.within.path) ? known : null
}

/** What is wrong with the place of a row in the tree. */
const treeFaults = (row: ImportedPlace, lookup: Lookup): ImportFault[] => {
  const parent = parentOf(row, lookup)
  if (!parent) return [{ column: 'parentCode', code: 'places.parent_not_found', data: { code: row.parentCode } }]
  if (row.parentCode === row.code)
    return [{ column: 'parentCode', code: 'places.parent_not_found', data: { code: row.code } }]
  const below = checkPlaceBelow(parent, row)
  if (!below.ok) {
    const column = below.error === 'places.level_not_below' ? 'level' : 'code'
    return [{ column, code: below.error, data: { level: row.level, parentLevel: parent.level, code: row.code } }]
  }
  const known = lookup.knownByCode.get(row.code)
  if (!known) return []
  if (!known.path.startsWith(lookup.facts.within.path)) {
    return [{ column: 'code', code: 'places.code_conflict', data: { code: row.code, name: known.name } }]
  }
  if (known.level !== row.level)
    return [{ column: 'level', code: 'places.level_differs', data: { level: known.level } }]
  const isElsewhere = known.parentId !== lookup.knownByCode.get(parent.code)?.id
  return isElsewhere ? [{ column: 'parentCode', code: 'places.parent_differs', data: { code: parent.code } }] : []
}

/** One coordinate alone is no position, and would be a change for ever. */
const positionFaults = (row: ImportedPlace): ImportFault[] => {
  if ((row.longitude === undefined) === (row.latitude === undefined)) return []
  const column = row.longitude === undefined ? 'longitude' : 'latitude'
  return [{ column, code: 'places.position_incomplete', data: {} }]
}

/** Names that are taken below the same parent, by another row or by a place that the file does not rename. */
const nameFaults = (row: ImportedPlace, lookup: Lookup, taken: ReadonlyMap<string, string>): ImportFault[] => {
  const parent = parentOf(row, lookup)
  const holder = parent ? taken.get(nameKey(parent.code, row)) : undefined
  return holder === undefined || holder === row.code
    ? []
    : [{ column: 'name', code: 'places.name_conflict', data: { name: row.name, code: holder } }]
}

const nameKey = (parentCode: string, place: { readonly level: string; readonly name: string }): string =>
  `${parentCode}\n${place.level}\n${place.name}`

const codesById = ({ facts }: Lookup): Map<number, string> =>
  new Map([...facts.known, facts.within].map((place) => [place.id, place.code]))

/** Who holds which name once the file is in: the first row of each name, then places that the file leaves alone. */
const namesTaken = (rows: readonly ImportedPlace[], lookup: Lookup): Map<string, string> => {
  const taken = new Map<string, string>()
  const codeById = codesById(lookup)
  for (const place of lookup.facts.known) {
    const parentCode = place.parentId === null ? undefined : codeById.get(place.parentId)
    if (parentCode !== undefined && !lookup.rowByCode.has(place.code)) taken.set(nameKey(parentCode, place), place.code)
  }
  for (const row of rows) {
    const key = nameKey(parentOf(row, lookup)?.code ?? '', row)
    if (!taken.has(key)) taken.set(key, row.code)
  }
  return taken
}

interface Sibling extends Drawn {
  readonly code: string
  readonly box: Box
}
type Siblings = ReadonlyMap<string, readonly Sibling[]>

/** Boundaries as they will be, by parent and level, so that no two rows of the file overlap either. */
const drawnSiblings = (rows: readonly ImportedPlace[], lookup: Lookup): Siblings => {
  const siblings = new Map<string, Sibling[]>()
  const add = (parentCode: string, level: string, drawn: Drawn & { readonly code: string }): void => {
    const key = `${parentCode}\n${level}`
    const known = siblings.get(key) ?? []
    known.push({ ...drawn, box: boxOf(drawn.boundary) })
    siblings.set(key, known)
  }
  const codeById = codesById(lookup)
  for (const place of lookup.facts.known) {
    const parentCode = place.parentId === null ? undefined : codeById.get(place.parentId)
    const isRedrawn = lookup.rowByCode.get(place.code)?.boundary !== undefined
    if (parentCode !== undefined && place.boundary && !isRedrawn) {
      add(parentCode, place.level, { id: place.id, name: place.name, code: place.code, boundary: place.boundary })
    }
  }
  for (const { name, code, level, boundary, ...row } of rows) {
    if (!boundary || faultOfBoundary(boundary) !== null) continue
    add(row.parentCode ?? lookup.facts.within.code, level, { id: 0, name, code, boundary })
  }
  return siblings
}

/** The box of the nearest place above that is or will be drawn. */
const boxAboveOf = (row: ImportedPlace, lookup: Lookup): Box | null => {
  const seen = new Set<string>()
  let code = parentOf(row, lookup)?.code
  while (code !== undefined && !seen.has(code)) {
    seen.add(code)
    const above = lookup.rowByCode.get(code)
    if (above?.boundary) return boxOf(above.boundary)
    const known = lookup.knownByCode.get(code)
    if (known) return known.box
    code = above ? parentOf(above, lookup)?.code : undefined
  }
  return null
}

const drawingFaults = (row: ImportedPlace, lookup: Lookup, siblings: Siblings): ImportFault[] => {
  if (!row.boundary) return []
  const known = lookup.knownByCode.get(row.code)
  // A boundary that is not changed was checked when it was drawn.
  if (known && isSameBoundary(known.boundary, row.boundary)) return []
  const box = boxOf(row.boundary)
  const neighbours = siblings.get(`${parentOf(row, lookup)?.code ?? ''}\n${row.level}`) ?? []
  const near = neighbours.filter((neighbour) => neighbour.code !== row.code && boxesMeet(neighbour.box, box))
  const checked = checkDrawing(row.boundary, boxAboveOf(row, lookup), near)
  if (checked.ok) return []
  const { code, ...data } = checked.error
  return [{ column: 'boundary', code, data: { name: row.name, ...data } }]
}

/**
 * What a file of places would do, row by row, in the order of the file. A place is known by its code; parents may stand
 * in the same file, before or after. An import never moves a place and never changes its level: that has consequences
 * which belong to an operation of their own.
 */
export const planImport = (rows: readonly ImportedPlace[], facts: ImportFacts): PlannedRow[] => {
  const knownByCode = new Map([...facts.known, facts.within].map((place) => [place.code, place]))
  const rowByCode = new Map(rows.toReversed().map((row) => [row.code, row]))
  const lookup: Lookup = { facts, knownByCode, rowByCode }
  const taken = namesTaken(rows, lookup)
  const siblings = drawnSiblings(rows, lookup)
  return rows.map((row): PlannedRow => {
    if (row.parentCode !== undefined && facts.brokenCodes.has(row.parentCode))
      return { row, known: null, change: 'create', faults: [] }
    const known = knownByCode.get(row.code) ?? null
    const isTwice = rowByCode.get(row.code) !== row
    const faults = isTwice
      ? [{ column: 'code' as const, code: 'places.code_twice', data: { code: row.code } }]
      : [
          ...positionFaults(row),
          ...treeFaults(row, lookup),
          ...nameFaults(row, lookup, taken),
          ...drawingFaults(row, lookup, siblings),
        ]
    if (faults.length > 0) return { row, known, change: 'bad', faults }
    if (!known) return { row, known, change: 'create', faults }
    return { row, known, change: isChanged(row, known) ? 'update' : 'same', faults }
  })
}

/** Parents before children: a place stands below one of a higher level, always. */
export const byLevel = (rows: readonly PlannedRow[]): PlannedRow[] =>
  rows.toSorted((one, other) => placeLevels.indexOf(one.row.level) - placeLevels.indexOf(other.row.level))
