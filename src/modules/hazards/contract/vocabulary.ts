import { z } from 'zod'
import { idShape } from '#kernel/id'
import { type Role, staffRoles } from '#kernel/role'

/** 一般、较大、重大隐患. */
export const severities = ['general', 'serious', 'major'] as const
export const severityShape = z.enum(severities)
export type Severity = (typeof severities)[number]

export const hazardStates = ['found', 'noticed', 'rectified', 'escalated', 'closed', 'voided'] as const
export const hazardStateShape = z.enum(hazardStates)
export type HazardState = (typeof hazardStates)[number]

/** 下通知、整改、复查, 转为案件, and `ended`. */
export const hazardStages = ['notice', 'rectification', 'recheck', 'handover', 'ended'] as const
export const hazardStageShape = z.enum(hazardStages)
export type HazardStage = (typeof hazardStages)[number]

/** What is timed. */
export const hazardClocks = ['notice', 'rectification', 'recheck'] as const
export type HazardClock = (typeof hazardClocks)[number]

export const itemResults = ['pass', 'hazard', 'notApplicable'] as const
export const itemResultShape = z.enum(itemResults)
export type ItemResult = (typeof itemResults)[number]

export const risks = ['low', 'medium', 'high'] as const
export const riskShape = z.enum(risks)
export type Risk = (typeof risks)[number]

export const KIND_NAME_LENGTH_MAX = 60
export const CLASS_NAME_LENGTH_MAX = 40
export const POINTS_LENGTH_MAX = 1_000
export const SITE_NAME_LENGTH_MAX = 80
export const ADDRESS_LENGTH_MAX = 200
export const PERSON_NAME_LENGTH_MAX = 60
export const PHONE_LENGTH_MAX = 30
export const WORDS_LENGTH_MAX = 2_000
export const REASON_LENGTH_MIN = 2
export const REASON_LENGTH_MAX = 200
export const CAMPAIGN_NAME_LENGTH_MAX = 60
export const PURPOSE_LENGTH_MAX = 1_000
export const SEARCH_LENGTH_MAX = 100
export const FILES_MAX = 18
export const LIMIT_DAYS_MAX = 90
export const CO_INSPECTORS_MAX = 5
/** Kinds that one inspection may look for. */
export const ITEMS_MAX = 120
/** Sites of one random draw, and of one assignment. */
export const DRAW_SITES_MAX = 500
export const INSPECTORS_EACH_MAX = 3
export const PLACES_OF_CAMPAIGN_MAX = 50

export const wordsInput = z.string().trim().min(1).max(WORDS_LENGTH_MAX)
export const reasonInput = z.string().trim().min(REASON_LENGTH_MIN).max(WORDS_LENGTH_MAX)
export const filesInput = z.array(idShape).max(FILES_MAX).default([])
export const versionInput = z.number().int().positive()
export const namedShape = z.object({ id: z.string(), name: z.string() })
export const placeRefShape = z.object({ id: z.number().int(), name: z.string() })

// Who may ---------------------------------------------------------------------------------------------------------------

/** 检查、整改、复查: whoever goes and looks. */
export const inspectors: readonly Role[] = [
  'gridWorker',
  'gridLeader',
  'stationLeader',
  'communityWorker',
  'communitySecretary',
  'streetOfficer',
  'departmentOfficer',
]
/** 延期审批、撤销. */
export const chiefs: readonly Role[] = ['stationLeader', 'communitySecretary', 'streetOfficer', 'dispatcher']
/** 专项行动、双随机. */
export const planners: readonly Role[] = ['communitySecretary', 'streetOfficer', 'dispatcher', 'administrator']
/** Who reads what was found at the own place and below. */
export const placeReaders: readonly Role[] = staffRoles
