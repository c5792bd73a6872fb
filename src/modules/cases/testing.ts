import type { InputOf, Operation, OutputOf } from '#kernel/operation'
import { type Actor, anyone } from '#kernel/role'
import { cases } from '#modules/cases'
import { identity } from '#modules/identity'
import { organizations } from '#modules/organizations'
import { buildOrganization } from '#modules/organizations/testing'
import { places } from '#modules/places'
import { actorAt, type TestDistrict } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { workplace } from '#modules/workplace'
import { civilDateAt } from '#kernel/time'
import { newId } from '#platform/context'
import type { Module } from '#platform/module'
import type { TestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { defaultCaseConfig } from './rules/case-config.ts'

/** What cases stand on. */
export const caseModules: readonly Module[] = [places, organizations, identity, posts, workplace, cases]

/** The people a case needs on its way, each with a post in the district. */
export interface CaseTeam {
  readonly here: TestDistrict
  readonly worker: Actor
  readonly secretary: Actor
  readonly solver: Actor
  readonly verifier: Actor
  readonly dispatcher: Actor
  readonly administrator: Actor
  readonly resident: Actor
  /** The department that handles it; `solver` is its officer. */
  readonly organizationId: string
}

export const buildTeam = async (platform: TestPlatform, here: TestDistrict): Promise<CaseTeam> => {
  const { id: organizationId } = await buildOrganization(platform, here.district)
  return {
    here,
    organizationId,
    worker: actorAt(here.community, ['communityWorker'], { name: '陈晓梅' }),
    secretary: actorAt(here.community, ['communitySecretary'], { name: '周志强' }),
    solver: actorAt(here.district, ['departmentOfficer'], { name: '李建国', organizationId }),
    verifier: actorAt(here.grid, ['gridLeader'], { name: '赵大勇' }),
    dispatcher: actorAt(here.district, ['dispatcher'], { name: '吴敏' }),
    administrator: actorAt(here.district, ['administrator'], { name: '郑爽' }),
    resident: { ...anyone, kind: 'person', personId: newId(platform), name: '王小芳' },
  }
}

/** Performs an operation as somebody of the team, under a new request id. */
export const act = <Op extends Operation>(
  platform: TestPlatform,
  team: CaseTeam,
  actor: Actor,
  operation: Op,
  input: Parameters<TestPlatform['services']['operations']['perform']>[2] & Partial<InputOf<Op>>,
): Promise<OutputOf<Op>> =>
  platform.services.operations.perform(platform.as(actor, team.here.id), operation, input as never)

/** How the flow goes in the district of a test from now on. */
export const setFlow = (
  platform: TestPlatform,
  team: CaseTeam,
  change: Partial<contract.CaseConfig>,
): Promise<OutputOf<typeof contract.setConfig>> =>
  act(platform, team, team.administrator, contract.setConfig, {
    validFrom: civilDateAt(platform.now()),
    config: { ...defaultCaseConfig, ...change },
  })

/** A category with nothing below it. */
export const buildCategory = (
  platform: TestPlatform,
  team: CaseTeam,
  over: { readonly name?: string; readonly code?: string; readonly parentId?: number } = {},
): Promise<contract.Category> => {
  const mark = newId(platform).slice(-8)
  const input = { code: over.code ?? mark, name: over.name ?? `分类${mark}`, parentId: over.parentId ?? null }
  return act(platform, team, team.administrator, contract.createCategory, input)
}

export interface BuiltCase {
  readonly id: string
  readonly number: string
  readonly queryCode: string
  readonly categoryId: number
}

type Step = (platform: TestPlatform, team: CaseTeam, built: BuiltCase) => Promise<unknown>

const step =
  (who: 'worker' | 'solver' | 'verifier', operation: Operation, input: object = {}): Step =>
  (platform, team, { id }) =>
    act(platform, team, team[who], operation, { id, ...input })

const STEPS: Readonly<Record<string, Step>> = {
  accept: step('worker', contract.acceptCase),
  refuse: step('worker', contract.refuseCase, { words: '不归本地管，请拨打 12345' }),
  file: (platform, team, { id, categoryId }) => act(platform, team, team.worker, contract.fileCase, { id, categoryId }),
  dispatch: (platform, team, { id }) =>
    act(platform, team, team.worker, contract.dispatchCase, { id, organizationId: team.organizationId }),
  resolve: step('solver', contract.resolveCase, { words: '换了灯泡，亮了' }),
  verify: step('verifier', contract.verifyCase),
  close: step('worker', contract.closeCase, { words: '路灯已经修好' }),
  evaluate: (platform, team, { queryCode }) =>
    act(platform, team, anyone, contract.evaluateCase, { queryCode, rating: 5 }),
  correct: (platform, team, { queryCode }) =>
    act(platform, team, anyone, contract.evaluateCase, { queryCode, rating: 1 }),
  askCheck: step('worker', contract.askCheck),
  transfer: step('worker', contract.transferCase, { words: '属于公安管辖', system: 'police', outsideNumber: 'G-1' }),
  withdraw: (platform, team, { queryCode }) => act(platform, team, anyone, contract.withdrawCase, { queryCode }),
}

/** The way to each state, the shortest one. */
const WAYS: Readonly<Record<Exclude<contract.CaseState, 'notEvaluated' | 'merged'>, readonly (keyof typeof STEPS)[]>> =
  {
    reported: [],
    accepted: ['accept'],
    checking: ['accept', 'askCheck'],
    filed: ['accept', 'file'],
    transferred: ['accept', 'file', 'transfer'],
    handling: ['accept', 'file', 'dispatch'],
    handled: ['accept', 'file', 'dispatch', 'resolve'],
    verified: ['accept', 'file', 'dispatch', 'resolve', 'verify'],
    closed: ['accept', 'file', 'dispatch', 'resolve', 'verify', 'close'],
    evaluated: ['accept', 'file', 'dispatch', 'resolve', 'verify', 'close', 'evaluate'],
    correcting: ['accept', 'file', 'dispatch', 'resolve', 'verify', 'close', 'correct'],
    refused: ['refuse'],
    withdrawn: ['withdraw'],
  }

/** A case in this state, brought there through the operations by the people of the team. */
export const buildCase = async (
  platform: TestPlatform,
  team: CaseTeam,
  over: Partial<InputOf<typeof contract.reportCase>> & {
    readonly state?: keyof typeof WAYS
    readonly by?: Actor
    readonly categoryId?: number
  } = {},
): Promise<BuiltCase> => {
  const { state = 'reported', by = anyone, ...report } = over
  const categoryId = over.categoryId ?? (await buildCategory(platform, team)).id
  const input = { body: '3 号楼门口的路灯坏了三天，晚上老人出门看不见', placeId: team.here.grid.id, ...report }
  const reported = await act(platform, team, by, contract.reportCase, { ...input, categoryId: null })
  const built = { id: reported.case.id, number: reported.case.number, queryCode: reported.queryCode, categoryId }
  for (const name of WAYS[state]) await STEPS[name]?.(platform, team, built)
  return built
}
