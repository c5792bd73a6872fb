import type { InputOf, Operation, OutputOf } from '#kernel/operation'
import type { Actor } from '#kernel/role'
import { calendar } from '#modules/calendar'
import { cases } from '#modules/cases'
import { fieldwork } from '#modules/fieldwork'
import { identity } from '#modules/identity'
import { buildPerson } from '#modules/identity/testing'
import { organizations } from '#modules/organizations'
import { places } from '#modules/places'
import { actorAt, type TestDistrict } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { buildAppointment, buildPost } from '#modules/posts/testing'
import { workplace } from '#modules/workplace'
import type { Module } from '#platform/module'
import type { TestPlatform } from '#platform/testing'
import * as contract from './contract.ts'

/** What fieldwork stands on. */
export const fieldworkModules: readonly Module[] = [
  places,
  organizations,
  identity,
  posts,
  workplace,
  calendar,
  cases,
  fieldwork,
]

/** The people of a grid: its head plans, its workers walk. */
export interface GridTeam {
  readonly here: TestDistrict
  readonly leader: Actor
  readonly worker: Actor
  readonly administrator: Actor
}

/** Somebody with a row, a post at the grid and an appointment. */
export const buildHolder = async (
  platform: TestPlatform,
  here: TestDistrict,
  role: 'gridWorker' | 'gridLeader',
  name: string,
): Promise<Actor> => {
  const person = await buildPerson(platform, here, { name })
  const post = await buildPost(platform, here.grid, role, { title: name })
  await buildAppointment(platform, post, person.id)
  return actorAt(here.grid, [role], { personId: person.id, name })
}

export const buildGridTeam = async (platform: TestPlatform, here: TestDistrict): Promise<GridTeam> => ({
  here,
  leader: await buildHolder(platform, here, 'gridLeader', '赵大勇'),
  worker: await buildHolder(platform, here, 'gridWorker', '孙小梅'),
  administrator: actorAt(here.district, ['administrator'], { name: '郑爽' }),
})

/** Performs an operation as somebody, under a new request id. */
export const act = <Op extends Operation>(
  platform: TestPlatform,
  team: Pick<GridTeam, 'here'>,
  actor: Actor,
  operation: Op,
  input: object = {},
): Promise<OutputOf<Op>> =>
  platform.services.operations.perform(platform.as(actor, team.here.id), operation, input as never)

/** The gate of the compound and the river bank, some 550 m apart. */
export const GATE = { name: '小区北门', longitude: 102.7, latitude: 25.05, radiusM: 50 }
export const RIVER = { name: '河堤', longitude: 102.7, latitude: 25.055, radiusM: 50 }

/** A route of the grid, every day from 9 to 11, past two points. */
export const buildRoute = (
  platform: TestPlatform,
  team: GridTeam,
  over: Partial<InputOf<typeof contract.createRoute>> = {},
): Promise<contract.Route> =>
  act(platform, team, team.leader, contract.createRoute, {
    name: `路线${Math.floor(platform.now().getTime() / 1000)}`,
    placeId: team.here.grid.id,
    organizationId: null,
    rhythm: { kind: 'interval', everyDays: 1 },
    windowFrom: '09:00',
    windowUntil: '11:00',
    points: [GATE, RIVER],
    ...over,
  })
