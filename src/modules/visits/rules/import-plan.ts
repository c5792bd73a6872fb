import { plainDoor } from './door.ts'

/** One row of a file: a household. What it leaves empty it does not change. */
export interface ImportedHousehold {
  readonly line: number
  readonly placeCode: string
  readonly door: string
  readonly label?: string | undefined
  readonly contactName?: string | undefined
  readonly contactPhone?: string | undefined
  /** Names, with a comma between. */
  readonly marks?: string | undefined
  readonly responsiblePhone?: string | undefined
}

/** An open household as it stands. */
export interface KnownHousehold {
  readonly id: string
  readonly placeId: number
  readonly door: string
  readonly label: string | null
  readonly contactName: string | null
  readonly contactPhone: string | null
  readonly markIds: readonly string[]
  readonly responsibleId: string | null
}

export interface ImportFacts {
  readonly known: readonly KnownHousehold[]
  /** Valid places within the place of the import, by code. */
  readonly placeIdByCode: ReadonlyMap<string, number>
  /** Places that are too large to have doors. */
  readonly largePlaceIds: ReadonlySet<number>
  readonly markIdByName: ReadonlyMap<string, string>
  readonly personIdByPhone: ReadonlyMap<string, string>
}

export type ImportColumn = keyof Omit<ImportedHousehold, 'line'>
export interface ImportFault {
  readonly column: ImportColumn
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface PlannedRow {
  readonly row: ImportedHousehold
  readonly change: 'create' | 'update' | 'same' | 'bad'
  readonly faults: readonly ImportFault[]
  readonly placeId: number
  readonly known: KnownHousehold | null
  readonly markIds: readonly string[] | undefined
  readonly responsibleId: string | undefined
}

const BETWEEN_MARKS = /[,，、;；]/u

const keyOf = (placeId: number, door: string): string => `${placeId}\n${plainDoor(door)}`

const marksOf = (row: ImportedHousehold): string[] =>
  (row.marks ?? '')
    .split(BETWEEN_MARKS)
    .map((name) => name.trim())
    .filter(Boolean)

const faultsOf = (row: ImportedHousehold, facts: ImportFacts): ImportFault[] => {
  const faults: ImportFault[] = []
  const placeId = facts.placeIdByCode.get(row.placeCode)
  if (placeId === undefined)
    faults.push({ column: 'placeCode', code: 'visits.place_unknown', data: { code: row.placeCode } })
  else if (facts.largePlaceIds.has(placeId))
    faults.push({ column: 'placeCode', code: 'visits.place_too_large', data: {} })
  for (const name of marksOf(row))
    if (!facts.markIdByName.has(name)) faults.push({ column: 'marks', code: 'visits.mark_unknown', data: { name } })
  const phone = row.responsiblePhone
  if (phone !== undefined && !facts.personIdByPhone.has(phone))
    faults.push({ column: 'responsiblePhone', code: 'visits.person_unknown', data: {} })
  return faults
}

const isSame = (
  known: KnownHousehold,
  { row, markIds, responsibleId }: Omit<PlannedRow, 'change' | 'faults'>,
): boolean =>
  (row.label ?? known.label) === known.label &&
  (row.contactName ?? known.contactName) === known.contactName &&
  (row.contactPhone ?? known.contactPhone) === known.contactPhone &&
  (markIds === undefined || [...markIds].sort().join() === [...known.markIds].sort().join()) &&
  (responsibleId ?? known.responsibleId) === known.responsibleId

/** What a file of households would do, row by row, in its order. A household is known by its place and its door. */
export const planImport = (rows: readonly ImportedHousehold[], facts: ImportFacts): PlannedRow[] => {
  const knownByKey = new Map(facts.known.map((known) => [keyOf(known.placeId, known.door), known]))
  const seen = new Set<string>()
  return rows.map((row): PlannedRow => {
    const placeId = facts.placeIdByCode.get(row.placeCode) ?? 0
    const key = keyOf(placeId, row.door)
    const faults = faultsOf(row, facts)
    if (seen.has(key)) faults.push({ column: 'door', code: 'visits.row_twice', data: { door: row.door } })
    seen.add(key)
    const named = marksOf(row)
    const planned = {
      row,
      placeId,
      known: knownByKey.get(key) ?? null,
      markIds: row.marks === undefined ? undefined : named.flatMap((name) => facts.markIdByName.get(name) ?? []),
      responsibleId: row.responsiblePhone === undefined ? undefined : facts.personIdByPhone.get(row.responsiblePhone),
    }
    if (faults.length > 0) return { ...planned, change: 'bad', faults }
    if (planned.known === null) return { ...planned, change: 'create', faults }
    return { ...planned, change: isSame(planned.known, planned) ? 'same' : 'update', faults }
  })
}
