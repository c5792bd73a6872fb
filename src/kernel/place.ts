import { z } from 'zod'

/** Levels of the place tree, from the top. A village group (村民小组) and a compound (小区) are siblings of the grid. */
export const placeLevels = [
  'city',
  'district',
  'street',
  'community',
  'villageGroup',
  'grid',
  'compound',
  'building',
] as const
export const placeLevelShape = z.enum(placeLevels)
export type PlaceLevel = (typeof placeLevels)[number]

export const placeIdShape = z.coerce.number().int().positive().max(2_147_483_647)

/**
 * A place path is the ids from the root down, each followed by a dot: `1.5.23.`. Place and everything below it is
 * "begins with", in SQL as in TypeScript, so no recursion is needed (and none is allowed on sharded tables).
 */
export const isWithin = (path: string, ancestorPath: string): boolean => path.startsWith(ancestorPath)

export const pathIds = (path: string): number[] => path.split('.').filter(Boolean).map(Number)

/** Every path at or above, from the top: `1.5.23.` gives `1.`, `1.5.` and itself. */
export const pathsAbove = (path: string): string[] =>
  pathIds(path).map((_, index, ids) => `${ids.slice(0, index + 1).join('.')}.`)

/** 12-digit statistical division code 统计用区划代码 = 6 county (GB/T 2260) + 3 township + 3 village. */
export const divisionCodeShape = z.string().regex(/^\d{12}$/)

const SIGNIFICANT_DIGITS = { city: 4, district: 6, street: 9, community: 12 } as const

/** Does the code of a child continue the code of its parent? Only the four statistical levels carry such codes. */
export const codeContinues = (parent: { level: PlaceLevel; code: string }, code: string): boolean => {
  const digits = SIGNIFICANT_DIGITS[parent.level as keyof typeof SIGNIFICANT_DIGITS]
  return digits === undefined || code.startsWith(parent.code.slice(0, digits))
}

/** WGS 84 / CGCS2000 degrees; the two differ by centimetres, maps of 天地图 use the latter. */
export interface Point {
  readonly longitude: number
  readonly latitude: number
}
export const pointShape = z.object({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
})
