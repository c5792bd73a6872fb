import { roleShape, type Actor, type ActorPost } from '#kernel/role'
import { civilDateAt } from '#kernel/time'
import { inOneStatement, type Services, systemCtx } from '#platform/context'
import type { Identified } from '#platform/http'
import { isAlive, isSeenAnew } from '../rules/session.ts'
import { doPostsCount } from '../rules/staff-step.ts'
import { hashToken, TOKEN_LENGTH } from '../secret.ts'
import { type ActorRow, findDistrictOfSession, readSessionActor, touchSession } from '../store/session.ts'
import { sessionFacts } from './session-facts.ts'

/** For how many sessions the district is remembered. */
const KNOWN_DISTRICTS_MAX = 50_000
const knownDistricts = new WeakMap<Services, Map<string, number>>()

/** In which district a session is: the one thing of it that never changes, so that it may be remembered. */
const districtOfSession = async (services: Services, tokenHash: Buffer): Promise<number | undefined> => {
  const known = knownDistricts.get(services) ?? new Map<string, number>()
  knownDistricts.set(services, known)
  const key = tokenHash.toString('latin1')
  const before = known.get(key)
  if (before !== undefined) return before
  const districtId = await findDistrictOfSession(services, tokenHash)
  if (known.size >= KNOWN_DISTRICTS_MAX) known.clear()
  if (districtId !== undefined) known.set(key, districtId)
  return districtId
}

/**
 * Whose session a token is, with the posts held today; null when it is none, has ended, or its person is gone.
 * Asked with every request, in one statement. Nothing that can change is remembered between requests, so a session
 * that was ended, or a post that was taken away, is gone at once.
 */
export const findActor = async (services: Services, token: string, now: Date): Promise<Identified | null> => {
  if (token.length !== TOKEN_LENGTH) return null
  const tokenHash = hashToken(token)
  const districtId = await districtOfSession(services, tokenHash)
  if (districtId === undefined) return null
  const ctx = systemCtx(services, districtId, () => now)
  const rows = await inOneStatement(ctx, (tx) => readSessionActor(tx, tokenHash, civilDateAt(now)))
  const [session] = rows
  if (!session) return null
  const facts = sessionFacts(session)
  if (!isAlive(facts, now)) return null
  if (isSeenAnew(facts, now)) await touchSession(services, tokenHash, now)
  const posts = doPostsCount({ secondFactorAt: session.second_factor_at }) ? rows.flatMap(postOf) : []
  const actor: Actor = {
    kind: 'person',
    personId: session.person_id,
    name: session.name,
    posts: [...posts, residentPost(session.person_id, session)],
  }
  return { actor, districtId, language: session.language, sessionId: session.id }
}

const postOf = (row: ActorRow): ActorPost[] => {
  const { post_id, post_place_id, post_place_path } = row
  if (post_id === null || post_place_id === null || post_place_path === null) return []
  return [
    {
      id: post_id,
      role: roleShape.parse(row.post_role),
      placeId: post_place_id,
      placePath: post_place_path,
      organizationId: row.post_organization_id,
    },
  ]
}

/** Everybody is a resident of the own place; that is no row of posts. */
const residentPost = (personId: string, person: ActorRow): ActorPost => ({
  id: personId,
  role: 'resident',
  placeId: person.place_id,
  placePath: person.place_path,
  organizationId: null,
})
