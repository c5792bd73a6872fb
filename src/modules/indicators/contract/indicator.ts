import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, placeLevelShape } from '#kernel/place'
import { roleShape } from '#kernel/role'
import { civilDateShape, daysBetween } from '#kernel/time'
import { breakdowns, indicatorUnits, LINES_MAX, parts, PERIOD_DAYS_MAX, readers } from './vocabulary.ts'

export const indicatorIdShape = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/)

const scopeInput = {
  from: civilDateShape,
  until: civilDateShape,
  /** The place of the actor's highest post when left out. */
  placeId: placeIdShape.optional(),
  organizationId: idShape.optional(),
  personId: idShape.optional(),
  role: roleShape.optional(),
  channel: z
    .string()
    .regex(/^[a-z][a-zA-Z]{1,30}$/)
    .optional(),
}
const isPeriod = ({ from, until }: { from: z.output<typeof civilDateShape>; until: typeof from }): boolean =>
  until >= from && daysBetween(from, until) < PERIOD_DAYS_MAX

const sumShape = z.object({
  /** Those that reach what is asked, after exclusions. */
  part: z.number().int(),
  /** Those that count, after exclusions; the same as `part` for what is only counted. */
  all: z.number().int(),
  /** Left out on application. */
  excluded: z.number().int(),
  /** Percent with one decimal, how many, or mean minutes; null when nothing counts. */
  value: z.number().nullable(),
})

export const indicatorShape = z.object({
  id: z.string(),
  unit: z.enum(indicatorUnits),
  source: z.string(),
  validFrom: z.string(),
  mayExclude: z.boolean(),
  now: sumShape,
  before: sumShape,
  /** Of what takes time: half needed at most, nine of ten needed at most. */
  median: z.number().nullable(),
  p90: z.number().nullable(),
})
export type Indicator = z.infer<typeof indicatorShape>

const daysShape = z.object({ from: z.string(), until: z.string() })
const weightsShape = z.object({
  validFrom: civilDateShape.nullable(),
  response: z.number().int().min(0).max(100),
  resolution: z.number().int().min(0).max(100),
  satisfaction: z.number().int().min(0).max(100),
})
export type Weights = z.infer<typeof weightsShape>

export const listIndicators = defineRead({
  id: 'indicators.indicator.list',
  summary: 'Every indicator of cases over a period, with the period of the same length before it',
  access: heldBy('place', ...readers),
  input: z.object(scopeInput).refine(isPeriod, { path: ['until'] }),
  output: z.object({
    place: z.object({ id: z.number().int(), name: z.string(), level: placeLevelShape }),
    period: z.object({ now: daysShape, before: daysShape }),
    items: z.array(indicatorShape),
    weights: weightsShape,
    can: z.object({ setWeights: z.boolean() }),
  }),
  refusals: ['places.place_not_found'],
})

export const breakDown = defineRead({
  id: 'indicators.indicator.breakDown',
  summary: 'One indicator by place below, unit, person, post, channel or day',
  access: heldBy('place', ...readers),
  input: z
    .object({ ...scopeInput, indicatorId: indicatorIdShape, by: z.enum(breakdowns) })
    .refine(isPeriod, { path: ['until'] }),
  output: z.object({
    items: z.array(sumShape.extend({ key: z.string(), name: z.string() })).max(LINES_MAX),
  }),
  refusals: ['places.place_not_found', 'indicators.indicator_not_found'],
})

export const listBehind = defineRead({
  id: 'indicators.case.list',
  summary: 'The cases behind an indicator: counted, reaching it, missing it, left out, applied to be left out',
  access: heldBy('place', ...readers),
  input: z
    .object({ ...scopeInput, ...pageInput, indicatorId: indicatorIdShape, part: z.enum(parts).default('counted') })
    .refine(isPeriod, { path: ['until'] }),
  output: pageOf(
    z.object({
      caseId: idShape,
      number: z.string(),
      title: z.string(),
      on: z.string(),
      placeName: z.string(),
      organizationName: z.string().nullable(),
      minutes: z.number().int().nullable(),
      isReached: z.boolean(),
      exclusion: z.enum(['open', 'granted', 'denied']).nullable(),
      exclusionReason: z.string().nullable(),
    }),
  ),
  refusals: ['places.place_not_found', 'indicators.indicator_not_found'],
})

export const exportIndicators = defineStream({
  id: 'indicators.indicator.export',
  summary: 'The indicators of a period as a workbook: values, by place, by unit',
  access: heldBy('place', ...readers),
  input: z.object(scopeInput).refine(isPeriod, { path: ['until'] }),
  refusals: ['places.place_not_found'],
})

export const setWeights = defineAct({
  id: 'indicators.weight.set',
  summary: 'How much 响应率, 解决率 and 满意率 weigh in the score, from a day on',
  access: heldBy('district', 'administrator'),
  input: weightsShape
    .extend({ validFrom: civilDateShape })
    .refine((input) => input.response + input.resolution + input.satisfaction === 100, { path: ['satisfaction'] }),
  output: weightsShape,
  refusals: ['indicators.weight_past'],
})
