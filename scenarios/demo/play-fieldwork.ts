import type { Actor } from '#kernel/role'
import { system } from '#kernel/role'
import { instantOf, type CivilDate } from '#kernel/time'
import { fieldwork } from '#modules/fieldwork'
import * as contract from '#modules/fieldwork/contract'
import { createOrganization } from '#modules/organizations/contract'
import {
  type Acting,
  actorOf,
  communityNamed,
  daysAgo,
  join,
  memberAt,
  minutesAfter,
  perform,
  runJob,
} from './acting.ts'
import type { BuiltCommunity } from './build-district.ts'
import { centerOf } from './outline.ts'
import { pick } from './people.ts'

/** A route is walked since so many days. */
const WALKED_DAYS = 6
/** Of these days one is missed. */
const MISSED_DAYS_AGO = 3
const RADIUS_M = 80

type Deed = readonly [kind: contract.ActionKind, functionKey: string, count: number, words: string]

/** 普吉街道: “清理乱堆乱放、小广告等100余处，劝止劝离乱摆乱卖、乱停乱放行为200余次” (S0-46). */
const PUJI: readonly Deed[] = [
  ['cleanUp', 'environment', 12, '楼道口和单元门上的小广告，铲干净后刷了一遍'],
  ['cleanUp', 'environment', 9, '农贸市场后门乱堆的泡沫箱、竹筐，叫摊主搬走了'],
  ['dissuasion', 'environment', 18, '早市占道摆摊，劝回市场里面'],
  ['dissuasion', 'environment', 22, '学校门口乱停的电动车，劝离或挪进停车框'],
  ['cleanUp', 'environment', 7, '楼道杂物，和楼长一起清到一楼，让住户认领'],
  ['dissuasion', 'environment', 16, '流动水果车占道，劝到疏导点'],
  ['cleanUp', 'environment', 11, '绿化带里的饭盒、塑料袋和两处小菜地'],
  ['dissuasion', 'environment', 14, '人行道上的面包车，打电话请车主开走'],
]
const PUJI_ROUNDS = 3

/** 网格职能 of 安宁市: 政治引领、矛盾化解、风险排查 (S2-18), and the two besides. */
const ANNING: readonly Deed[] = [
  ['publicity', 'guidance', 1, '院坝会上读了小区改造的政策，答了七个问题'],
  ['mediation', 'disputes', 1, '两户为晒台漏水争执，当面说好一起请人修'],
  ['screening', 'risks', 6, '查了六家小餐馆的燃气软管，两家当场换'],
  ['other', 'service', 2, '陪两位老人去办优待证'],
  ['cleanUp', 'environment', 5, '老街排水沟的淤泥和落叶'],
  ['screening', 'risks', 4, '雨后看了四处挡墙，都没有新裂缝'],
  ['publicity', 'guidance', 1, '上门讲反诈，帮三位老人装了来电提醒'],
  ['dissuasion', 'environment', 8, '街天占道的三轮车，劝进停车场'],
]

const logDeeds = async (
  acting: Acting,
  communities: readonly BuiltCommunity[],
  deeds: readonly Deed[],
): Promise<void> => {
  for (const [index, [kind, functionKey, count, words]] of deeds.entries()) {
    const community = communities[index % communities.length]
    if (!community) continue
    const grid = pick(acting.draw, community.grids)
    const { actor } = memberAt(acting, grid.path, 'gridWorker', 'gridLeader')
    const at = daysAgo(acting, 1 + ((index * 5) % 28), 8 + (index % 9), (index * 13) % 60)
    await perform(acting, actor, at, contract.logAction, { kind, functionKey, count, placeId: grid.id, words })
  }
}

const pointsOf = (community: BuiltCommunity) =>
  community.grids.map((grid, index) => {
    const [longitude, latitude] = centerOf(grid.outline)
    const name = community.compounds.find((compound) => compound.grid === index)?.name ?? grid.name
    return { name: `${name}门口`, longitude, latitude, radiusM: RADIUS_M }
  })

/** Walks what was planned of a route and is over, but for one day; what was missed is then said why. */
const walk = async (
  acting: Acting,
  planner: Actor,
  route: contract.Route,
  walkers: readonly Actor[],
  words: { readonly finding: string; readonly reason: string },
): Promise<void> => {
  const { points } = await perform(acting, planner, acting.until, contract.findRoute, { id: route.id })
  const { items } = await perform(acting, planner, acting.until, contract.listPatrols, { routeId: route.id })
  const over = items.filter(({ windowUntil, person }) => person !== null && windowUntil < acting.until)
  const missedOn = daysAgo(acting, MISSED_DAYS_AGO, 0)
  let isFirst = true
  for (const patrol of over) {
    if (instantOf(patrol.on as CivilDate).getTime() === missedOn.getTime()) continue
    const walker = actorOf(acting, patrol.person?.id ?? '', walkers)
    const id = { id: patrol.id }
    let at = minutesAfter(patrol.windowFrom, 3)
    await perform(acting, walker, at, contract.startPatrol, id)
    for (const { id: pointId, longitude, latitude } of points) {
      at = minutesAfter(at, 12)
      const point = { longitude: longitude + 0.0001, latitude }
      await perform(acting, walker, at, contract.checkIn, { ...id, pointId, point, accuracyM: 12 })
    }
    if (isFirst) {
      const [at0] = points
      const point = at0 ? { longitude: at0.longitude, latitude: at0.latitude } : null
      await perform(acting, walker, at, contract.reportFinding, { patrolId: patrol.id, body: words.finding, point })
    }
    isFirst = false
    await perform(acting, walker, minutesAfter(at, 8), contract.finishPatrol, id)
  }
  await runJob(acting, fieldwork, 'fieldwork.closeOverdue', acting.until)
  const missed = await perform(acting, planner, acting.until, contract.listPatrols, {
    routeId: route.id,
    state: 'missed',
  })
  const [first] = missed.items
  if (first)
    await perform(acting, planner, acting.until, contract.explainPatrol, { id: first.id, reason: words.reason })
}

/** 西城社区“红袖套”群防群治巡逻队: a team, its roster, its evening round (S0-16). */
const playRedSleeves = async (acting: Acting): Promise<void> => {
  const community = communityNamed(acting, '西城社区')
  const { actor: secretary } = memberAt(acting, community.place.path, 'communitySecretary')
  const begin = daysAgo(acting, WALKED_DAYS, 9)
  const team = await perform(acting, system, begin, createOrganization, {
    kind: 'social',
    name: '西城社区“红袖套”群防群治巡逻队',
    shortName: '红袖套巡逻队',
    placeId: community.place.id,
    duty: '晚间巡逻、劝导、看门守户',
  })
  const members: Actor[] = []
  // Two on duty every evening, each on two days of the week or three.
  for (const weekdays of [
    [1, 4],
    [1, 5],
    [2, 5],
    [2, 6],
    [3, 6],
    [3, 7],
    [4, 7],
  ]) {
    const member = await join(acting, community.place.id)
    members.push(member)
    await perform(acting, secretary, begin, contract.addToRoster, {
      organizationId: team.id,
      personId: member.personId ?? '',
      weekdays,
    })
  }
  const route = await perform(acting, secretary, begin, contract.createRoute, {
    name: '西城社区晚间巡逻',
    placeId: community.place.id,
    organizationId: team.id,
    rhythm: { kind: 'interval', everyDays: 1 },
    windowFrom: '19:30',
    windowUntil: '21:30',
    points: pointsOf(community),
  })
  await walk(acting, secretary, route, members, {
    finding: '巡到西城时代门口，路灯下的窨井盖裂了一条缝，骑车过去会卡轮子。',
    reason: '当晚大雨，队里商量改到第二天早上走了一遍',
  })
}

/** The morning round of a grid by its worker. */
const playGridRound = async (acting: Acting): Promise<void> => {
  const community = acting.district.busiest
  const grid = community.grids.find(({ path }) =>
    acting.district.members.some((member) => member.role === 'gridWorker' && member.placePath === path),
  )
  if (!grid) return
  const { actor: head } = memberAt(acting, grid.path, 'gridLeader')
  const route = await perform(acting, head, daysAgo(acting, WALKED_DAYS, 7), contract.createRoute, {
    name: `${community.place.name}${grid.name}早间巡查`,
    placeId: grid.id,
    organizationId: null,
    rhythm: { kind: 'interval', everyDays: 1 },
    windowFrom: '09:00',
    windowUntil: '11:00',
    points: pointsOf(community).slice(0, 3),
  })
  await walk(acting, head, route, [], {
    finding: '早上巡查，围墙根的下水篦子被树叶堵死，下雨要积水。',
    reason: '当天抽去参加人口核查，没有走',
  })
}

export const playFieldwork = async (acting: Acting): Promise<void> => {
  const { key, communities } = acting.district
  if (key === 'wuhua') {
    const puji = communities.filter(({ street }) => street.name === '普吉街道')
    for (let round = 0; round < PUJI_ROUNDS; round += 1) await logDeeds(acting, puji, PUJI)
    await playRedSleeves(acting)
    await playGridRound(acting)
  }
  if (key === 'anning') {
    await logDeeds(acting, [acting.district.busiest, ...communities.slice(0, 2)], ANNING)
    await playGridRound(acting)
  }
}
