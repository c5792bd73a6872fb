import { type Boundary, boxesMeet, boxOf, forEachEdge, polygonsOf, project } from './boundary.ts'

/** An edge from left to right, in metres of the equal-area projection. Upright edges enclose nothing and are left out. */
interface Edge {
  readonly ofFirst: boolean
  readonly left: number
  readonly right: number
  readonly leftY: number
  readonly slope: number
}

/** Narrower slabs hold no area worth counting and would only divide by nearly zero. */
const SLAB_METERS_MIN = 1e-6

const edgesOf = (boundary: Boundary, ofFirst: boolean): Edge[] => {
  const edges: Edge[] = []
  for (const ring of polygonsOf(boundary).flat()) {
    forEachEdge(ring.map(project), (fromX, fromY, toX, toY) => {
      if (fromX === toX) return
      const [left, leftY, right, rightY] = fromX < toX ? [fromX, fromY, toX, toY] : [toX, toY, fromX, fromY]
      edges.push({ ofFirst, left, right, leftY, slope: (rightY - leftY) / (right - left) })
    })
  }
  return edges.sort((one, other) => one.left - other.left)
}

const heightAt = (edge: Edge, x: number): number => edge.leftY + edge.slope * (x - edge.left)

/** Where edges of the first cross edges of the second. */
const crossingsOf = (first: readonly Edge[], second: readonly Edge[]): number[] => {
  const crossings: number[] = []
  let start = 0
  // A long edge must not be skipped, so the window moves on only past edges that no later one can reach.
  let reach = -Infinity
  const reachOf = second.map((edge) => {
    reach = Math.max(reach, edge.right)
    return reach
  })
  for (const edge of first) {
    while (start < second.length && (reachOf[start] ?? 0) <= edge.left) start += 1
    for (let at = start; at < second.length; at += 1) {
      const other = second[at] as Edge // within the length
      if (other.left >= edge.right) break
      const from = Math.max(edge.left, other.left)
      const to = Math.min(edge.right, other.right)
      if (from >= to) continue
      const gapFrom = heightAt(edge, from) - heightAt(other, from)
      const gapTo = heightAt(edge, to) - heightAt(other, to)
      if (gapFrom * gapTo < 0) crossings.push(from + ((to - from) * gapFrom) / (gapFrom - gapTo))
    }
  }
  return crossings
}

/** Area inside both within one slab, in which no two edges cross: trapezoids between neighbouring edges. */
const areaOfSlab = (active: readonly Edge[], from: number, to: number): number => {
  const middle = (from + to) / 2
  const walls = active
    .map((edge) => ({ ofFirst: edge.ofFirst, height: heightAt(edge, middle) }))
    .sort((one, other) => one.height - other.height)
  let [inFirst, inSecond, sum, below] = [false, false, 0, 0]
  for (const wall of walls) {
    if (inFirst && inSecond) sum += wall.height - below
    if (wall.ofFirst) inFirst = !inFirst
    else inSecond = !inSecond
    below = wall.height
  }
  return sum * (to - from)
}

/**
 * Area in square metres that two sound boundaries have in common; 0 when they share only edges. The plane is cut into
 * upright slabs at every vertex and every crossing, so within a slab all is trapezoids and the sum is exact.
 */
export const overlapArea = (one: Boundary, other: Boundary): number => {
  if (!boxesMeet(boxOf(one), boxOf(other))) return 0
  const first = edgesOf(one, true)
  const second = edgesOf(other, false)
  const edges = [...first, ...second].sort((a, b) => a.left - b.left)
  const cuts = [...edges.flatMap((edge) => [edge.left, edge.right]), ...crossingsOf(first, second)].sort(
    (a, b) => a - b,
  )
  let area = 0
  let next = 0
  let active: Edge[] = []
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const [from = 0, to = 0] = [cuts[at], cuts[at + 1]]
    if (to - from < SLAB_METERS_MIN) continue
    active = active.filter((edge) => edge.right >= to)
    for (; next < edges.length && (edges[next]?.left ?? to) <= from; next += 1) {
      const edge = edges[next] as Edge // within the length
      if (edge.right >= to) active.push(edge)
    }
    if (active.length > 0) area += areaOfSlab(active, from, to)
  }
  return area
}
