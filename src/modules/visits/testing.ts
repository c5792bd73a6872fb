import { Writable } from 'node:stream'
import type { Operation, OutputOf } from '#kernel/operation'
import type { Actor, Role } from '#kernel/role'
import { buildPerson, holdPost } from '#modules/identity/testing'
import { cases } from '#modules/cases'
import { identity } from '#modules/identity'
import { organizations } from '#modules/organizations'
import { places, type PlaceRow } from '#modules/places'
import { actorAt, type TestDistrict } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { workplace } from '#modules/workplace'
import type { Module } from '#platform/module'
import { systemCtx } from '#platform/context'
import { readSheet } from '#platform/office'
import type { TestPlatform } from '#platform/testing'
import type { z } from 'zod'
import * as contract from './contract.ts'
import { visits } from './index.ts'
import { planAll } from './service/plan.ts'

/** What visits stand on. */
export const visitModules: readonly Module[] = [places, organizations, identity, posts, workplace, cases, visits]

/** A person of the district with a post, and the actor that they are. */
export const buildWorker = async (
  platform: TestPlatform,
  here: TestDistrict,
  role: Role,
  place: PlaceRow,
  name: string,
): Promise<Actor> => {
  const person = await buildPerson(platform, here, { name })
  await holdPost(platform, here, person.id, role, { place })
  return actorAt(place, [role], { personId: person.id, name })
}

/** The people of a community that visits, each with a post. */
export interface VisitTeam {
  readonly here: TestDistrict
  readonly cadre: Actor
  readonly other: Actor
  readonly secretary: Actor
  readonly leader: Actor
  readonly administrator: Actor
}

export const buildVisitTeam = async (platform: TestPlatform, here: TestDistrict): Promise<VisitTeam> => ({
  here,
  cadre: await buildWorker(platform, here, 'communityWorker', here.community, '陈晓梅'),
  other: await buildWorker(platform, here, 'gridWorker', here.grid, '李小军'),
  secretary: await buildWorker(platform, here, 'communitySecretary', here.community, '周志强'),
  leader: await buildWorker(platform, here, 'leader', here.district, '郑国华'),
  administrator: await buildWorker(platform, here, 'administrator', here.district, '郑爽'),
})

/** Performs an operation as somebody of the team, under a new request id. */
export const act = <Op extends Operation>(
  platform: TestPlatform,
  team: Pick<VisitTeam, 'here'>,
  actor: Actor,
  operation: Op,
  input: z.input<Op['input']>,
): Promise<OutputOf<Op>> => platform.services.operations.perform(platform.as(actor, team.here.id), operation, input)

let doorCount = 0

/** A household at the grid, with a door nobody else has. */
export const buildHousehold = (
  platform: TestPlatform,
  team: VisitTeam,
  over: Partial<z.input<(typeof contract.createHousehold)['input']>> = {},
): Promise<contract.Household> => {
  doorCount += 1
  const input = { placeId: team.here.grid.id, door: `1-1-${doorCount}`, ...over }
  return act(platform, team, team.secretary, contract.createHousehold, input)
}

/** So many households that the cadre is responsible for. */
export const buildAssigned = async (
  platform: TestPlatform,
  team: VisitTeam,
  count: number,
): Promise<contract.Household[]> => {
  const households: contract.Household[] = []
  for (let made = 0; made < count; made += 1) households.push(await buildHousehold(platform, team))
  const ids = households.map((household) => household.id)
  await act(platform, team, team.secretary, contract.assignHouseholds, {
    ids,
    personId: team.cadre.personId ?? '',
  })
  return households
}

/** A rule of visiting in force since today; its visits are planned. Once in thirty days to households, unless said otherwise. */
export const buildProgramme = async (
  platform: TestPlatform,
  team: VisitTeam,
  over: Partial<z.input<(typeof contract.createProgramme)['input']>> = {},
): Promise<contract.Programme> => {
  const programme = await act(platform, team, team.secretary, contract.createProgramme, {
    kind: 'household',
    name: '社区干部入户走访',
    placeId: team.here.community.id,
    rhythm: 'days',
    rhythmNumber: 30,
    ...over,
  })
  await planAll(systemCtx(platform.services, team.here.id, platform.now))
  return programme
}

/** The rows of the first sheet of an export, by heading. */
export const exported = async <Op extends Operation>(
  platform: TestPlatform,
  team: VisitTeam,
  actor: Actor,
  operation: Op,
  input: z.input<Op['input']>,
): Promise<ReadonlyArray<Readonly<Record<string, string>>>> => {
  const pieces: Buffer[] = []
  const out = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece)
      done()
    },
  })
  const answer = await platform.services.operations.stream(platform.as(actor, team.here.id), operation, input)
  await answer.write(out)
  return (await readSheet(Buffer.concat(pieces))).rows.map((row) => row.cells)
}
