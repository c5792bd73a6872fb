import type { z } from 'zod'
import type { Operation, OutputOf } from '#kernel/operation'
import { type Actor, type Role, system } from '#kernel/role'
import { addDays, civilDateAt, instantOf } from '#kernel/time'
import { createPerson } from '#modules/identity/contract'
import { createAppointment, createPost, type Manner, type PostRole } from '#modules/posts/contract'
import { newId, type Services, systemCtx } from '#platform/context'
import type { Module } from '#platform/module'
import { type BuiltCommunity, type BuiltDistrict, type Member, POSTS_BEGIN_ON } from './build-district.ts'
import { demoPhone, type Draw, personName } from './people.ts'

const MINUTE_MS = 60_000
/** Running numbers of the phones of those who join after the district is built. */
const JOINED_FROM = 700_000

/** What whoever plays in a district needs at hand. */
export interface Acting {
  readonly services: Services
  readonly district: BuiltDistrict
  readonly draw: Draw
  /** The present: nothing is done after it. */
  readonly until: Date
  joined: number
}

export const beginActing = (services: Services, district: BuiltDistrict, draw: Draw, until: Date): Acting => ({
  services,
  district,
  draw,
  until,
  joined: JOINED_FROM,
})

type Scene = Pick<Acting, 'services' | 'district'>

/** Performs an operation as somebody at an instant. */
export const perform = <Op extends Operation>(
  { services, district }: Scene,
  actor: Actor,
  at: Date,
  operation: Op,
  input: z.input<Op['input']>,
): Promise<OutputOf<Op>> => {
  const ctx = systemCtx(services, district.districtId, () => at)
  return services.operations.perform({ ...ctx, actor, requestId: newId(ctx) }, operation, input)
}

/** Runs a job of a module as of an instant, as its schedule would have. */
export const runJob = async ({ services, district }: Scene, module: Module, name: string, at: Date): Promise<void> => {
  const job = module.jobs?.find((candidate) => candidate.name === name)
  if (!job) throw new Error(`there is no job ${name}`)
  await job.run(
    systemCtx(services, district.districtId, () => at),
    {},
  )
}

/** Who holds one of these roles nearest to a place: at it, else above it. */
export const memberAt = ({ district }: Scene, placePath: string, ...roles: readonly Role[]): Member => {
  const found = district.members
    .filter((member) => roles.includes(member.role) && placePath.startsWith(member.placePath))
    .sort((a, b) => b.placePath.length - a.placePath.length)[0]
  if (!found) throw new Error(`nobody is ${roles.join(' or ')} at ${placePath}`)
  return found
}

export const communityNamed = ({ district }: Scene, name: string): BuiltCommunity => {
  const found = district.communities.find(({ place }) => place.name === name)
  if (!found) throw new Error(`there is no community ${name}`)
  return found
}

/** An hour and minute of the day so many days ago. */
export const daysAgo = ({ until }: Pick<Acting, 'until'>, days: number, hour: number, minute = 0): Date =>
  new Date(instantOf(addDays(civilDateAt(until), -days)).getTime() + (hour * 60 + minute) * MINUTE_MS)

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS)

/** Somebody new in the register of persons. */
export const join = async (acting: Acting, placeId: number): Promise<Actor> => {
  acting.joined += 1
  const name = personName(acting.draw)
  const phone = demoPhone(acting.district.districtId % 100, acting.joined)
  const person = await perform(acting, system, acting.until, createPerson, { name, phone, placeId })
  return { kind: 'person', personId: person.id, name, posts: [] }
}

interface Joining {
  readonly role: PostRole
  readonly title: string
  readonly place: { readonly id: number; readonly path: string }
  readonly manner?: Manner
}

/** So many people who hold a post with as many seats. */
export const appoint = async (
  acting: Acting,
  { role, title, place, manner }: Joining,
  seatCount: number,
): Promise<Actor[]> => {
  const draft = { role, title, placeId: place.id, organizationId: null, seatCount }
  const post = await perform(acting, system, acting.until, createPost, draft)
  const actors: Actor[] = []
  for (let seat = 0; seat < seatCount; seat += 1) {
    const person = await join(acting, place.id)
    await perform(acting, system, acting.until, createAppointment, {
      postId: post.id,
      personId: person.personId ?? '',
      startsOn: POSTS_BEGIN_ON as never,
      ...(manner ? { manner } : {}),
    })
    const held = { id: post.id, role, placeId: place.id, placePath: place.path, organizationId: null }
    actors.push({ ...person, posts: [held] })
  }
  return actors
}

/** The member of the district who is that person. */
export const actorOf = ({ district }: Scene, personId: string, others: readonly Actor[] = []): Actor => {
  const found = [...district.members.map(({ actor }) => actor), ...others].find((actor) => actor.personId === personId)
  if (!found) throw new Error(`nobody here is ${personId}`)
  return found
}
