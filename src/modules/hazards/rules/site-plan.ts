import type { Risk } from '../contract.ts'

/** One row of a file. What it leaves empty it does not change. */
export interface ImportedSite {
  readonly line: number
  readonly name: string
  readonly kind: string
  readonly placeCode: string
  readonly address?: string | undefined
  readonly responsibleName?: string | undefined
  readonly responsiblePhone?: string | undefined
  readonly risk?: Risk | undefined
  readonly longitude?: number | undefined
  readonly latitude?: number | undefined
}

export interface KnownSite {
  readonly id: string
  readonly name: string
  readonly placeId: number
  readonly kindId: string
  readonly address: string | null
  readonly responsibleName: string | null
  readonly responsiblePhone: string | null
  readonly risk: Risk
  readonly longitude: number | null
  readonly latitude: number | null
}

export type SiteColumn = Exclude<keyof ImportedSite, 'line'>

export interface PlannedSite {
  readonly row: ImportedSite
  readonly change: 'create' | 'update' | 'same' | 'bad'
  readonly known: KnownSite | null
  readonly placeId: number
  readonly kindId: string
  readonly faults: readonly {
    readonly column: SiteColumn
    readonly code: string
    readonly data: Readonly<Record<string, unknown>>
  }[]
}

export interface PlanFacts {
  readonly known: readonly KnownSite[]
  /** Places of the district within the one that is imported into. */
  readonly placeIdByCode: ReadonlyMap<string, number>
  readonly kindIdByName: ReadonlyMap<string, string>
}

/** A masked value is shown and not known: a file that was exported says nothing about it. */
const told = (value: string | undefined): string | undefined => (value?.includes('*') ? undefined : value)

const isSame = (row: ImportedSite, known: KnownSite, kindId: string): boolean => {
  const keeps = <T>(said: T | undefined, is: T | null): boolean => said === undefined || said === is
  return (
    known.kindId === kindId &&
    keeps(row.address, known.address) &&
    keeps(told(row.responsibleName), known.responsibleName) &&
    keeps(told(row.responsiblePhone), known.responsiblePhone) &&
    keeps(row.risk, known.risk) &&
    keeps(row.longitude, known.longitude) &&
    keeps(row.latitude, known.latitude)
  )
}

/** What each row of a file would do. A site is known by its place and its name. */
export const planSites = (rows: readonly ImportedSite[], facts: PlanFacts): PlannedSite[] => {
  const seen = new Set<string>()
  return rows.map((row) => {
    const placeId = facts.placeIdByCode.get(row.placeCode)
    const kindId = facts.kindIdByName.get(row.kind)
    const key = `${placeId ?? row.placeCode} ${row.name}`
    const faults: { column: SiteColumn; code: string; data: Record<string, unknown> }[] = []
    if (placeId === undefined)
      faults.push({ column: 'placeCode', code: 'places.place_not_found', data: { id: row.placeCode } })
    if (kindId === undefined)
      faults.push({ column: 'kind', code: 'hazards.site_kind_not_found', data: { id: row.kind } })
    if (seen.has(key)) faults.push({ column: 'name', code: 'hazards.site_name_conflict', data: { name: row.name } })
    if ((row.longitude === undefined) !== (row.latitude === undefined))
      faults.push({ column: 'longitude', code: 'hazards.point_incomplete', data: {} })
    seen.add(key)
    const known = facts.known.find((site) => site.name === row.name && site.placeId === placeId) ?? null
    const plain = { row, known, placeId: placeId ?? 0, kindId: kindId ?? '', faults }
    if (faults.length > 0) return { ...plain, change: 'bad' }
    if (!known) return { ...plain, change: 'create' }
    return { ...plain, change: isSame(row, known, kindId ?? '') ? 'same' : 'update' }
  })
}

/** The columns that a row says, without what it only shows masked. */
export const saidOf = (row: ImportedSite) => ({
  ...(row.address === undefined ? {} : { address: row.address }),
  ...(told(row.responsibleName) === undefined ? {} : { responsible_name: told(row.responsibleName) as string }),
  ...(told(row.responsiblePhone) === undefined ? {} : { responsible_phone: told(row.responsiblePhone) as string }),
  ...(row.risk === undefined ? {} : { risk: row.risk }),
  ...(row.longitude === undefined ? {} : { longitude: row.longitude, latitude: row.latitude ?? null }),
})
