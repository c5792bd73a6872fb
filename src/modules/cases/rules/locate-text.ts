import { isWithin, type PlaceLevel } from '#kernel/place'

/** A place that may be named in a text. */
export interface NamedPlace {
  readonly id: number
  readonly path: string
  readonly level: PlaceLevel
  readonly name: string
}

/** Names that stand for one place only; “第 1 网格” and “3 幢” are in every community. */
const NAMED_LEVELS: readonly PlaceLevel[] = ['street', 'community', 'villageGroup', 'compound']
/** A shorter name is too often a part of something else. */
const NAME_LENGTH_MIN = 3
const KEY_LENGTH = 2

/** Names of the places of a district, ready to be looked for: by their first two characters, the longest first. */
export type Gazetteer = ReadonlyMap<
  string,
  readonly { readonly name: string; readonly places: readonly NamedPlace[] }[]
>

export const gazetteerOf = (places: readonly NamedPlace[]): Gazetteer => {
  const byName = new Map<string, NamedPlace[]>()
  for (const place of places) {
    if (!NAMED_LEVELS.includes(place.level) || place.name.length < NAME_LENGTH_MIN) continue
    byName.set(place.name, [...(byName.get(place.name) ?? []), place])
  }
  const byKey = new Map<string, { name: string; places: NamedPlace[] }[]>()
  for (const [name, named] of byName) {
    const key = name.slice(0, KEY_LENGTH)
    byKey.set(key, [...(byKey.get(key) ?? []), { name, places: named }])
  }
  for (const entries of byKey.values()) entries.sort((a, b) => b.name.length - a.name.length)
  return byKey
}

/** Every name in the text, the longest at its place: in 新大观社区 no 大观社区 is found when both are known. */
const namesIn = (text: string, gazetteer: Gazetteer): NamedPlace[][] => {
  const found = new Map<string, NamedPlace[]>()
  let index = 0
  while (index < text.length) {
    const entries = gazetteer.get(text.slice(index, index + KEY_LENGTH)) ?? []
    const hit = entries.find(({ name }) => text.startsWith(name, index))
    if (hit) found.set(hit.name, [...hit.places])
    index += hit ? hit.name.length : 1
  }
  return [...found.values()]
}

const isOneBranch = (a: NamedPlace, b: NamedPlace): boolean => isWithin(a.path, b.path) || isWithin(b.path, a.path)

/** A name that several places bear means the one on a branch with another name of the text, if there is any. */
const settle = (found: readonly NamedPlace[][]): NamedPlace[] =>
  found.flatMap((candidates) => {
    if (candidates.length === 1) return candidates
    const others = found.filter((other) => other !== candidates).flat()
    const supported = candidates.filter((candidate) => others.some((other) => isOneBranch(candidate, other)))
    return supported.length > 0 ? supported : candidates
  })

const commonPath = (paths: readonly string[]): string => {
  const [first = '', ...rest] = paths.map((path) => path.split('.').filter(Boolean))
  const shared = [...first].findIndex((id, depth) => rest.some((ids) => ids[depth] !== id))
  return (shared === -1 ? [...first] : [...first].slice(0, shared)).map((id) => `${id}.`).join('')
}

/**
 * Where a text says that something is, never more than it says: the path of the deepest place when all names lie on
 * one branch, else of what they have in common; null when it names no place of the district.
 */
export const locateText = (text: string, gazetteer: Gazetteer): string | null => {
  const named = settle(namesIn(text, gazetteer))
  const deepest = named.reduce<NamedPlace | null>(
    (best, place) => (best && best.path.length >= place.path.length ? best : place),
    null,
  )
  if (!deepest) return null
  return named.every((place) => isWithin(deepest.path, place.path))
    ? deepest.path
    : commonPath(named.map(({ path }) => path))
}
