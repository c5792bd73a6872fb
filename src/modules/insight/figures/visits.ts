import type { Role } from '#kernel/role'
import { listGrids } from '#modules/posts/contract'
import { countFindings, listContacts, listProgrammes, sumCoverage } from '#modules/visits/contract'
import type { Ctx } from '#platform/context'
import type { PublishedFigure } from '../figures.ts'

const AN_NING = '安宁市'
const PI_DU = '郫都区'

/** The rules by which leaders keep contact with communities, each with its table. */
const contactsOf = async (ctx: Ctx) => {
  const { perform } = ctx.services.operations
  const { items } = await perform(ctx, listProgrammes, { kind: 'leader' })
  return Promise.all(
    items.map(async (programme) => ({
      programme,
      table: await perform(ctx, listContacts, { programmeId: programme.id, limit: 1 }),
    })),
  )
}

const largest = (counts: readonly number[]): number => Math.max(0, ...counts)

const leadersBy = async (ctx: Ctx, role: Role): Promise<number> =>
  largest(
    (await contactsOf(ctx)).map(({ table }) => table.holders.find((holder) => holder.role === role)?.personCount ?? 0),
  )

/** Person, time and place: which of them the rule has fixed. */
const fixedElements = async (ctx: Ctx): Promise<number> =>
  largest(
    (await contactsOf(ctx)).map(
      ({ programme, table }) =>
        Number(table.holders.length > 0) +
        Number(programme.rhythm !== 'none') +
        Number(table.placeCount > table.vacantCount),
    ),
  )

const householdsCovered = (ctx: Ctx) => ctx.services.operations.perform(ctx, sumCoverage, { kind: 'household' })

const grids = (ctx: Ctx) => ctx.services.operations.perform(ctx, listGrids, { limit: 1 })

const figure = (
  id: string,
  district: string,
  expected: number,
  unit: string,
  compute: PublishedFigure['compute'],
  qualifier: PublishedFigure['qualifier'] = 'exact',
): PublishedFigure => ({ id, district, expected, unit, qualifier, compute })

/** What visits and the staffing of grids say of the published figures (S2-10, S2-16, S4-14, S4-15). */
export const visitFigures: readonly PublishedFigure[] = [
  // “下沉一线研究解决具体问题182个”
  figure('F2-08', AN_NING, 182, 'problem', async (ctx) => {
    const { items } = await ctx.services.operations.perform(ctx, countFindings, { visitKind: 'frontLine' })
    return items.reduce((sum, item) => sum + item.solvedCount, 0)
  }),
  // “配备网格长、网格员共1976名”
  figure('F2-12', AN_NING, 1976, 'person', async (ctx) => (await grids(ctx)).personCount),
  // “三个固化”, “四个包干”
  figure('F4-020', PI_DU, 3, 'element', fixedElements),
  figure('F4-021', PI_DU, 4, 'duty', async (ctx) =>
    largest((await contactsOf(ctx)).map(({ programme }) => programme.duties.length)),
  ),
  // “29名区领导、162名局级干部” keep contact with “全区191个社区”
  figure('F4-022', PI_DU, 29, 'person', (ctx) => leadersBy(ctx, 'leader')),
  figure('F4-023', PI_DU, 162, 'person', (ctx) => leadersBy(ctx, 'departmentOfficer')),
  figure('F4-024', PI_DU, 191, 'community', async (ctx) =>
    largest((await contactsOf(ctx)).map(({ table }) => table.placeCount - table.vacantCount)),
  ),
  // “1042名社区干部‘零遗漏’走访联系群众”
  figure('F4-025', PI_DU, 1042, 'person', async (ctx) => (await householdsCovered(ctx)).personCount),
  figure('F4-026', PI_DU, 0, 'household', async (ctx) => {
    const { coverage } = await householdsCovered(ctx)
    // Where nothing was to be visited nothing is proved: not a number meets no figure.
    return coverage.toVisitCount === 0 ? Number.NaN : coverage.omittedCount
  }),
]
