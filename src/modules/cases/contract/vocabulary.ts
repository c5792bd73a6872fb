import { z } from 'zod'
import { placeLevelShape } from '#kernel/place'
import { type Role, staffRoles } from '#kernel/role'

/**
 * Where a case stands (cases §5.1). `checking` is 核实 by a liaison (S0-38), `transferred` handed to another system,
 * `correcting` 差评整改, the second handling after a bad rating, `merged` 并案 into another case that answers for it.
 * The steps in order: 上报、受理、立案、派遣、处置、核查、结案、回访评价.
 */
export const caseStates = [
  'reported',
  'accepted',
  'checking',
  'filed',
  'transferred',
  'handling',
  'correcting',
  'handled',
  'verified',
  'closed',
  'evaluated',
  'notEvaluated',
  'refused',
  'withdrawn',
  'merged',
] as const
export const caseStateShape = z.enum(caseStates)
export type CaseState = (typeof caseStates)[number]

/** The step a case waits in: 受理、立案、派遣、处置、核查、结案、回访评价, and `ended`. 上报 is behind every case. */
export const caseStages = [
  'acceptance',
  'filing',
  'dispatch',
  'handling',
  'verification',
  'closing',
  'evaluation',
  'ended',
] as const
export const caseStageShape = z.enum(caseStages)
export type CaseStage = (typeof caseStages)[number]

/** What is timed: every step, 核实, the answer of another system, and the correction 整改 after a bad rating. */
export const caseClocks = [
  'acceptance',
  'checking',
  'filing',
  'dispatch',
  'transfer',
  'handling',
  'verification',
  'closing',
  'evaluation',
  'correction',
] as const
export type CaseClock = (typeof caseClocks)[number]

/**
 * Where a case came from; an open list. 门户、网格上报、导入、12345 热线、书记信箱、微信、巡查、走访、通讯员、网络问政、
 * 信访、110 非警务、视频 (S2-45, G07).
 */
export const channels = [
  'portal',
  'grid',
  'import',
  'hotline',
  'mailbox',
  'wechat',
  'patrol',
  'visit',
  'correspondent',
  'online',
  'petition',
  'police',
  'video',
] as const
export const channelShape = z.enum(channels)
export type Channel = (typeof channels)[number]

/**
 * 分级化解: who is asked to solve a case, one after the other, each only when the one before could not (S0-36, S2-15,
 * S2-57, S4-16). Which of them a district has, and in which order, is its configuration.
 */
export const tiers = [
  'team',
  'gridWorker',
  'gridLeader',
  'stationLeader',
  'gridInstructor',
  'party',
  'community',
  'street',
  'department',
] as const
export const tierShape = z.enum(tiers)
export type Tier = (typeof tiers)[number]

/** Where it was solved: 小事不出小区、大事不出社区 (S4-53). */
export const resolvedLevels = ['compound', 'grid', 'community', 'street', 'district'] as const
export const resolvedLevelShape = z.enum(resolvedLevels)
export type ResolvedLevel = (typeof resolvedLevels)[number]

/** 听民声、释民惑、解民忧、汇民智: as what a case was closed (S2-46). */
export const outcomes = ['heard', 'explained', 'relieved', 'adopted'] as const
export const outcomeShape = z.enum(outcomes)
export type Outcome = (typeof outcomes)[number]

/** What whoever has a case may ask for: 延期、挂账、派单异议. */
export const requestKinds = ['extension', 'suspension', 'dispute'] as const
export const requestKindShape = z.enum(requestKinds)
export type RequestKind = (typeof requestKinds)[number]

/** 核实 and its three ends (cases §5.1). */
export const checkResults = ['exists', 'absent', 'unable'] as const

/** Where a case may be handed over to and come back from. */
export const outsideSystems = ['hotline', 'petition', 'police', 'cityManagement', 'court', 'other'] as const
export const outsideSystemShape = z.enum(outsideSystems)
export type OutsideSystem = (typeof outsideSystems)[number]

/** How somebody was asked afterwards 回访. */
export const revisitWays = ['phone', 'visit', 'message'] as const

export const urgencies = ['normal', 'urgent'] as const
export const urgencyShape = z.enum(urgencies)
export type Urgency = (typeof urgencies)[number]

/** How well the place is known: a point, or no better than a place of that level. */
export const locationPrecisions = ['exact', ...placeLevelShape.exclude(['city']).options] as const
export const locationPrecisionShape = z.enum(locationPrecisions)
export type LocationPrecision = (typeof locationPrecisions)[number]

/** 好差评 in five levels (国办发〔2019〕51号): 5 非常满意, 4 满意, 3 基本满意, 2 不满意, 1 非常不满意. */
export const RATING_MIN = 1
export const RATING_MAX = 5

export const TITLE_LENGTH_MAX = 100
export const BODY_LENGTH_MAX = 5_000
/** A text from another system may be longer than a person types here. */
export const IMPORTED_BODY_LENGTH_MAX = 10_000
export const WORDS_LENGTH_MAX = 2_000
export const REASON_LENGTH_MIN = 2
export const REASON_LENGTH_MAX = 200
export const HEADLINE_LENGTH_MAX = 60
export const ADDRESS_LENGTH_MAX = 200
/** Cases that are merged into one. */
export const MERGED_MAX = 50
/** Child matters of one case; Signalen allows ten (cases §3). */
export const CHILDREN_MAX = 10
export const NAME_LENGTH_MAX = 60
export const SOURCE_NUMBER_LENGTH_MAX = 60
export const FILES_MAX = 9
export const PUBLIC_FILES_MAX = 6
/** Counting stops here; what is more is shown as `10,000+`. */
export const TOTAL_MAX = 10_000
/** Calls a minute from one address with a query code. */
export const CODE_TRIES_PER_MINUTE = 20

/** Without vowels and characters that look alike. Shown in groups: 7KQ4-9MZT-2XWD. */
export const QUERY_CODE_ALPHABET = '23456789BCDFGHJKMNPQRSTVWXZ'
export const QUERY_CODE_LENGTH = 12
export const queryCodeShape = z
  .string()
  .max(30)
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[${QUERY_CODE_ALPHABET}]{${QUERY_CODE_LENGTH}}$`)))

export const caseSorts = ['due', 'newest', 'oldest', 'number'] as const
export type CaseSort = (typeof caseSorts)[number]

// Who may ---------------------------------------------------------------------------------------------------------------

/** 受理、立案、派遣、结案. */
export const takers: readonly Role[] = ['communityWorker', 'communitySecretary', 'streetOfficer', 'dispatcher']
/** 处置、退回, in the organisation it was given to; the person it was given to may always. */
export const solvers: readonly Role[] = [
  'teamMember',
  'gridWorker',
  'gridLeader',
  'stationLeader',
  'gridInstructor',
  'communityWorker',
  'communitySecretary',
  'streetOfficer',
  'departmentOfficer',
]
/** 核查、返工. */
export const verifiers: readonly Role[] = ['gridWorker', 'gridLeader', ...takers]
/** 核实. */
export const checkers: readonly Role[] = ['liaison', ...verifiers]
/** 停表、恢复、延期、挂账, and the decision on what was asked for. */
export const chiefs: readonly Role[] = ['communitySecretary', 'streetOfficer', 'dispatcher']
/** 吹哨: staff of communities and streets (cases §5.4). */
export const blowers: readonly Role[] = ['communityWorker', 'communitySecretary', 'streetOfficer']
/** 召集、准予不到、收哨、评部门: the street has the right to convene and to score. */
export const callers: readonly Role[] = ['streetOfficer']
/** 督办. */
export const supervisors: readonly Role[] = ['streetOfficer', 'dispatcher', 'leader']
/**
 * Who reads every case at the own place and below. Officers of departments and members of teams read those that their
 * organisation was given, correspondents those they reported.
 */
const ELSEWHERE: readonly Role[] = ['departmentOfficer', 'teamMember', 'correspondent']
export const placeReaders: readonly Role[] = staffRoles.filter((role) => !ELSEWHERE.includes(role))
/** Who reports by the channels of staff. */
export const staffReporters: readonly Role[] = [...placeReaders, 'correspondent']

// Import of files ------------------------------------------------------------------------------------------------------------

/** Rows of one imported file. */
export const IMPORT_ROWS_MAX = 50_000
/** Rows shown of one file; the counts are always whole. */
export const IMPORT_ROWS_SHOWN_MAX = 200

/** What an uploaded table can be refused with; the codes are those of the office room of the platform. */
export const sheetRefusals = [
  'office.empty',
  'office.too_large',
  'office.unpacks_too_large',
  'office.kind_not_allowed',
  'office.encrypted',
  'office.damaged',
  'office.unsafe',
  'office.encoding_unknown',
  'office.too_many_rows',
  'office.too_many_columns',
  'office.too_slow',
  'office.too_heavy',
  'office.no_heading',
  'office.column_missing',
  'office.column_twice',
] as const

export const importReportShape = z.object({
  rowCount: z.number().int(),
  createdCount: z.number().int(),
  /** In the register already: nothing is doubled. */
  sameCount: z.number().int(),
  badCount: z.number().int(),
  /** The bad rows first, then the others in the order of the file; cut to IMPORT_ROWS_SHOWN_MAX. */
  rows: z
    .array(
      z.object({
        /** Line of the file, 1 is the heading. */
        row: z.number().int(),
        change: z.enum(['create', 'same', 'bad']),
        name: z.string(),
        /** Cases only: where it was located, and when it happened. */
        placeName: z.string().nullable(),
        occurredAt: z.date().nullable(),
        faults: z.array(z.object({ column: z.string(), code: z.string(), data: z.record(z.string(), z.unknown()) })),
      }),
    )
    .max(IMPORT_ROWS_SHOWN_MAX),
})
export type ImportReport = z.infer<typeof importReportShape>
