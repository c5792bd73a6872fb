import type { z } from 'zod'
import type { Operation, OutputOf } from '#kernel/operation'
import { type Actor, anyone } from '#kernel/role'
import type { WorkCalendar } from '#kernel/time'
import * as cases from '#modules/cases/contract'
import { calendarOf } from '#platform/calendar'
import { inTransaction, type Services, systemCtx } from '#platform/context'
import { memberAt, perform } from './acting.ts'
import type { BuiltCommunity, BuiltDistrict, Member } from './build-district.ts'
import { createDraw, demoPhone, type Draw, personName, pick } from './people.ts'
import { type Story, stories } from './stories.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
/** How far back the first case lies. */
const DAYS_BACK = 60
/** So many in a hundred lie within the last tenth of that time, so that every step has some standing in it. */
const RECENT_PERCENT = 50
/** So many in a hundred come from the busiest community. */
const BUSIEST_PERCENT = 40

/** What becomes of a case besides going straight through. In percent. */
const TURNS = [
  ['straight', 55],
  ['returned', 8],
  ['reworked', 8],
  ['badlyRated', 5],
  ['refused', 4],
  ['paused', 5],
  ['withdrawn', 3],
  ['notAccepted', 2],
  ['notDispatched', 3],
  ['notHandled', 4],
  ['notVerified', 3],
] as const
type Turn = (typeof TURNS)[number][0]

export interface Stage {
  readonly services: Services
  readonly district: BuiltDistrict
  readonly draw: Draw
  readonly calendar: WorkCalendar
  readonly categoryIds: ReadonlyMap<string, number>
  readonly until: Date
  reporters: number
}

/** Plays cases of one district, each through the operations its people would use, as far as time has come. */
export const playCases = async (
  services: Services,
  district: BuiltDistrict,
  count: number,
  now: Date,
): Promise<void> => {
  const stage = await openStage(services, district, now)
  for (let index = 0; index < count; index += 1) await playOne(stage, index)
}

export const openStage = async (services: Services, district: BuiltDistrict, now: Date): Promise<Stage> => {
  const ctx = systemCtx(services, district.districtId)
  const tree = await services.operations.perform(ctx, cases.listCategories, {})
  const calendar = await inTransaction(ctx, calendarOf)
  return {
    services,
    district,
    draw: createDraw(district.districtId * 31 + 7),
    calendar,
    categoryIds: new Map(tree.items.map((category) => [category.name, category.id])),
    until: now,
    reporters: 500_000,
  }
}

const turnOf = (draw: Draw): Turn => {
  let rest = draw(100)
  for (const [turn, share] of TURNS) {
    if (rest < share) return turn
    rest -= share
  }
  return 'straight'
}

/** When it is told: by day mostly, thick towards today. */
const reportInstant = ({ draw, until }: Stage): Date => {
  const isRecent = draw(100) < RECENT_PERCENT
  const back = (isRecent ? draw(1000) / 10_000 : draw(1000) / 1000) * DAYS_BACK * DAY_MS
  return new Date(until.getTime() - back - draw(60) * MINUTE_MS)
}

/** Work goes on in work time: so many minutes of it after an instant, an odd second added. */
const after = ({ calendar, draw }: Stage, at: Date, minutes: number): Date =>
  new Date(calendar.addWorkMinutes(calendar.workTimeFrom(at), minutes).getTime() + draw(50_000))

/** One case on its way: acts until the next instant would lie in the future. */
export class Way {
  at: Date
  caseId = ''
  readonly stage: Stage
  constructor(stage: Stage, at: Date) {
    this.stage = stage
    this.at = at
  }
  /** Performs an act of this person `minutes` of work time later; false when that has not come yet. */
  async act<Op extends Operation>(
    actor: Actor,
    minutes: number,
    operation: Op,
    input: z.input<Op['input']>,
  ): Promise<boolean> {
    const at = after(this.stage, this.at, minutes)
    if (at > this.stage.until) return false
    this.at = at
    await perform(this.stage, actor, at, operation, input)
    return true
  }
}

const playOne = async (stage: Stage, index: number): Promise<void> => {
  const { draw, district } = stage
  const community = draw(100) < BUSIEST_PERCENT ? district.busiest : pick(draw, district.communities)
  const compound = pick(draw, community.compounds)
  const story = stories[(index * 7 + district.districtId) % stories.length] as Story
  // A space stands between a name and a figure, none between a name and words.
  const fill = (text: string): string =>
    text.replaceAll(/\{place\} ?(?=[^\d ])/g, compound.name).replaceAll('{place}', compound.name)
  const way = new Way(stage, reportInstant(stage))
  const turn = turnOf(draw)
  const reported = await report(way, story, fill, community, compound)
  way.caseId = reported.case.id
  if (turn === 'withdrawn') return void (await withdraw(way, reported.queryCode))
  await handle(way, { story, fill, community, placePath: compound.path, turn, queryCode: reported.queryCode })
}

const report = (
  way: Way,
  story: Story,
  fill: (text: string) => string,
  community: BuiltCommunity,
  compound: BuiltCommunity['compounds'][number],
): Promise<OutputOf<typeof cases.reportCase>> => {
  const { stage } = way
  const { draw } = stage
  const grid = community.grids[compound.grid]
  const byWorker = stage.district.members.find(
    (member) => member.role === 'gridWorker' && member.placePath === grid?.path,
  )
  const facts = {
    title: fill(story.title),
    body: fill(story.body),
    placeId: compound.id,
    address: `${compound.name} ${1 + draw(12)} 幢`,
  }
  if (byWorker && draw(3) === 0) {
    return perform(stage, byWorker.actor, way.at, cases.reportCase, {
      ...facts,
      channel: 'grid',
      urgency: story.urgent ? 'urgent' : 'normal',
    })
  }
  if (draw(2) === 0) return perform(stage, pick(draw, community.residents), way.at, cases.reportCase, facts)
  stage.reporters += 1
  const phone = demoPhone(stage.district.districtId % 100, stage.reporters)
  return perform(stage, anyone, way.at, cases.reportCase, {
    ...facts,
    reporterName: personName(draw),
    reporterPhone: phone,
  })
}

const withdraw = (way: Way, queryCode: string): Promise<boolean> =>
  way.act(anyone, 30, cases.withdrawCase, { queryCode, words: '我们自己商量好了，不用麻烦了' })

export interface Plan {
  readonly story: Story
  readonly fill: (text: string) => string
  readonly community: BuiltCommunity
  readonly placePath: string
  readonly turn: Turn
  /** Null: nobody outside reported it, so nobody rates it. */
  readonly queryCode: string | null
}

/** 受理、立案、派遣、处置、核查、结案、评价, with whatever turn it takes. */
const handle = async (way: Way, plan: Plan): Promise<void> => {
  const { stage } = way
  const { draw } = stage
  const worker = memberAt(stage, plan.placePath, 'communityWorker').actor
  const id = { id: way.caseId }
  if (plan.turn === 'refused') {
    const words = '这件事由开发商按购房合同处理，社区没有权限。已帮您联系开发商客服，合同纠纷可以到街道司法所咨询。'
    return void (await way.act(worker, 20 + draw(80), cases.refuseCase, { ...id, words }))
  }
  if (plan.turn === 'notAccepted') return
  const categoryId = categoryOf(stage, plan.story.category)
  if (!(await way.act(worker, 5 + draw(50), cases.acceptCase, { ...id, categoryId }))) return
  await carryOn(way, plan)
}

export const categoryOf = ({ categoryIds }: Pick<Stage, 'categoryIds'>, name: string): number => {
  const id = categoryIds.get(name)
  if (!id) throw new Error(`there is no category ${name}`)
  return id
}

/** What was accepted: 立案、派遣、处置、核查、结案、评价. */
export const carryOn = async (way: Way, plan: Plan): Promise<void> => {
  const { stage } = way
  const { draw } = stage
  const worker = memberAt(stage, plan.placePath, 'communityWorker').actor
  const secretary = memberAt(stage, plan.placePath, 'communitySecretary').actor
  const categoryId = categoryOf(stage, plan.story.category)
  const id = { id: way.caseId }
  if (!(await way.act(worker, 3 + draw(30), cases.fileCase, { ...id, categoryId }))) return
  if (plan.turn === 'notDispatched') return
  const solver = solverOf(stage, plan)
  const dispatch = { ...id, organizationId: solver.organizationId ?? '' }
  if (plan.turn === 'returned') {
    if (!(await way.act(worker, 5 + draw(40), cases.dispatchCase, dispatch))) return
    if (
      !(await way.act(solver.actor, 30 + draw(90), cases.returnCase, {
        ...id,
        words: '现场看过，产权在小区内，请先由物业查明位置再派。',
      }))
    )
      return
  }
  if (!(await way.act(worker, 5 + draw(40), cases.dispatchCase, dispatch))) return
  if (plan.turn === 'notHandled') return
  if (plan.turn === 'paused' && !(await pauseForAWhile(way, secretary))) return
  await solve(way, plan, solver, worker)
}

const pauseForAWhile = async (way: Way, secretary: Actor): Promise<boolean> => {
  const id = { id: way.caseId }
  if (!(await way.act(secretary, 60, cases.pauseCase, { ...id, words: '等业主大会表决是否动用维修资金' }))) return false
  return way.act(secretary, 900, cases.resumeCase, { ...id, words: '业主大会已通过' })
}

const solverOf = (stage: Stage, { story, community }: Plan): Member => {
  const { solver } = story
  const organizationId =
    solver === 'community'
      ? community.organizationId
      : solver === 'street'
        ? community.streetOrganizationId
        : (stage.district.departments.find((department) => department.duty.includes(solver.duty))?.id ??
          community.streetOrganizationId)
  const members = stage.district.members.filter(
    (member) => member.organizationId === organizationId && member.role !== 'gridWorker',
  )
  return pick(stage.draw, members)
}

const solve = async (way: Way, plan: Plan, solver: Member, worker: Actor): Promise<void> => {
  const { stage } = way
  const { draw } = stage
  const { story, fill } = plan
  const id = { id: way.caseId }
  const minutes = 60 + draw(story.urgent ? 240 : 900)
  if (!(await way.act(solver.actor, minutes, cases.resolveCase, { ...id, words: fill(story.resolve) }))) return
  if (plan.turn === 'notVerified') return
  const verifier = verifierOf(stage, plan, solver)
  if (plan.turn === 'reworked') {
    if (
      !(await way.act(verifier, 10 + draw(20), cases.reworkCase, {
        ...id,
        words: '现场看过，还没好利索，请再处理一次。',
      }))
    )
      return
    if (
      !(await way.act(solver.actor, 120 + draw(300), cases.resolveCase, {
        ...id,
        words: `返工：${fill(story.resolve)}`,
      }))
    )
      return
  }
  if (!(await way.act(verifier, 10 + draw(20), cases.verifyCase, { ...id, words: '现场看过，办好了' }))) return
  const headline = story.headline ? { headline: fill(story.headline) } : {}
  if (!(await way.act(worker, 10 + draw(60), cases.closeCase, { ...id, words: fill(story.close), ...headline }))) return
  await judge(way, plan)
}

/** 核查: a grid worker or leader of the place who is not of the organisation that handled it. */
const verifierOf = (stage: Stage, plan: Plan, solver: Member): Actor => {
  const fits = stage.district.members
    .filter((member) => ['gridWorker', 'gridLeader', 'streetOfficer', 'dispatcher'].includes(member.role))
    .filter((member) => plan.placePath.startsWith(member.placePath) && member.actor.personId !== solver.actor.personId)
    .filter((member) => member.organizationId !== solver.organizationId)
    .sort((a, b) => b.placePath.length - a.placePath.length)
  return (fits[0] ?? memberAt(stage, plan.placePath, 'dispatcher')).actor
}

const GOOD_WORDS = ['办得快，谢谢', '说到做到', '问题解决了', null, null, null] as const

const judge = async (way: Way, plan: Plan): Promise<void> => {
  const { draw } = way.stage
  const { queryCode } = plan
  if (queryCode === null) return
  if (plan.turn === 'badlyRated') {
    await way.act(anyone, 200 + draw(500), cases.evaluateCase, {
      queryCode,
      rating: 2,
      words: '才好了两天又犯了，请再来看看',
    })
    return
  }
  if (draw(10) < 3) return
  await way.act(anyone, 60 + draw(900), cases.evaluateCase, {
    queryCode,
    rating: draw(10) < 7 ? 5 : draw(2) === 0 ? 4 : 3,
    words: pick(draw, GOOD_WORDS),
  })
}
