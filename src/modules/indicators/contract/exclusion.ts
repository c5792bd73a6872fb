import { z } from 'zod'
import { idShape } from '#kernel/id'
import { canShape } from '#kernel/can'
import { defineAct, defineRead, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { indicatorIdShape } from './indicator.ts'
import { applicants, deciders, exclusionReasonShape, FILES_MAX, readers, WORDS_LENGTH_MAX } from './vocabulary.ts'

const wordsInput = z.string().trim().min(2).max(WORDS_LENGTH_MAX)

export const exclusionShape = z.object({
  id: idShape,
  caseId: idShape,
  caseNumber: z.string(),
  caseTitle: z.string(),
  indicatorId: z.string(),
  reason: exclusionReasonShape,
  words: z.string(),
  fileIds: z.array(z.string()),
  organizationName: z.string().nullable(),
  placeName: z.string(),
  appliedAt: z.date(),
  appliedByName: z.string().nullable(),
  decision: z.enum(['granted', 'denied']).nullable(),
  decisionWords: z.string().nullable(),
  decidedAt: z.date().nullable(),
  decidedByName: z.string().nullable(),
  can: z.record(z.string(), canShape),
})
export type Exclusion = z.infer<typeof exclusionShape>

export const applyExclusion = defineAct({
  id: 'indicators.exclusion.apply',
  summary: '申诉: a unit asks that a case is left out of an indicator, with reason and evidence',
  access: heldBy('either', ...applicants),
  input: z.object({
    caseId: idShape,
    indicatorId: indicatorIdShape,
    reason: exclusionReasonShape,
    words: wordsInput,
    fileIds: z.array(idShape).max(FILES_MAX).default([]),
  }),
  output: exclusionShape,
  refusals: [
    'cases.case_not_found',
    'indicators.indicator_not_found',
    'indicators.not_counted',
    'indicators.exclusion_exists',
    'files.not_found',
    'workplace.file_attached_elsewhere',
  ],
})

const decision = { id: idShape, words: wordsInput }
const decisionRefusals = [
  'indicators.exclusion_not_found',
  'indicators.exclusion_decided',
  'indicators.decider_applied',
] as const

export const grantExclusion = defineAct({
  id: 'indicators.exclusion.grant',
  summary: '同意剔除: the case is left out of the indicator from now on, also of periods that are over',
  access: heldBy('place', ...deciders),
  input: z.object(decision),
  output: exclusionShape,
  refusals: decisionRefusals,
})

export const denyExclusion = defineAct({
  id: 'indicators.exclusion.deny',
  summary: '不予剔除: the case goes on counting, with the reason',
  access: heldBy('place', ...deciders),
  input: z.object(decision),
  output: exclusionShape,
  refusals: decisionRefusals,
})

export const listExclusions = defineRead({
  id: 'indicators.exclusion.list',
  summary: 'Applications to leave a case out of an indicator, the last first, with what was decided and by whom',
  access: heldBy('either', ...new Set([...readers, ...applicants])),
  input: z.object({
    ...pageInput,
    placeId: placeIdShape.optional(),
    caseId: idShape.optional(),
    show: z.enum(['all', 'open', 'granted', 'denied']).default('all'),
  }),
  output: pageOf(exclusionShape),
  refusals: ['places.place_not_found'],
})
