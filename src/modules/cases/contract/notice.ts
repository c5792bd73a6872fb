import { z } from 'zod'
import { idShape } from '#kernel/id'
import { anyoneMay, defineAct, defineRead, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { cansShape } from './shape.ts'
import { checkers, HEADLINE_LENGTH_MAX, takers } from './vocabulary.ts'

export const NOTICE_LENGTH_MAX = 500
const NOTICES_SHOWN_MAX = 20

/** What a notice is published with; also in the act of a check 核实 (S0-38). */
export const noticeDraft = {
  headline: z.string().trim().min(2).max(HEADLINE_LENGTH_MAX),
  words: z.string().trim().min(2).max(NOTICE_LENGTH_MAX),
}

export const publicNoticeShape = z.object({
  id: idShape,
  headline: z.string(),
  words: z.string(),
  placeName: z.string(),
  publishedAt: z.date(),
})

export const noticeShape = publicNoticeShape.extend({
  caseId: idShape,
  publishedByName: z.string(),
  withdrawnAt: z.date().nullable(),
  /** Minutes from the report of the case to this. */
  minutesFromReport: z.number(),
  can: cansShape,
})
export type CaseNotice = z.infer<typeof noticeShape>

export const publishNotice = defineAct({
  id: 'cases.notice.publish',
  summary: '发布消息: what residents of the community should know of a verified case, never who reported it (S0-38)',
  access: heldBy('place', ...checkers),
  input: z.object({ caseId: idShape, ...noticeDraft }),
  output: noticeShape,
  refusals: ['cases.case_not_found'],
})

export const takeDownNotice = defineAct({
  id: 'cases.notice.takeDown',
  summary: '撤回消息: it is over or was wrong; the portal shows it no longer',
  access: heldBy('place', 'liaison', ...takers),
  input: z.object({ id: idShape }),
  output: noticeShape,
  refusals: ['cases.case_not_found', 'cases.notice_not_found', 'cases.notice_withdrawn'],
})

export const findNotices = defineRead({
  id: 'cases.notice.findOfCase',
  summary: 'The information notices of a case, newest first, and whether one may be published now',
  access: heldBy('district', ...staffRoles),
  input: z.object({ caseId: idShape }),
  output: z.object({ items: z.array(noticeShape).max(NOTICES_SHOWN_MAX), can: cansShape }),
  refusals: ['cases.case_not_found'],
})

export const listPublicNotices = defineRead({
  id: 'cases.notice.listPublic',
  summary: 'Information notices for a community and the places above and below it, newest first',
  access: anyoneMay,
  input: z.object({ placeId: placeIdShape.optional(), ...pageInput }),
  output: pageOf(publicNoticeShape),
  refusals: ['places.place_not_found'],
})

export const noticeActs = [publishNotice, takeDownNotice] as const
