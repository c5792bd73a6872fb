import { addDays, civilDateAt } from '#kernel/time'
import { breakDown, listIndicators, PERIOD_DAYS_MAX } from '#modules/indicators/contract'
import type { Ctx } from '#platform/context'
import type { PublishedFigure } from '../figures.ts'

/** The longest period that can be asked for, up to today. */
const lately = (ctx: Ctx) => {
  const until = civilDateAt(ctx.now())
  return { from: addDays(until, 1 - PERIOD_DAYS_MAX), until }
}

/** Not a number as long as nothing counts: that meets no figure. */
const valueOf = async (ctx: Ctx, id: string): Promise<number> => {
  const { items } = await ctx.services.operations.perform(ctx, listIndicators, lately(ctx))
  return items.find((item) => item.id === id)?.now.value ?? Number.NaN
}

/** What indicators of cases say of the published figures (S2-45, S4-59). */
export const caseFigures: readonly PublishedFigure[] = [
  {
    // “热线电话接、书记信箱收、走访座谈讲”: channels by which something came.
    id: 'F2-42',
    district: '安宁市',
    expected: 3,
    unit: 'channel',
    qualifier: 'at-least',
    compute: async (ctx) => {
      const asked = { ...lately(ctx), indicatorId: 'reported', by: 'channel' } as const
      return (await ctx.services.operations.perform(ctx, breakDown, asked)).items.length
    },
  },
  {
    // “网络理政办结率达86.6%”
    id: 'F4-117',
    district: '郫都区',
    expected: 86.6,
    unit: 'percent',
    qualifier: 'exact',
    compute: (ctx) => valueOf(ctx, 'onlineClosureRate'),
  },
]
