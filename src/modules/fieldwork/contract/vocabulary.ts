import { z } from 'zod'
import { pointShape } from '#kernel/place'
import { type Role, staffRoles } from '#kernel/role'

/** Where a patrol 班次 stands: 待巡、巡查中、已巡、漏查 (S2-19). */
export const patrolStates = ['planned', 'underWay', 'done', 'missed'] as const
export const patrolStateShape = z.enum(patrolStates)
export type PatrolState = (typeof patrolStates)[number]

/** How a check-in 打卡 was judged: counts, too far off, position too rough to tell, no position. */
export const verdicts = ['valid', 'off', 'rough', 'unknown'] as const
export const verdictShape = z.enum(verdicts)
export type Verdict = (typeof verdicts)[number]

/** What happens to a patrol besides check-ins; `ended`: closed by the platform when it was begun and never finished. */
export const patrolEventKinds = ['started', 'handedOver', 'finished', 'ended', 'missed', 'explained'] as const
export type PatrolEventKind = (typeof patrolEventKinds)[number]

/** 清理乱堆乱放小广告、劝导乱摆乱停、政策宣讲、现场调解、排查、其他 (S0-46, S2-18). */
export const actionKinds = ['cleanUp', 'dissuasion', 'publicity', 'mediation', 'screening', 'other'] as const
export const actionKindShape = z.enum(actionKinds)
export type ActionKind = (typeof actionKinds)[number]

/** The functions of a grid brought along: 政治引领、矛盾化解、风险排查 (S2-18), and those that grids work under besides. */
export const shippedFunctions = ['guidance', 'disputes', 'risks', 'service', 'environment'] as const
export type ShippedFunction = (typeof shippedFunctions)[number]

export const NAME_LENGTH_MAX = 60
export const POINT_NAME_LENGTH_MAX = 60
export const FUNCTION_NAME_LENGTH_MAX = 20
export const FUNCTION_KEY_LENGTH_MAX = 40
export const FUNCTIONS_MAX = 30
export const WORDS_LENGTH_MAX = 2_000
export const NOTE_LENGTH_MAX = 500
export const REASON_LENGTH_MIN = 2
export const REASON_LENGTH_MAX = 200
export const FILES_MAX = 9
export const POINTS_MAX = 40
export const RADIUS_MIN_M = 10
export const RADIUS_MAX_M = 500
export const EVERY_DAYS_MAX = 31
export const COUNT_MAX = 10_000
export const COMPANIONS_MAX = 20
export const ACCURACY_MAX_M = 100_000
export const SEARCH_LENGTH_MAX = 60
/** Days that one table of coverage or one list of a person spans at most. */
export const SPAN_DAYS_MAX = 366
/** Lines of a table of coverage or of actions. */
export const SUM_ROWS_MAX = 300

/** Who plans: routes, rosters, who walks. */
export const planners: readonly Role[] = [
  'gridLeader',
  'stationLeader',
  'gridInstructor',
  'communityWorker',
  'communitySecretary',
  'streetOfficer',
  'administrator',
]
/** Who reads the fieldwork at the own place and below. */
export const fieldReaders: readonly Role[] = staffRoles.filter((role) => role !== 'departmentOfficer')

/** When it was by the phone: without a network it comes here later. */
export const instantInput = z.iso.datetime({ offset: true })
export const wordsInput = (lengthMax: number) => z.string().trim().min(1).max(lengthMax).nullable().default(null)
export const reasonInput = z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX)
export const filesInput = z
  .array(z.uuid())
  .max(FILES_MAX)
  .refine((ids) => new Set(ids).size === ids.length)
  .default([])
export const pointInput = pointShape.nullable().default(null)
export const versionInput = z.number().int().positive()

export const namedShape = z.object({ id: z.string(), name: z.string() })
export const fileShape = z.object({
  id: z.string(),
  /** Media type by content. */
  kind: z.string(),
  name: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
})
