import { roleShape, type Actor, type ActorPost } from '#kernel/role'
import { civilDateAt } from '#kernel/time'
import { inTransaction, type Services, systemCtx } from '#platform/context'
import type { Identified } from '#platform/http'
import { isAlive, isSeenAnew } from '../rules/session.ts'
import { doPostsCount } from '../rules/staff-step.ts'
import { hashToken, TOKEN_LENGTH } from '../secret.ts'
import { type ActorRow, findSessionByToken, readActor, touchSession } from '../store/session.ts'
import { sessionFacts } from './session-facts.ts'

/**
 * Whose session a token is, with the posts held today; null when it is none, has ended, or its person is gone.
 * Asked with every request: one read of the session by its hash, one of person and posts in the session's district.
 * Nothing is remembered between requests, so a session that was ended, or a post that was taken away, is gone at once.
 */
export const findActor = async (services: Services, token: string, now: Date): Promise<Identified | null> => {
  if (token.length !== TOKEN_LENGTH) return null
  const session = await findSessionByToken(services, hashToken(token))
  if (!session) return null
  const facts = sessionFacts(session)
  if (!isAlive(facts, now)) return null
  const ctx = systemCtx(services, session.district_id, () => now)
  const rows = await inTransaction(ctx, (tx) => readActor(tx, session.person_id, civilDateAt(now)))
  const [person] = rows
  if (!person) return null
  if (isSeenAnew(facts, now)) await touchSession(services, session.token_hash, now)
  const posts = doPostsCount({ secondFactorAt: session.second_factor_at }) ? rows.flatMap(postOf) : []
  const actor: Actor = {
    kind: 'person',
    personId: session.person_id,
    name: person.name,
    posts: [...posts, residentPost(session.person_id, person)],
  }
  return { actor, districtId: session.district_id, language: person.language, sessionId: session.id }
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
