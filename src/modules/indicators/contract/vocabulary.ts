import { z } from 'zod'
import type { Role } from '#kernel/role'

/** Everything that is counted of a case; `rules/measures.ts` says when and for which day. */
export const measures = [
  'reported',
  'accepted',
  'filed',
  'filedOfReported',
  'closedOfReported',
  'handoverOf',
  'handedOverQuickly',
  'responseDue',
  'respondedInTime',
  'dispatched',
  'dispatchHeld',
  'dispatchReturned',
  'handlingDue',
  'handled',
  'handledInTime',
  'handlingLate',
  'reworked',
  'extended',
  'suspended',
  'checkAsked',
  'checked',
  'checkDue',
  'checkedInTime',
  'verificationAsked',
  'verified',
  'closed',
  'closedOfFiled',
  'closedInTime',
  'closedOnce',
  'solved',
  'revisited',
  'judged',
  'satisfied',
  'solvedCommunity',
  'solvedStreet',
  'solvedDistrict',
] as const
export const measureShape = z.enum(measures)
export type Measure = (typeof measures)[number]

/** Why a case may be left out of a rate: an open list of the grounds that assessments know (cases §5.3, §10.4). */
export const exclusionReasons = ['notOurs', 'unreasonable', 'forceMajeure', 'policy', 'duplicate', 'noContact'] as const
export const exclusionReasonShape = z.enum(exclusionReasons)
export type ExclusionReason = (typeof exclusionReasons)[number]

/** How a value is read: how many, a share in percent, minutes on the clock. */
export const indicatorUnits = ['case', 'percent', 'minute'] as const

export const breakdowns = ['place', 'organization', 'person', 'role', 'channel', 'day'] as const
export type Breakdown = (typeof breakdowns)[number]

/** Which of the cases behind a number. */
export const parts = ['counted', 'reached', 'missed', 'excluded', 'applied'] as const
export type Part = (typeof parts)[number]

export const WORDS_LENGTH_MAX = 2_000
export const FILES_MAX = 9
export const LINES_MAX = 500
/** A period is at most two years. */
export const PERIOD_DAYS_MAX = 731

/** 考核: those who lead, direct or answer for a place. */
export const readers: readonly Role[] = ['leader', 'dispatcher', 'streetOfficer', 'communitySecretary', 'administrator']
/** Who speaks for the unit that had the case. */
export const applicants: readonly Role[] = [
  'departmentOfficer',
  'streetOfficer',
  'communitySecretary',
  'communityWorker',
  'stationLeader',
]
export const deciders: readonly Role[] = ['dispatcher']
