import { z } from 'zod'
import { defineAct, defineRead, heldBy } from '#kernel/operation'
import { staffRoles } from '#kernel/role'
import { civilDateShape, timeLimitShape } from '#kernel/time'
import { caseClocks, channelShape, RATING_MAX, RATING_MIN, tierShape, tiers } from './vocabulary.ts'

const DAYS_MAX = 365
const COUNT_MAX = 10
const WHISTLE_MINUTES_MAX = 24 * 60
const WHISTLES_MAX = 1_000
const CONFIGS_SHOWN_MAX = 50

const daysShape = z.number().int().min(0).max(DAYS_MAX)
const clockLimitsShape = z.record(z.enum(caseClocks), timeLimitShape)

/**
 * How the one flow of cases is set in a district, from a day on. The escalation sentences of the five districts are
 * values of it (S0-36, S0-38, S1-31, S2-15, S2-57, S4-12, S4-16, S4-59, S4-61), not other flows.
 */
export const caseConfigShape = z.object({
  /** The limit of every clock when neither the category nor those above it say otherwise. */
  limits: z.object({ normal: clockLimitsShape, urgent: clockLimitsShape }),
  /** 分级化解: who is asked first, second …; empty: whoever dispatches chooses freely. */
  chain: z
    .array(tierShape)
    .max(tiers.length)
    .refine((chain) => new Set(chain).size === chain.length),
  /** Who may go past a tier of the chain: nobody, only with an emergency, or anybody with a reason. */
  skipping: z.enum(['never', 'urgent', 'reason']),
  /** What comes this way is unverified until a liaison has looked (S0-38). */
  checkedChannels: z.array(channelShape).max(channelShape.options.length),
  /** 派单异议: a handler sends a case back freely, or only asks and somebody decides. */
  sendingBack: z.enum(['free', 'decided']),
  /** Ratings that take a case up again 差评整改, and how often they may. */
  correction: z.object({
    ratings: z.array(z.number().int().min(RATING_MIN).max(RATING_MAX)).max(RATING_MAX),
    countMax: z.number().int().min(0).max(COUNT_MAX),
  }),
  /** Days after its end in which a case may be taken up again. */
  reopeningDays: daysShape,
  /** 延期: how often in one stay, and at most which share of the limit. */
  extension: z.object({
    countMax: z.number().int().min(0).max(COUNT_MAX),
    shareMax: z.number().positive().max(COUNT_MAX),
  }),
  /** 挂账: the longest a case may stand still; 缓办 is 60 days (cases §5.1). */
  suspensionDaysMax: daysShape,
  /** How far the time of day of a verification may be from that of the report, where the category asks for it. */
  samePeriodHours: z.number().positive().max(12),
  /** 吹哨报到: minutes in which whoever is called has to be there (cases §5.4). */
  whistleMinutes: z.number().int().min(1).max(WHISTLE_MINUTES_MAX),
  /** 吹哨率: whistles of a street in a month that are neither too few nor too many (cases §5.4). */
  whistlesAMonth: z
    .object({ min: z.number().int().min(0).max(WHISTLES_MAX), max: z.number().int().min(0).max(WHISTLES_MAX) })
    .refine(({ min, max }) => min <= max, { path: ['max'] }),
})
export type CaseConfig = z.infer<typeof caseConfigShape>

export const datedConfigShape = z.object({
  id: z.string(),
  validFrom: z.string(),
  createdAt: z.date(),
  createdByName: z.string().nullable(),
  config: caseConfigShape,
})

export const findConfig = defineRead({
  id: 'cases.config.find',
  summary: 'How the flow of cases is set here today, and what was set before and is to come, newest first',
  access: heldBy('district', ...staffRoles),
  input: z.object({}),
  output: z.object({
    inForce: caseConfigShape,
    /** Null: nothing was ever set, the defaults of the house hold. */
    validFrom: z.string().nullable(),
    history: z.array(datedConfigShape).max(CONFIGS_SHOWN_MAX),
  }),
})

export const setConfig = defineAct({
  id: 'cases.config.set',
  summary: 'Sets how the flow of cases goes here from a day on, today at the earliest; what runs keeps its limits',
  access: heldBy('place', 'administrator'),
  input: z.object({ validFrom: civilDateShape, config: caseConfigShape }),
  output: datedConfigShape,
  refusals: ['cases.config_in_past'],
})
