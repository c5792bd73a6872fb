import type { Actor } from '#kernel/role'
import { addDays, civilDateAt } from '#kernel/time'
import { acceptCase } from '#modules/cases/contract'
import { visits } from '#modules/visits'
import * as contract from '#modules/visits/contract'
import { type Acting, appoint, daysAgo, memberAt, minutesAfter, perform, runJob } from './acting.ts'
import type { BuiltCommunity } from './build-district.ts'
import { carryOn, categoryOf, type Stage, Way } from './play-cases.ts'
import { plainStory, type Story } from './stories.ts'

/** The round of visits to households began so many days ago. */
const BEGUN_DAYS_AGO = 20
const ROUND_DAYS = 30

const TALKS = [
  '老两口身体都好，儿子在外地，约了下周帮忙看手机银行',
  '孩子今年上小学，问了划片，把教育局的电话留下了',
  '租户刚换，登记了人口，讲了燃气要通风',
  '一个人住，腿不方便，约好每周送一次菜',
  '对小区停车有意见，已经记下来，带到院坝会上说',
  '家里做了体检，医保报销的材料不清楚，当面讲了',
] as const

interface Household {
  readonly id: string
}

/** 包联: households of a community, each with somebody responsible, and the rule by which they are visited. */
const openHouseholds = async (acting: Acting, community: BuiltCommunity, count: number): Promise<Household[]> => {
  const begin = daysAgo(acting, BEGUN_DAYS_AGO, 9)
  const { actor: secretary } = memberAt(acting, community.place.path, 'communitySecretary')
  const { actor: worker } = memberAt(acting, community.place.path, 'communityWorker')
  const made: Household[] = []
  for (let index = 0; index < count; index += 1) {
    const compound = community.compounds[index % community.compounds.length]
    if (!compound) continue
    const door = `${1 + (index % 6)} 幢 ${1 + (index % 3)} 单元 ${100 * (1 + (index % 5)) + 1 + (index % 2)}`
    made.push(await perform(acting, worker, begin, contract.createHousehold, { placeId: compound.id, door }))
  }
  await perform(acting, secretary, begin, contract.assignHouseholds, {
    ids: made.map(({ id }) => id),
    personId: worker.personId ?? '',
  })
  await perform(acting, secretary, begin, contract.createProgramme, {
    kind: 'household',
    name: '社区干部入户走访',
    placeId: community.place.id,
    rhythm: 'days',
    rhythmNumber: ROUND_DAYS,
    duties: ['宣传政策', '了解情况', '解决困难'],
  })
  await runJob(acting, visits, 'visits.plan', begin)
  return made
}

/** The first so many are visited, at one of them after a closed door. */
const visitHouseholds = async (
  acting: Acting,
  community: BuiltCommunity,
  households: readonly Household[],
): Promise<void> => {
  const { actor: worker } = memberAt(acting, community.place.path, 'communityWorker')
  for (const [index, { id: householdId }] of households.entries()) {
    const at = daysAgo(acting, BEGUN_DAYS_AGO - 1 - (index % (BEGUN_DAYS_AGO - 2)), 15 + (index % 5), (index * 7) % 60)
    if (index === 2)
      await perform(acting, worker, minutesAfter(at, -300), contract.recordVisit, { householdId, outcome: 'notHome' })
    const visit = await perform(acting, worker, at, contract.recordVisit, {
      householdId,
      duties: index % 2 === 0 ? ['宣传政策', '了解情况'] : ['了解情况', '解决困难'],
      words: TALKS[index % TALKS.length] ?? null,
    })
    if (index % 6 === 3)
      await perform(acting, worker, minutesAfter(at, 5), contract.addFinding, {
        visitId: visit.id,
        kind: 'need',
        words: '老人洗澡没有扶手，想请社区帮着装一个，材料费自己出。',
      })
  }
}

/** Problems that those who went to the front line saw, and what they decided there (S2-10). */
const FRONT_LINE = [
  ['老街排水沟半年没有清过，一下雨就漫到屋里。', '街道三天内清掏，水务局查出水口', '下水道堵塞或破损'],
  ['小区后门那条路没有灯，晚上老人不敢走。', '城管局先装两盏太阳能灯，再报线路', '路灯'],
  ['公交末班车太早，下夜班的人回不来。', '交通局两周内拿出延班方案', '交通'],
  ['活动室的门常年锁着，大家没处坐。', '社区当天开门，钥匙交给居民小组', '公共设施'],
  ['自来水早上发黄，住户用桶沉一沉再用。', '供水公司换掉楼前老铁管', '自来水管破裂'],
  ['幼儿园门口没有斑马线，孩子从车缝里钻。', '公安局一周内划线，放学时段派人', '交通'],
] as const

const playFrontLine = async (acting: Acting, stage: Stage): Promise<void> => {
  const { district } = acting
  const goers = district.members.filter(({ role }) => role === 'leader' || role === 'departmentOfficer')
  const begin = daysAgo(acting, 26, 9)
  const { actor: administrator } = memberAt(acting, district.path, 'administrator')
  const programme = await perform(acting, administrator, begin, contract.createProgramme, {
    kind: 'frontLine',
    name: '一线走访',
    placeId: district.placeId,
    rhythm: 'none',
  })
  for (const [index, [words, decision, category]] of FRONT_LINE.entries()) {
    const community = district.communities[index]
    const goer = goers[index % goers.length]
    if (!community || !goer) continue
    const at = daysAgo(acting, 25 - index * 4, 10, index * 6)
    const planned = await perform(acting, administrator, minutesAfter(at, -60), contract.planVisit, {
      programmeId: programme.id,
      placeId: community.place.id,
      personId: goer.actor.personId ?? '',
      dueOn: civilDateAt(at),
    })
    const visit = await perform(acting, goer.actor, at, contract.recordVisit, {
      visitId: planned.id,
      words: `到${community.place.name}看了现场，和居民、书记坐下来谈`,
    })
    const finding = await perform(acting, goer.actor, minutesAfter(at, 20), contract.addFinding, {
      visitId: visit.id,
      kind: 'problem',
      words,
      decision,
    })
    const story = plainStory({
      category,
      resolve: `按现场定的办了：${decision}。`,
      close: `现场定的事已经办好：${decision}。`,
    })
    await solve(stage, community, finding.caseId, minutesAfter(at, 30), story)
  }
}

const solve = async (stage: Stage, community: BuiltCommunity, caseId: string, at: Date, story: Story) => {
  const way = new Way(stage, at)
  way.caseId = caseId
  const categoryId = categoryOf(stage, story.category)
  const { actor: worker } = memberAt(stage, community.place.path, 'communityWorker')
  if (!(await way.act(worker, 20, acceptCase, { id: caseId, categoryId }))) return
  const fill = (text: string): string => text
  await carryOn(way, { story, fill, community, placePath: community.place.path, turn: 'straight', queryCode: null })
}

/** 三固化四包干: district leaders and bureaus keep contact with communities on a fixed day (S4-14). */
const playContacts = async (acting: Acting): Promise<void> => {
  const { district } = acting
  const begin = daysAgo(acting, BEGUN_DAYS_AGO, 8)
  const { actor: administrator } = memberAt(acting, district.path, 'administrator')
  const present = district.members.filter(({ role }) => role === 'leader').map(({ actor }) => actor)
  const place = { id: district.placeId, path: district.path }
  const bureaus = district.members.filter(({ role }) => role === 'departmentOfficer').map(({ actor }) => actor)
  // One for every community of the demo, as “29名区领导、162名局级干部” are for 191.
  const wanted = district.communities.length - present.length - bureaus.length
  const joined = await appoint(acting, { role: 'leader', title: '区领导', place }, wanted)
  const dueDay = Number(addDays(civilDateAt(acting.until), -BEGUN_DAYS_AGO + 12).slice(8))
  const programme = await perform(acting, administrator, begin, contract.createProgramme, {
    kind: 'leader',
    name: '区领导联系社区',
    placeId: district.placeId,
    rhythm: 'month',
    rhythmNumber: Math.min(dueDay, 28),
    duties: ['宣讲政策', '督导工作', '解决问题', '办好实事'],
  })
  const contacts: Array<readonly [Actor, BuiltCommunity]> = []
  for (const [index, actor] of [...present, ...joined, ...bureaus].entries()) {
    const community = district.communities[index % district.communities.length]
    if (!community) continue
    contacts.push([actor, community])
    await perform(acting, administrator, begin, contract.assignPlace, {
      programmeId: programme.id,
      placeId: community.place.id,
      personId: actor.personId ?? '',
    })
  }
  await runJob(acting, visits, 'visits.plan', begin)
  for (const [index, [actor, community]] of contacts.entries()) {
    // Some have not been yet: that is seen in the table.
    if (index % 7 === 6) continue
    const at = daysAgo(acting, 16 - (index % 8), 10, index)
    const mine = await perform(acting, actor, at, contract.listVisits, { view: 'mine', kind: 'leader' })
    const planned = mine.items.find(({ placeId, state }) => placeId === community.place.id && state === 'planned')
    if (!planned) continue
    await perform(acting, actor, at, contract.recordVisit, {
      visitId: planned.id,
      duties: index % 2 === 0 ? ['宣讲政策', '解决问题'] : ['督导工作', '办好实事'],
      words: '听了书记的汇报，走了两个院子，和居民代表谈了四十分钟',
    })
  }
}

export const playVisits = async (acting: Acting, stage: Stage): Promise<void> => {
  const { busiest, key } = acting.district
  if (key !== 'anning' && key !== 'pidu') return
  const households = await openHouseholds(acting, busiest, key === 'anning' ? 18 : 10)
  await visitHouseholds(acting, busiest, key === 'anning' ? households.slice(0, 13) : households)
  if (key === 'anning') await playFrontLine(acting, stage)
  else await playContacts(acting)
}
