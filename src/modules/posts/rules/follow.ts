import { type Manner, type PostRole, SEATS_MAX } from '../contract.ts'

export interface Holding {
  readonly personId: string
  readonly manner: Manner
  readonly startsOn: string
  readonly endsOn: string | null
}

/** An open post on a grid that ends, with who holds it then or later. */
export interface OldPost {
  readonly placeId: number
  readonly role: PostRole
  readonly title: string
  readonly organizationId: string | null
  readonly seatCount: number
  readonly holdings: readonly Holding[]
}

export interface Line {
  readonly endedId: number
  readonly begunIds: readonly number[]
}

/**
 * The posts on grids that follow others (S2-14, S2-15). After a split everybody keeps every part, so that no household is
 * without its grid worker on the first day; who takes which part is decided by people afterwards. In a merge posts of the
 * same role and title become one with all their seats, and somebody who held two of them holds the one.
 */
export const planFollow = (lines: readonly Line[], posts: readonly OldPost[], on: string): OldPost[] => {
  const followed = new Map<string, OldPost>()
  for (const { endedId, begunIds } of lines) {
    for (const placeId of begunIds) {
      for (const post of posts.filter((candidate) => candidate.placeId === endedId)) {
        const key = [placeId, post.role, post.title, post.organizationId].join('\n')
        const earlier = followed.get(key)
        followed.set(key, earlier ? join(earlier, post, on) : { ...post, placeId, holdings: begin(post.holdings, on) })
      }
    }
  }
  return [...followed.values()]
}

/** Nobody holds a post before its grid begins. */
const begin = (holdings: readonly Holding[], on: string): Holding[] =>
  holdings.map((holding) => (holding.startsOn < on ? { ...holding, startsOn: on } : holding))

const join = (one: OldPost, other: OldPost, on: string): OldPost => {
  const held = new Set(one.holdings.map((holding) => holding.personId))
  const holdings = [...one.holdings, ...begin(other.holdings, on).filter((holding) => !held.has(holding.personId))]
  return { ...one, holdings, seatCount: Math.min(SEATS_MAX, one.seatCount + other.seatCount) }
}
