import { listCases, listCategories } from '#modules/cases/contract'
import { listPlaces } from '#modules/places/contract'
import { sumStaffing } from '#modules/posts/contract'
import type { Ctx } from '#platform/context'
import type { PublishedFigure } from '../figures.ts'

const STREET = '龙翔街道'

const streetId = async (ctx: Ctx): Promise<number | null> => {
  const { items } = await ctx.services.operations.perform(ctx, listPlaces, { words: STREET, level: 'street', limit: 1 })
  return items[0]?.id ?? null
}

/** Who holds a post of correspondent in the street today. */
const correspondents = async (ctx: Ctx): Promise<number> => {
  const withinId = await streetId(ctx)
  if (withinId === null) return 0
  const { items } = await ctx.services.operations.perform(ctx, sumStaffing, { withinId, role: 'correspondent' })
  return items.reduce((sum, line) => sum + line.filledCount, 0)
}

/** What correspondents reported in the street under a category of the first level, whatever came of it. */
const reportsUnder = async (ctx: Ctx, categoryName: string): Promise<number> => {
  const { perform } = ctx.services.operations
  const placeId = await streetId(ctx)
  const tree = await perform(ctx, listCategories, {})
  const category = tree.items.find(({ name, parentId }) => name === categoryName && parentId === null)
  if (placeId === null || !category) return 0
  const { total } = await perform(ctx, listCases, {
    placeId,
    channel: 'correspondent',
    categoryId: category.id,
    withTotal: 'true',
    limit: 1,
  })
  return total?.count ?? 0
}

const figure = (id: string, expected: number, unit: string, compute: PublishedFigure['compute']): PublishedFigure => ({
  id,
  district: '五华区',
  expected,
  unit,
  qualifier: 'exact',
  compute,
})

/** “吸收12名外卖小哥作为社区网格通讯员…风险隐患26次、矛盾纠纷6起、环境脏乱差等问题50次” (S0-37). */
export const riderFigures: readonly PublishedFigure[] = [
  figure('F0-34', 12, 'person', correspondents),
  figure('F0-35', 26, 'report', (ctx) => reportsUnder(ctx, '平安建设')),
  figure('F0-36', 6, 'case', (ctx) => reportsUnder(ctx, '矛盾纠纷')),
  figure('F0-37', 50, 'report', (ctx) => reportsUnder(ctx, '城市管理')),
]
