import { z } from 'zod'
import { idShape } from '#kernel/id'
import { anyoneMay, defineAct, defineRead, defineStream, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, pointShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { civilDateShape } from '#kernel/time'
import { caseDetailShape, caseFileShape, caseRowShape, caseWithCanShape, categoryIdShape, filesInput } from './shape.ts'
import {
  ADDRESS_LENGTH_MAX,
  BODY_LENGTH_MAX,
  caseSorts,
  caseStageShape,
  caseStateShape,
  channelShape,
  CODE_TRIES_PER_MINUTE,
  NAME_LENGTH_MAX,
  queryCodeShape,
  RATING_MAX,
  RATING_MIN,
  REASON_LENGTH_MAX,
  REASON_LENGTH_MIN,
  SOURCE_NUMBER_LENGTH_MAX,
  takers,
  TITLE_LENGTH_MAX,
  urgencyShape,
} from './vocabulary.ts'

const REPORTS_PER_MINUTE = 20
const SEARCH_LENGTH_MAX = 100

export const reportCase = defineAct({
  id: 'cases.case.report',
  summary: 'Tell of something that should be dealt with; an account is not needed, the query code follows it',
  access: anyoneMay,
  perMinute: REPORTS_PER_MINUTE,
  input: z.object({
    /** The beginning of the text when left out. */
    title: z.string().trim().min(2).max(TITLE_LENGTH_MAX).optional(),
    body: z.string().trim().min(2).max(BODY_LENGTH_MAX),
    /** Everything but `portal` is for staff. */
    channel: channelShape.default('portal'),
    /** Its number there, for another channel: the same number again is refused. */
    sourceNumber: z.string().trim().min(1).max(SOURCE_NUMBER_LENGTH_MAX).nullable().default(null),
    /** The smallest place that contains it is taken; outside of every boundary, `placeId` counts. */
    point: pointShape.nullable().default(null),
    /** The district itself when nothing better is known. */
    placeId: placeIdShape.nullable().default(null),
    address: z.string().trim().min(1).max(ADDRESS_LENGTH_MAX).nullable().default(null),
    occurredAt: z.iso.datetime({ offset: true }).nullable().default(null),
    categoryId: categoryIdShape.nullable().default(null),
    /** `urgent` is for staff. */
    urgency: urgencyShape.default('normal'),
    /** How the reporter may be reached. Staff give those of whoever told them; without, they are the reporter. */
    reporterName: z.string().trim().min(1).max(NAME_LENGTH_MAX).nullable().default(null),
    reporterPhone: z
      .string()
      .trim()
      .regex(/^(1\d{10}|0\d{2,3}-?\d{7,8})$/)
      .nullable()
      .default(null),
    fileIds: filesInput,
  }),
  output: z.object({ queryCode: z.string(), case: caseWithCanShape }),
  refusals: [
    'places.place_not_found',
    'cases.place_elsewhere',
    'cases.channel_for_staff',
    'cases.urgency_for_staff',
    'cases.occurs_in_future',
    'cases.category_not_found',
    'cases.source_number_conflict',
    'files.not_found',
    'workplace.file_attached_elsewhere',
  ],
})

export const findCase = defineRead({
  id: 'cases.case.find',
  summary: 'One case, as much of it as the reader may see, with its steps, thread and what may be done now',
  access: anyoneMay,
  input: z.object({ id: idShape }),
  output: caseDetailShape,
  refusals: ['cases.case_not_found'],
})

export const findCaseByQueryCode = defineRead({
  id: 'cases.case.findByQueryCode',
  summary: 'The case of a query code, as its reporter sees it',
  access: anyoneMay,
  perMinute: CODE_TRIES_PER_MINUTE,
  input: z.object({ queryCode: queryCodeShape }),
  output: caseDetailShape,
  refusals: ['cases.case_not_found'],
})

/** No limit of tries of its own: a page has many photos, and a file answers only to its id and the code together. */
const fileByCode = {
  access: anyoneMay,
  input: z.object({ queryCode: queryCodeShape, id: idShape }),
  refusals: ['files.not_found'],
}

export const openFileByQueryCode = defineStream({
  ...fileByCode,
  id: 'cases.file.openByQueryCode',
  summary: 'A file of the case of a query code, if its reporter may see it',
})

export const openThumbnailByQueryCode = defineStream({
  ...fileByCode,
  id: 'cases.file.thumbnailByQueryCode',
  summary: 'The small picture of a photo, under the same conditions as the photo',
})

export const caseFilter = {
  /** `all` at the places of my posts, `assigned` given to my organisations or me, `mine` reported by me. */
  view: z.enum(['all', 'assigned', 'mine']).default('all'),
  /** At this place or below it. */
  placeId: placeIdShape.optional(),
  /** Words of the text, a number, a source number. */
  words: z.string().trim().max(SEARCH_LENGTH_MAX).optional(),
  stage: caseStageShape.optional(),
  state: caseStateShape.optional(),
  /** Open: before closing. */
  isOpen: z.stringbool().optional(),
  clock: z.enum(['soon', 'late', 'paused']).optional(),
  channel: channelShape.optional(),
  urgency: urgencyShape.optional(),
  /** This category or one below it. */
  categoryId: categoryIdShape.optional(),
  organizationId: idShape.optional(),
  rating: z.coerce.number().int().min(RATING_MIN).max(RATING_MAX).optional(),
  /** Reported on these days, both included. */
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listCases = defineRead({
  id: 'cases.case.list',
  summary: 'Cases by place, step, clock, category, channel, words and days; most urgent or newest first',
  access: signedInMay,
  input: z.object({
    ...caseFilter,
    sort: z.enum(caseSorts).default('newest'),
    withTotal: z.stringbool().default(false),
    ...pageInput,
  }),
  output: pageOf(caseRowShape).extend({
    /** Only with `withTotal`: how many there are, counted up to TOTAL_MAX. */
    total: z.object({ count: z.number().int(), isMore: z.boolean() }).nullable(),
  }),
  refusals: ['places.place_not_found', 'cases.category_not_found'],
})

export const countCases = defineRead({
  id: 'cases.case.count',
  summary: 'How many open cases stand in which step, how many late, soon due or paused, and how many ended lately',
  access: signedInMay,
  input: z.object({
    view: caseFilter.view,
    placeId: caseFilter.placeId,
    organizationId: caseFilter.organizationId,
    categoryId: caseFilter.categoryId,
    channel: caseFilter.channel,
    /** Cases that ended count from this day on; 30 days back when left out. */
    endedFrom: civilDateShape.optional(),
  }),
  output: z.object({
    open: z.number().int(),
    soon: z.number().int(),
    late: z.number().int(),
    paused: z.number().int(),
    states: z.array(
      z.object({
        state: caseStateShape,
        stage: caseStageShape,
        count: z.number().int(),
        soon: z.number().int(),
        late: z.number().int(),
        paused: z.number().int(),
      }),
    ),
    endedFrom: z.string(),
  }),
  refusals: ['places.place_not_found', 'cases.category_not_found'],
})

export const publicCaseShape = z.object({
  id: idShape,
  number: z.string(),
  headline: z.string(),
  categoryName: z.string().nullable(),
  placeName: z.string(),
  handlerName: z.string().nullable(),
  reportedAt: z.date(),
  closedAt: z.date(),
  rating: z.number().int().nullable(),
  photos: z.array(caseFileShape),
})

export const listPublicCases = defineRead({
  id: 'cases.case.listPublic',
  summary: '因为您的反映: what was done because somebody said it, newest first',
  access: anyoneMay,
  input: z.object({ placeId: placeIdShape.optional(), ...pageInput }),
  output: pageOf(publicCaseShape),
  refusals: ['places.place_not_found'],
})

export const exportCases = defineStream({
  id: 'cases.case.export',
  summary: 'The cases of a list as a workbook',
  access: heldBy('district', ...staffRoles),
  input: z.object(caseFilter),
  refusals: ['places.place_not_found', 'cases.category_not_found'],
})

export const revealReporters = defineAct({
  id: 'cases.reporter.reveal',
  summary: 'The reporters of a case and its text unmasked, for a reason that is written down',
  access: heldBy('either', ...takers, 'gridLeader', 'gridWorker', 'departmentOfficer'),
  input: z.object({ caseId: idShape, reason: z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX) }),
  output: z.object({
    body: z.string(),
    reporters: z.array(
      z.object({ number: z.number().int(), name: z.string().nullable(), phone: z.string().nullable() }),
    ),
  }),
  refusals: ['cases.case_not_found'],
})
