import type { z } from 'zod'
import type { Operation, OutputOf } from '#kernel/operation'
import type { Actor } from '#kernel/role'
import { cases } from '#modules/cases'
import { emergencies } from '#modules/emergencies'
import { appoint } from '#modules/hazards/testing'
import { identity } from '#modules/identity'
import { organizations } from '#modules/organizations'
import { places } from '#modules/places'
import type { TestDistrict } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { workplace } from '#modules/workplace'
import type { Module } from '#platform/module'
import type { TestPlatform } from '#platform/testing'
import * as contract from './contract.ts'

/** What emergencies stand on. */
export const emergencyModules: readonly Module[] = [
  places,
  organizations,
  identity,
  posts,
  workplace,
  cases,
  emergencies,
]

/** A chain of four, from the grid to the street. */
export interface CallTeam {
  readonly here: TestDistrict
  readonly worker: Actor
  readonly leader: Actor
  readonly station: Actor
  readonly instructor: Actor
}

export const buildChain = async (platform: TestPlatform, here: TestDistrict): Promise<CallTeam> => ({
  here,
  worker: await appoint(platform, here, here.grid, 'gridWorker', '周小明'),
  leader: await appoint(platform, here, here.grid, 'gridLeader', '赵大勇'),
  station: await appoint(platform, here, here.community, 'stationLeader', '钱立'),
  instructor: await appoint(platform, here, here.street, 'gridInstructor', '孙丽'),
})

/** Performs an operation as somebody, under a new request id. */
export const act = <Op extends Operation>(
  platform: TestPlatform,
  team: Pick<CallTeam, 'here'>,
  actor: Actor,
  operation: Op,
  input: Partial<z.input<Op['input']>> & object,
): Promise<OutputOf<Op>> =>
  platform.services.operations.perform(platform.as(actor, team.here.id), operation, input as never)

export const raise = (platform: TestPlatform, team: CallTeam, over: object = {}) =>
  act(platform, team, team.station, contract.raiseEvent, {
    kind: 'flood',
    level: 2,
    title: '暴雨防汛',
    words: '低洼处积水，请立即到岗。',
    placeIds: [team.here.community.id],
    ...over,
  })
