import sharp from 'sharp'
import type { z } from 'zod'
import type { InputOf, Operation, OutputOf } from '#kernel/operation'
import type { Actor } from '#kernel/role'
import { cases } from '#modules/cases'
import { hazards } from '#modules/hazards'
import { identity } from '#modules/identity'
import { organizations } from '#modules/organizations'
import { buildOrganization } from '#modules/organizations/testing'
import { places } from '#modules/places'
import { actorAt, type TestDistrict } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { keepFile, prepareFile, workplace } from '#modules/workplace'
import { inTransaction } from '#platform/context'
import type { Module } from '#platform/module'
import type { TestPlatform } from '#platform/testing'
import * as contract from './contract.ts'

/** What hazards stand on. */
export const hazardModules: readonly Module[] = [places, organizations, identity, posts, workplace, cases, hazards]

/** The people a hazard needs on its way, each with a post in the district, and a catalogue with a kind that has a name. */
export interface HazardTeam {
  readonly here: TestDistrict
  readonly inspector: Actor
  readonly rechecker: Actor
  readonly chief: Actor
  readonly secretary: Actor
  readonly administrator: Actor
  /** Of the organisation that a site belongs to; elsewhere it sees nothing. */
  readonly owner: Actor
  readonly organizationId: string
  readonly kindIds: readonly [string, string]
  readonly siteKindId: string
}

/** Performs an operation as somebody of the team, under a new request id. */
export const act = <Op extends Operation>(
  platform: TestPlatform,
  team: Pick<HazardTeam, 'here'>,
  actor: Actor,
  operation: Op,
  input: Partial<z.input<Op['input']>> & object,
): Promise<OutputOf<Op>> =>
  platform.services.operations.perform(platform.as(actor, team.here.id), operation, input as never)

export const buildHazardTeam = async (platform: TestPlatform, here: TestDistrict): Promise<HazardTeam> => {
  const administrator = actorAt(here.district, ['administrator'], { name: '郑爽' })
  await act(platform, { here }, administrator, contract.installCatalogue, {})
  const { classes, siteKinds } = await act(platform, { here }, administrator, contract.findCatalogue, {})
  const kinds = classes[0]?.kinds ?? []
  for (const [index, name] of ['疏散通道堵塞', '灭火器过期'].entries()) {
    const kind = kinds[index]
    if (kind) await act(platform, { here }, administrator, contract.changeKind, { id: kind.id, version: 1, name })
  }
  const { id: organizationId } = await buildOrganization(platform, here.district)
  return {
    here,
    administrator,
    organizationId,
    inspector: actorAt(here.grid, ['gridWorker'], { name: '周小明' }),
    rechecker: actorAt(here.grid, ['gridLeader'], { name: '赵大勇' }),
    chief: actorAt(here.community, ['stationLeader'], { name: '钱立' }),
    secretary: actorAt(here.community, ['communitySecretary'], { name: '周志强' }),
    owner: actorAt({ ...here.city, path: '9.' }, ['communityWorker'], { name: '孙丽', organizationId }),
    kindIds: [kinds[0]?.id ?? '', kinds[1]?.id ?? ''],
    siteKindId: siteKinds[2]?.id ?? '',
  }
}

let siteCount = 0

export const buildSite = (
  platform: TestPlatform,
  team: HazardTeam,
  over: Partial<z.input<typeof contract.createSite.input>> = {},
): Promise<contract.Site> => {
  siteCount += 1
  return act(platform, team, team.inspector, contract.createSite, {
    name: `好邻居超市 ${siteCount} 店`,
    kindId: team.siteKindId,
    placeId: team.here.grid.id,
    address: '光明路 3 号',
    ...over,
  })
}

/** Photos that somebody has uploaded. */
export const photosOf = async (
  platform: TestPlatform,
  team: Pick<HazardTeam, 'here'>,
  actor: Actor,
  count = 1,
): Promise<string[]> => {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#c33' } })
    .jpeg()
    .toBuffer()
  const ids: string[] = []
  for (let number = 0; number < count; number += 1) {
    const ctx = platform.as(actor, team.here.id)
    const prepared = await prepareFile(ctx, { fileName: '现场.jpg', bytes })
    ids.push((await inTransaction(ctx, (tx) => keepFile(tx, prepared))).id)
  }
  return ids
}

type Finding = InputOf<typeof contract.recordInspection>['hazards'][number]

/** An inspection that found one hazard, noticed at once unless told otherwise. */
export const inspect = async (
  platform: TestPlatform,
  team: HazardTeam,
  siteId: string,
  over: Partial<Finding> & { readonly by?: Actor; readonly campaignId?: string; readonly inspectedAt?: string } = {},
): Promise<OutputOf<typeof contract.recordInspection>> => {
  const { by = team.inspector, campaignId = null, inspectedAt = null, ...finding } = over
  const fileIds = await photosOf(platform, team, by, finding.isOnTheSpot ? 2 : 1)
  return act(platform, team, by, contract.recordInspection, {
    siteId,
    campaignId,
    inspectedAt,
    items: [
      { kindId: team.kindIds[0], result: 'hazard' },
      { kindId: team.kindIds[1], result: 'pass' },
    ],
    hazards: [
      {
        kindId: team.kindIds[0],
        words: '后门被货物堵住，门打不开',
        severity: 'general',
        photos: [0],
        isOnTheSpot: false,
        rectifiedPhotos: finding.isOnTheSpot ? [1] : [],
        measures: '搬走货物，保持通道畅通',
        limitDays: null,
        ...finding,
      },
    ],
    fileIds,
  })
}

/** The row of a hazard as it stands. */
export const rowOf = async (platform: TestPlatform, team: Pick<HazardTeam, 'here'>, id: string) => {
  const [row] = await platform.rows<Record<string, unknown>>(
    team.here.id,
    'select * from hazards.hazard where district_id = $1 and id = $2',
    [team.here.id, id],
  )
  return row ?? {}
}

/** Somebody with a row of their own and a post there, so that the register of posts finds them. */
export const appoint = async (
  platform: TestPlatform,
  here: TestDistrict,
  place: TestDistrict['grid'],
  role: 'gridWorker' | 'gridLeader' | 'stationLeader' | 'gridInstructor',
  name: string,
): Promise<Actor> => {
  const actor = actorAt(place, [role], { name })
  const postId = actorAt(place, [role]).personId
  const run = (text: string, values: readonly unknown[]) => platform.rows(here.id, text, values)
  await run(
    `insert into identity.person (district_id, id, name, name_key, name_folded, name_tokens, place_id, place_path, created_at)
     values ($1, $2, $3, 'x', $3, '', $4, $5, now())`,
    [here.id, actor.personId, name, place.id, place.path],
  )
  await run(
    `insert into posts.post (district_id, id, role, title, place_id, place_path, seat_count, created_at)
     values ($1, $2, $3, $3, $4, $5, 1, now())`,
    [here.id, postId, role, place.id, place.path],
  )
  await run(
    `insert into posts.appointment (district_id, id, post_id, person_id, manner, starts_on, created_at)
     values ($1, gen_random_uuid(), $2, $3, 'full', '2026-01-01', now())`,
    [here.id, postId, actor.personId],
  )
  return actor
}
