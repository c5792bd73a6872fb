import type { Role } from '#kernel/role'
import { type ActionKind, sumActions } from '#modules/fieldwork/contract'
import { countHazards, findCatalogue } from '#modules/hazards/contract'
import { listDistricts } from '#modules/places'
import { listPlaces } from '#modules/places/contract'
import { sumStaffing } from '#modules/posts/contract'
import { type Ctx, inTransaction, type Services, systemCtx } from '#platform/context'
import { caseFigures } from './figures/cases.ts'
import { riderFigures } from './figures/riders.ts'
import { visitFigures } from './figures/visits.ts'

/** A published figure of one of the districts, and how today's records say it. */
export interface PublishedFigure {
  readonly id: string
  /** The district that published it. */
  readonly district: string
  readonly expected: number
  readonly unit: string
  readonly qualifier: 'exact' | 'at-least' | 'more-than'
  readonly compute: (ctx: Ctx) => Promise<number>
}

/** Of these roles, how many somebody holds today. */
const rolesHeld = async (ctx: Ctx, roles: readonly Role[]): Promise<number> => {
  const { items } = await ctx.services.operations.perform(ctx, sumStaffing, {})
  return items.filter((line) => roles.includes(line.role) && line.filledCount > 0).length
}

/** What the actions of a kind in a street of that name count, all times together. */
const actionsIn = async (ctx: Ctx, streetName: string, kind: ActionKind): Promise<number> => {
  const { perform } = ctx.services.operations
  const { items } = await perform(ctx, listPlaces, { words: streetName, level: 'street', limit: 1 })
  const [street] = items
  if (!street) return 0
  const { total } = await perform(ctx, sumActions, { withinId: street.id, kind, by: 'kind' })
  return kind === 'cleanUp' ? total.cleanUpPlaces : total.dissuasions
}

/** Functions of the grid under which something was logged. */
const functionsWorked = async (ctx: Ctx): Promise<number> =>
  (await ctx.services.operations.perform(ctx, sumActions, { by: 'function' })).items.length

const GRID_ROLES = ['gridInstructor', 'stationLeader', 'gridLeader', 'gridWorker'] as const

/** In which ways besides a full-time employment posts of the grid are filled today. */
const gridStaffingWays = async (ctx: Ctx): Promise<number> => {
  const ways = new Set<string>()
  for (const role of GRID_ROLES) {
    const { manners } = await ctx.services.operations.perform(ctx, sumStaffing, { role })
    for (const { manner } of manners) if (manner !== 'full') ways.add(manner)
  }
  return ways.size
}

/** Only what can be counted from records of today; the list grows with the modules. */
const figures: readonly PublishedFigure[] = [
  {
    // “清理乱堆乱放、小广告等100余处” (S0-46): places cleaned.
    id: 'F0-47',
    district: '五华区',
    expected: 100,
    unit: 'place',
    qualifier: 'more-than',
    compute: (ctx) => actionsIn(ctx, '普吉街道', 'cleanUp'),
  },
  {
    // “劝止劝离乱摆乱卖、乱停乱放行为200余次” (S0-46): times somebody was dissuaded.
    id: 'F0-48',
    district: '五华区',
    expected: 200,
    unit: 'time',
    qualifier: 'more-than',
    compute: (ctx) => actionsIn(ctx, '普吉街道', 'dissuasion'),
  },
  {
    // “区级定标准、街道强统筹、社区抓落实”: the levels at which somebody leads.
    id: 'F1-03',
    district: '黄渤海新区',
    expected: 3,
    unit: 'level',
    qualifier: 'exact',
    compute: (ctx) => rolesHeld(ctx, ['leader', 'streetOfficer', 'communitySecretary']),
  },
  {
    // “网格指导员—网格工作站站长—网格长—网格员”四级 (S2-15).
    id: 'F2-10',
    district: '安宁市',
    expected: 4,
    unit: 'level',
    qualifier: 'exact',
    compute: (ctx) => rolesHeld(ctx, GRID_ROLES),
  },
  {
    // 下沉干部 and 兼任 among those who hold posts of the grid (S2-16).
    id: 'F2-11',
    district: '安宁市',
    expected: 2,
    unit: 'way',
    qualifier: 'at-least',
    compute: gridStaffingWays,
  },
  {
    // “落实政治引领、矛盾化解、风险排查等网格职能” (S2-18): functions that grids worked under.
    id: 'F2-14',
    district: '安宁市',
    expected: 3,
    unit: 'function',
    qualifier: 'at-least',
    compute: functionsWorked,
  },
  {
    // “9大类29项问题” (S4-60): classes and kinds of the problem catalogue in force, those without a name as yet too.
    id: 'F4-118',
    district: '郫都区',
    expected: 9,
    unit: 'class',
    qualifier: 'exact',
    compute: async (ctx) => (await ctx.services.operations.perform(ctx, findCatalogue, {})).classCount,
  },
  {
    id: 'F4-119',
    district: '郫都区',
    expected: 29,
    unit: 'problem kind',
    qualifier: 'exact',
    compute: async (ctx) => (await ctx.services.operations.perform(ctx, findCatalogue, {})).kindCount,
  },
  {
    // “累计解决问题4300余件” (S4-60): hazards that are closed, on the spot, after a recheck, or with their case.
    id: 'F4-121',
    district: '郫都区',
    expected: 4300,
    unit: 'case',
    qualifier: 'more-than',
    compute: async (ctx) => (await ctx.services.operations.perform(ctx, countHazards, {})).solved,
  },
  ...caseFigures,
  ...riderFigures,
  ...visitFigures,
]

export interface ComputedFigure {
  readonly id: string
  readonly expected: number
  /** Null when its district is not in this database. */
  readonly computed: number | null
  readonly isOk: boolean
}

const isMet = ({ qualifier, expected }: PublishedFigure, computed: number): boolean => {
  if (qualifier === 'exact') return computed === expected
  return qualifier === 'at-least' ? computed >= expected : computed > expected
}

/** Computes every registered figure from the records as they are. */
export const computeFigures = async (services: Services): Promise<ComputedFigure[]> => {
  const districts = await inTransaction(systemCtx(services, 0), listDistricts)
  const computed: ComputedFigure[] = []
  for (const figure of figures) {
    const { id, expected } = figure
    const district = districts.find(({ name }) => name === figure.district)
    const value = district ? await figure.compute(systemCtx(services, district.id)) : null
    computed.push({ id, expected, computed: value, isOk: value !== null && isMet(figure, value) })
  }
  return computed
}
