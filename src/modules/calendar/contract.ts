import { z } from 'zod'
import { anyoneMay, defineAct, defineRead, heldBy } from '#kernel/operation'
import { civilDateShape, festivals, timeLimitShape, workSpansShape } from '#kernel/time'

const FIRST_YEAR = 2000
const LAST_YEAR = 2100
const NOTE_LENGTH_MAX = 100
/** Non-working days that a preview lists by name; it counts all of them. */
export const SKIPPED_DAYS_SHOWN_MAX = 60
/** Days of rest that a district may add to one year: enough for any flood, and no deadline runs into nowhere. */
export const OWN_REST_DAYS_PER_YEAR_MAX = 60
/** Minutes of work a day at the least: with less, a limit of some hundred work hours would run for centuries. */
export const WORK_MINUTES_PER_DAY_MIN = 60
/** Changes of the hours of work that are kept: two a year for half a century. */
export const HOURS_MAX = 100

/** Why a day is worked or free. */
export const dayShape = z.object({
  date: z.string(),
  /** Monday 1 … Sunday 7. */
  weekday: z.number().int(),
  isWorkDay: z.boolean(),
  reason: z.enum(['weekday', 'weekend', 'holiday', 'makeup', 'override']),
  festival: z.enum(festivals).nullable(),
  note: z.string().nullable(),
  /** The holidays of this year are not published yet. */
  provisional: z.boolean(),
})
export type Day = z.infer<typeof dayShape>

export const listDays = defineRead({
  id: 'calendar.day.list',
  summary: 'Every day of a year: worked or free, and why',
  access: anyoneMay,
  input: z.object({ year: z.coerce.number().int().min(FIRST_YEAR).max(LAST_YEAR) }),
  output: z.object({
    year: z.number().int(),
    /** Name and version of the data on the holidays of the State Council. */
    edition: z.string(),
    workDayCount: z.number().int(),
    days: z.array(dayShape),
  }),
})

export const setDay = defineAct({
  id: 'calendar.day.set',
  summary: 'The district works or rests on a day to come, whatever the State Council says of it',
  access: heldBy('place', 'administrator'),
  input: z.object({
    date: civilDateShape,
    kind: z.enum(['work', 'rest']),
    note: z.string().trim().min(1).max(NOTE_LENGTH_MAX),
  }),
  output: dayShape,
  refusals: ['calendar.day_begun', 'calendar.rest_too_long'],
})

export const clearDay = defineAct({
  id: 'calendar.day.clear',
  summary: 'The district takes back what it had set for a day to come',
  access: heldBy('place', 'administrator'),
  input: z.object({ date: civilDateShape }),
  output: dayShape,
  refusals: ['calendar.day_begun', 'calendar.day_not_found'],
})

export const hoursShape = z.object({
  /** Null: the hours before the first change. */
  validFrom: z.string().nullable(),
  spans: z.array(z.tuple([z.string(), z.string()])),
  isValidNow: z.boolean(),
})
export type Hours = z.infer<typeof hoursShape>

const hoursList = z.object({ items: z.array(hoursShape).max(HOURS_MAX + 1) })

export const listHours = defineRead({
  id: 'calendar.hours.list',
  summary: 'The hours of work and from when on they hold, oldest first',
  access: anyoneMay,
  input: z.object({}),
  output: hoursList,
})

export const setHours = defineAct({
  id: 'calendar.hours.set',
  summary: 'New hours of work from a day to come on',
  access: heldBy('place', 'administrator'),
  input: z.object({ validFrom: civilDateShape, spans: workSpansShape }),
  output: hoursList,
  refusals: ['calendar.day_begun', 'calendar.hours_too_short', 'calendar.hours_too_many'],
})

export const clearHours = defineAct({
  id: 'calendar.hours.clear',
  summary: 'Take back new hours of work that have not begun',
  access: heldBy('place', 'administrator'),
  input: z.object({ validFrom: civilDateShape }),
  output: hoursList,
  refusals: ['calendar.day_begun', 'calendar.hours_not_found'],
})

/** Bounds of a limit as it stands in an address; `timeLimitShape` has the last word. */
const AMOUNT_MIN = 0.01
const AMOUNT_MAX = 3_650

export const previewDeadline = defineRead({
  id: 'calendar.deadline.preview',
  summary: 'When a time limit would fall due, and which days are not counted',
  access: anyoneMay,
  input: z
    .object({
      unit: timeLimitShape.shape.unit,
      amount: z.coerce.number().min(AMOUNT_MIN).max(AMOUNT_MAX),
      /** Now when left out. */
      startAt: z.iso.datetime({ offset: true }).optional(),
    })
    .refine((input) => timeLimitShape.safeParse(input).success, { path: ['amount'] }),
  output: z.object({
    startAt: z.date(),
    dueAt: z.date(),
    soonAt: z.date().nullable(),
    provisional: z.boolean(),
    edition: z.string(),
    skippedDayCount: z.number().int(),
    /** The first of the days between start and due that are not counted. */
    skippedDays: z.array(dayShape).max(SKIPPED_DAYS_SHOWN_MAX),
  }),
  refusals: ['calendar.start_out_of_range'],
})
