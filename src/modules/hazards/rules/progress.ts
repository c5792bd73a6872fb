import { isWithin, pathIds } from '#kernel/place'
import type { Progress } from '../contract.ts'

/** Progress at one place, by its path. */
export interface PathProgress {
  readonly placePath: string
  readonly progress: Progress
}

const NONE: Progress = {
  siteCount: 0,
  inspectedCount: 0,
  inspectionCount: 0,
  foundCount: 0,
  solvedCount: 0,
  onTheSpotCount: 0,
  lateCount: 0,
}

const add = (one: Progress, other: Progress): Progress => ({
  siteCount: one.siteCount + other.siteCount,
  inspectedCount: one.inspectedCount + other.inspectedCount,
  inspectionCount: one.inspectionCount + other.inspectionCount,
  foundCount: one.foundCount + other.foundCount,
  solvedCount: one.solvedCount + other.solvedCount,
  onTheSpotCount: one.onTheSpotCount + other.onTheSpotCount,
  lateCount: one.lateCount + other.lateCount,
})

/** A row of the store as progress. */
export const lineOf = (row: {
  readonly place_path: string
  readonly site_count: number
  readonly inspected_count: number
  readonly inspection_count: number
  readonly found_count: number
  readonly solved_count: number
  readonly spot_count: number
  readonly late_count: number
}): PathProgress => ({
  placePath: row.place_path,
  progress: {
    siteCount: row.site_count,
    inspectedCount: row.inspected_count,
    inspectionCount: row.inspection_count,
    foundCount: row.found_count,
    solvedCount: row.solved_count,
    onTheSpotCount: row.spot_count,
    lateCount: row.late_count,
  },
})

export const sumProgress = (lines: readonly PathProgress[]): Progress =>
  lines.reduce((sum, line) => add(sum, line.progress), NONE)

/**
 * By place: those of the campaign when they are several, else the places right below the only one. Whatever is counted
 * stands in exactly one line, so the lines add up to the whole.
 */
export const progressLines = (
  placePaths: readonly string[],
  lines: readonly PathProgress[],
): { readonly placeId: number; readonly progress: Progress }[] => {
  const extra = placePaths.length === 1 ? 1 : 0
  const sums = new Map<number, Progress>()
  for (const { placePath, progress } of lines) {
    const top = placePaths.filter((path) => isWithin(placePath, path)).sort((a, b) => b.length - a.length)[0]
    const depth = top === undefined ? 0 : pathIds(top).length + extra
    const placeId =
      pathIds(placePath)
        .slice(0, depth || undefined)
        .at(-1) ?? 0
    sums.set(placeId, add(sums.get(placeId) ?? NONE, progress))
  }
  return [...sums].map(([placeId, progress]) => ({ placeId, progress }))
}
