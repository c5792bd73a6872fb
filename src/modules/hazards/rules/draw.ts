/** A site with those who inspect it. */
export interface Pair {
  readonly siteId: string
  readonly inspectorIds: readonly string[]
}

/** What a draw is made of; the same facts always give the same draw, whatever the order of the pools. */
export interface DrawFacts {
  readonly seed: string
  readonly siteIds: readonly string[]
  readonly inspectorIds: readonly string[]
  readonly siteCount: number
  readonly inspectorsEach: number
}

/** A number of 32 bits from a text (FNV-1a). */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32): chance that can be computed again. */
const chanceOf = (seed: string): (() => number) => {
  let state = hashOf(seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Every order is as likely (Fisher and Yates). */
const shuffled = (values: readonly string[], chance: () => number): string[] => {
  const order = [...values]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(chance() * (last + 1))
    ;[order[last], order[other]] = [order[other] as string, order[last] as string] // both are inside
  }
  return order
}

/**
 * 双随机: random sites, and for each of them random inspectors. Nobody gets more than one site more than anybody else, and
 * nobody is drawn twice for one site.
 */
export const drawPairs = (facts: DrawFacts): Pair[] => {
  const chance = chanceOf(facts.seed)
  const sites = shuffled([...new Set(facts.siteIds)].sort(), chance).slice(0, facts.siteCount)
  const inspectors = shuffled([...new Set(facts.inspectorIds)].sort(), chance)
  const each = Math.min(facts.inspectorsEach, inspectors.length)
  let next = 0
  return sites.map((siteId) => {
    const inspectorIds = Array.from({ length: each }, () => inspectors[next++ % inspectors.length] as string)
    return { siteId, inspectorIds }
  })
}

/** Is this what the facts give? */
export const isReproduced = (facts: DrawFacts, drawn: readonly Pair[]): boolean =>
  JSON.stringify(drawPairs(facts)) ===
  JSON.stringify(drawn.map(({ siteId, inspectorIds }) => ({ siteId, inspectorIds })))
