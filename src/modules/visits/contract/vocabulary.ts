import { z } from 'zod'
import { heldBy } from '#kernel/operation'
import { type Role, staffRoles } from '#kernel/role'

/** Whom a visit is for: 入户 (S4-15), 领导联系社区 (S4-14), 一线 (S2-10), 驻点 (S0-40). */
export const visitKinds = ['household', 'leader', 'frontLine', 'stationed'] as const
export const visitKindShape = z.enum(visitKinds)
export type VisitKind = (typeof visitKinds)[number]

/** Where a visit stands. A missed one can be made up 补访; done and excused are ends. */
export const visitStates = ['planned', 'done', 'missed', 'excused'] as const
export const visitStateShape = z.enum(visitStates)
export type VisitState = (typeof visitStates)[number]

/** 见到、不在家、不愿见. */
export const outcomes = ['met', 'notHome', 'refused'] as const
export const outcomeShape = z.enum(outcomes)
export type Outcome = (typeof outcomes)[number]

/** What is found: 问题、隐患、纠纷、需求 (S4-14). */
export const findingKinds = ['problem', 'hazard', 'dispute', 'need'] as const
export const findingKindShape = z.enum(findingKinds)
export type FindingKind = (typeof findingKinds)[number]

/** Once in so many days, on a weekday, on a day of the month, or when somebody plans it. */
export const rhythms = ['days', 'week', 'month', 'none'] as const
export const rhythmShape = z.enum(rhythms)
export type Rhythm = (typeof rhythms)[number]

export const NAME_LENGTH_MAX = 60
export const DOOR_LENGTH_MAX = 40
export const LABEL_LENGTH_MAX = 40
export const MARK_LENGTH_MAX = 20
export const MARKS_MAX = 20
export const DUTY_LENGTH_MAX = 20
export const DUTIES_MAX = 12
export const GRACE_DAYS_MAX = 60
export const GRACE_DAYS_DEFAULT = 3
export const DAYS_MAX = 366
export const WORDS_LENGTH_MAX = 2_000
export const DECISION_LENGTH_MAX = 500
export const REASON_LENGTH_MIN = 2
export const REASON_LENGTH_MAX = 200
export const FILES_MAX = 9
export const FINDINGS_MAX = 20
/** Households that one hand-over moves. */
export const ASSIGNED_AT_ONCE_MAX = 500
export const SEARCH_LENGTH_MAX = 60
export const IMPORT_ROWS_MAX = 5_000
export const DAY_MINUTES = 1_440

export const reasonInput = z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX)
export const versionInput = z.number().int().positive()
export const wordsFilter = z.string().trim().max(SEARCH_LENGTH_MAX).optional()

// Who may ---------------------------------------------------------------------------------------------------------------

/** Reads households and visits at the own place and below. Whoever is responsible reads the own everywhere. */
export const readers: readonly Role[] = [
  'gridWorker',
  'gridLeader',
  'stationLeader',
  'gridInstructor',
  'communityWorker',
  'communitySecretary',
  'streetOfficer',
  'dispatcher',
  'leader',
  'administrator',
]
/** Answers for the visiting at a place: assigns, excuses, imports. */
export const managers: readonly Role[] = ['stationLeader', 'communitySecretary', 'streetOfficer', 'administrator']
/** Keeps the register of households. */
export const keepers: readonly Role[] = ['gridWorker', 'gridLeader', 'communityWorker', ...managers]
/** Sees who lives there, for a reason, and what a household is marked with. */
export const insiders: readonly Role[] = keepers.filter((role) => role !== 'administrator')
/** Sets the rules of visiting. */
export const planners: readonly Role[] = ['communitySecretary', 'streetOfficer', 'administrator']

export const staff = heldBy('district', ...staffRoles)
