import type { Role } from '#kernel/role'
import { listDistricts } from '#modules/places'
import { sumStaffing } from '#modules/posts/contract'
import { type Ctx, inTransaction, type Services, systemCtx } from '#platform/context'

/** A published figure of one of the districts, and how today's records say it. */
interface PublishedFigure {
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
