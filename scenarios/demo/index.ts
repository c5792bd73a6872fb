import { sql } from 'kysely'
import { learnCategories } from '#modules/cases'
import { installDefaults } from '#modules/cases/contract'
import { issueSession } from '#modules/identity'
import { listDistricts } from '#modules/places'
import { listPlaces, type Place } from '#modules/places/contract'
import { listPosts } from '#modules/posts/contract'
import { type Ctx, inTransaction, newId, type Services, systemCtx } from '#platform/context'
import { createInlineJobs } from '#platform/jobs'
import type { PageAnswer, PortalPage } from '#platform/module'
import { type BuiltDistrict, buildDistrict, foundDistrict } from './build-district.ts'
import { type DemoDistrict, demoDistricts } from './districts.ts'
import { setFlowOf } from './flows.ts'
import { type Persona, personas } from './personas.ts'
import { play } from './play.ts'
import { playCases } from './play-cases.ts'

/** Cases played in each district; the sources' own numbers come with their records later. */
const CASES: Readonly<Record<DemoDistrict['key'], number>> = {
  wuhua: 110,
  huangbohai: 30,
  anning: 60,
  hongshan: 30,
  pidu: 80,
}

/** Loads the demo into an empty database, through the operations its people would use. */
export const loadWhenEmpty = async (services: Services, log: (line: string) => void): Promise<boolean> => {
  const there = await inTransaction(systemCtx(services, 0), listDistricts)
  if (there.length > 0) return false
  const begun = Date.now()
  const jobs = createInlineJobs()
  const loading: Services = { ...services, enqueue: jobs.enqueue }
  log('载入演示数据 loading the demo: 5 个区 districts')
  // One after the other: two districts of one city must not both make the city.
  const founded: Place[] = []
  for (const demo of demoDistricts) founded.push(await foundDistrict(loading, demo))
  await Promise.all(
    founded.map((district, index) =>
      loadDistrict(loading, demoDistricts[index] as DemoDistrict, district, index + 1, log),
    ),
  )
  await jobs.drain(loading)
  await sql`analyze`.execute(services.db)
  log(`演示数据已载入 demo loaded, ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  return true
}

const loadDistrict = async (
  services: Services,
  demo: DemoDistrict,
  district: Place,
  number: number,
  log: (line: string) => void,
): Promise<void> => {
  const built: BuiltDistrict = await buildDistrict(services, demo, district, number)
  const ctx = systemCtx(services, built.districtId)
  await services.operations.perform({ ...ctx, requestId: newId(ctx) }, installDefaults, {})
  await playCases(services, built, CASES[demo.key], new Date())
  await play(services, built, new Date())
  await setFlowOf(ctx, demo.key)
  await learnCategories(ctx)
  log(
    `${demo.name}: ${built.communities.length} 个社区 communities, ${built.members.length} 人 people, ${CASES[demo.key]} 件 cases`,
  )
}

// One click to be somebody --------------------------------------------------------------------------------------------

export interface PersonaLinks {
  readonly links: ReadonlyArray<{ readonly label: string; readonly path: string }>
  readonly pages: readonly PortalPage[]
}

/** Sign-in links, one per persona. Only while the demo is loaded and the server listens on loopback. */
export const personaLinks = async (services: Services): Promise<PersonaLinks | null> => {
  const districts = await inTransaction(systemCtx(services, 0), listDistricts)
  const isDemo = demoDistricts.every((demo) => districts.some((district) => district.code === demo.code))
  if (!isDemo) return null
  const page: PortalPage = {
    path: '/demo/:persona',
    get: async (ctx, request): Promise<PageAnswer> => {
      const persona = personas.find((candidate) => candidate.key === request.params['persona'])
      return persona ? signInAs(ctx, persona, districts) : { redirect: '/' }
    },
  }
  return { links: personas.map(({ key, label }) => ({ label, path: `/demo/${key}` })), pages: [page] }
}

const signInAs = async (
  ctx: Ctx,
  persona: Persona,
  districts: Awaited<ReturnType<typeof listDistricts>>,
): Promise<PageAnswer> => {
  const demo = demoDistricts.find((candidate) => candidate.key === persona.district)
  const district = districts.find((candidate) => candidate.code === demo?.code)
  if (!district?.district_id) return { redirect: '/' }
  const there: Ctx = {
    ...systemCtx(ctx.services, district.district_id, ctx.now),
    cookie: ctx.cookie,
    origin: ctx.origin,
  }
  const { operations } = ctx.services
  const named = await operations.perform(there, listPlaces, { withinId: district.id, words: persona.place })
  const place = named.items.find((candidate) => candidate.name === persona.place) ?? district
  const personId =
    persona.role === 'resident' ? await aResident(there, place.id) : await aHolder(there, persona.role, place.id)
  if (!personId) return { redirect: '/' }
  await inTransaction(there, (tx) => issueSession(tx, personId))
  return { redirect: persona.face, remember: { placeId: place.id } }
}

const aHolder = async (
  ctx: Ctx,
  role: Exclude<Persona['role'], 'resident'>,
  withinId: number,
): Promise<string | undefined> => {
  const posts = await ctx.services.operations.perform(ctx, listPosts, { role, withinId, staffing: 'filled', limit: 1 })
  return posts.items[0]?.holders[0]?.personId
}

/** Somebody who lives here, holds no post and raised something lately. */
const aResident = (ctx: Ctx, placeId: number): Promise<string | undefined> =>
  inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select p.id from identity.person p
      join cases.reporter r on r.district_id = p.district_id and r.person_id = p.id
      where p.district_id = ${tx.districtId} and p.place_id = ${placeId}
        and not exists (select 1 from posts.appointment a where a.district_id = p.district_id and a.person_id = p.id)
      order by r.reported_at desc limit 1`.execute(tx.db)
    return rows[0]?.id
  })
