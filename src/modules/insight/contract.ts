import { z } from 'zod'
import { idShape } from '#kernel/id'
import { type Access, defineRead, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, placeLevelShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'

/** Lines of the lists on a front page. */
export const OVERDUE_SHOWN_MAX = 5
export const ANSWERED_SHOWN_MAX = 4
export const CATEGORIES_SHOWN_MAX = 5
export const CHANNELS_SHOWN_MAX = 5
/** Days of the line, today included. */
export const BOARD_DAYS = 30
/** Places right below one: streets of a district, communities of a street, grids of a community. */
export const CHILDREN_MAX = 500

/** 研判: those who lead or direct at a place. */
const readers: Access = heldBy('place', 'leader', 'dispatcher', 'streetOfficer', 'communitySecretary', 'administrator')

const nowAndBefore = { now: z.number().int(), before: z.number().int() }
const comparedShape = z.object(nowAndBefore)
const partShape = z.object({ part: z.number().int(), all: z.number().int() })
const rateShape = z.object({ now: partShape, before: partShape })
const daysShape = z.object({ from: z.string(), until: z.string() })
const placeShape = z.object({ id: z.number().int(), name: z.string(), level: placeLevelShape })

/**
 * The rates of a board (S2-17 处理标准; 国办发〔2019〕51号 for the last), numerator and denominator:
 * `acceptance` 按时受理率, `handling` 按时处置率 = stays left in the period before they were due / stays left in the period
 * and stays still open that are past due; handling counts 处置 and 差评整改.
 * `satisfaction` 满意率 = cases judged in the period that stand at 基本满意 or better / cases judged in the period.
 */
export const stayRates = ['acceptance', 'handling'] as const
export type StayRate = (typeof stayRates)[number]

export const findBoard = defineRead({
  id: 'insight.board.find',
  summary:
    'The front page of a place: the month so far beside the same days of the month before, counted from the records',
  access: readers,
  input: z.object({
    /** The place of the actor's highest post when left out. */
    placeId: placeIdShape.optional(),
  }),
  output: z.object({
    place: placeShape,
    /** Places above whose board the actor may open too, from the top. */
    above: z.array(placeShape),
    at: z.date(),
    period: z.object({ now: daysShape, before: daysShape }),
    open: z.number().int(),
    late: z.number().int(),
    paused: z.number().int(),
    reported: comparedShape,
    /** Closed with an answer; those refused or withdrawn are not counted. */
    closed: comparedShape,
    rates: z.object({ acceptance: rateShape, handling: rateShape, satisfaction: rateShape }),
    /** Null for a grid and below. */
    childLevel: placeLevelShape.nullable(),
    children: z.array(placeShape.extend({ open: z.number().int(), late: z.number().int() })).max(CHILDREN_MAX),
    /** Open, and not located any better than the place itself. */
    elsewhere: z.object({ open: z.number().int(), late: z.number().int() }),
    categories: z.array(z.object({ id: z.number().int(), name: z.string(), ...nowAndBefore })),
    channels: z.array(z.object({ channel: z.string(), ...nowAndBefore })),
    overdue: z.array(
      z.object({
        id: idShape,
        number: z.string(),
        title: z.string(),
        placeName: z.string(),
        handlerName: z.string().nullable(),
        lateMinutes: z.number().int(),
      }),
    ),
    stages: z.array(z.object({ stage: z.string(), count: z.number().int() })),
    answered: z.array(
      z.object({
        id: idShape,
        headline: z.string(),
        placeName: z.string(),
        closedAt: z.date(),
        rating: z.number().int().nullable(),
      }),
    ),
    /** The last BOARD_DAYS days, oldest first. */
    days: z.array(z.object({ on: z.string(), reported: z.number().int(), closed: z.number().int() })),
  }),
  refusals: ['places.place_not_found'],
})

const behind = { placeId: placeIdShape, from: civilDateShape, until: civilDateShape }

export const listVisits = defineRead({
  id: 'insight.visit.list',
  summary: 'The stays behind 按时受理率 or 按时处置率: which were in time, which late, each with its case',
  access: readers,
  input: z.object({
    ...behind,
    rate: z.enum(stayRates),
    outcome: z.enum(['all', 'inTime', 'late']).default('all'),
    ...pageInput,
  }),
  output: pageOf(
    z.object({
      id: idShape,
      caseId: idShape,
      number: z.string(),
      title: z.string(),
      stage: z.string(),
      placeName: z.string(),
      enteredAt: z.date(),
      leftAt: z.date().nullable(),
      dueAt: z.date().nullable(),
      isInTime: z.boolean(),
    }),
  ),
  refusals: ['places.place_not_found'],
})

export const listCasesBehind = defineRead({
  id: 'insight.case.list',
  summary: 'The cases behind a figure that the list of cases has no filter for: closed, judged, content',
  access: readers,
  input: z.object({ ...behind, figure: z.enum(['closed', 'judged', 'satisfied']), ...pageInput }),
  output: pageOf(
    z.object({
      id: idShape,
      number: z.string(),
      title: z.string(),
      placeName: z.string(),
      reportedAt: z.date(),
      closedAt: z.date().nullable(),
      rating: z.number().int().nullable(),
    }),
  ),
  refusals: ['places.place_not_found'],
})
