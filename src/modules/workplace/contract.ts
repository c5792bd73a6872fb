import { z } from 'zod'
import { clockShape } from '#kernel/clock'
import { anyoneMay, defineAct, defineRead, defineStream, defineUpload, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { idShape } from '#kernel/id'

const KIND_LENGTH_MAX = 40
const SEARCH_WORDS_LENGTH_MAX = 100
const HITS_MAX = 50
const HITS_DEFAULT = 20
const READ_AT_ONCE_MAX = 100
const VIEW_NAME_LENGTH_MAX = 40
const VIEW_QUERY_LENGTH_MAX = 2000
const LAST_MINUTE_OF_DAY = 1439
/** Saved views of one person for one list: more than anybody finds again. */
export const VIEWS_PER_LIST_MAX = 30

const kindShape = z
  .string()
  .regex(/^[a-z][a-zA-Z]*$/)
  .max(KIND_LENGTH_MAX)
/** Which list a view belongs to: `cases`, `workplace.inbox`. */
const listShape = z
  .string()
  .regex(/^[a-z][a-zA-Z.]*$/)
  .max(KIND_LENGTH_MAX)
const minuteShape = z.number().int().min(0).max(LAST_MINUTE_OF_DAY)

// What waits for me -----------------------------------------------------------------------------------------------

export const inboxRowShape = z.object({
  matterKind: z.string(),
  matterId: idShape,
  number: z.string(),
  title: z.string(),
  state: z.string(),
  stage: z.string(),
  enteredAt: z.date(),
  dueAt: z.date().nullable(),
  placeId: z.number().int(),
  placeName: z.string(),
  clock: clockShape.nullable(),
  /** Address of its page in the workbench. */
  deskPath: z.string(),
})
export type InboxRow = z.infer<typeof inboxRowShape>

const inboxFilter = {
  kind: kindShape.optional(),
  stage: kindShape.optional(),
  /** Only matters at this place or below it. */
  placeId: placeIdShape.optional(),
}

export const listInbox = defineRead({
  id: 'workplace.inbox.list',
  summary: 'What waits for me, most urgent first',
  access: signedInMay,
  input: z.object({ ...inboxFilter, clock: z.enum(['soon', 'late', 'paused']).optional(), ...pageInput }),
  output: pageOf(inboxRowShape),
  refusals: ['places.place_not_found'],
})

export const countInbox = defineRead({
  id: 'workplace.inbox.count',
  summary: 'How much waits for me, and how much of it is soon due, late, standing still',
  access: signedInMay,
  input: z.object(inboxFilter),
  output: z.object({
    all: z.number().int(),
    soon: z.number().int(),
    late: z.number().int(),
    paused: z.number().int(),
  }),
  refusals: ['places.place_not_found'],
})

// Search ----------------------------------------------------------------------------------------------------------

export const hitShape = z.object({
  kind: z.string(),
  id: idShape,
  title: z.string(),
  /** The beginning of the text. */
  body: z.string(),
  at: z.date(),
  deskPath: z.string(),
  /** Null when the portal has no page of it. */
  portalPath: z.string().nullable(),
})
export type SearchHit = z.infer<typeof hitShape>

export const findEverything = defineRead({
  id: 'workplace.search.find',
  summary: 'The newest things that hold all the words and that I may read',
  access: anyoneMay,
  perMinute: 60,
  input: z.object({
    words: z.string().trim().min(1).max(SEARCH_WORDS_LENGTH_MAX),
    kind: kindShape.optional(),
    limit: z.coerce.number().int().min(1).max(HITS_MAX).default(HITS_DEFAULT),
  }),
  output: z.object({
    items: z.array(hitShape),
    /** There are older things with these words that were not looked at: take more words. */
    hasMore: z.boolean(),
  }),
})

// What I am told --------------------------------------------------------------------------------------------------

export const noticeShape = z.object({
  id: idShape,
  key: z.string(),
  /** The notice in the language of the reader. */
  words: z.string(),
  isUrgent: z.boolean(),
  createdAt: z.date(),
  readAt: z.date().nullable(),
  matter: z
    .object({ kind: z.string(), id: idShape, deskPath: z.string(), portalPath: z.string().nullable() })
    .nullable(),
})
export type Notice = z.infer<typeof noticeShape>

const unreadShape = z.object({ unread: z.number().int() })

export const listNotices = defineRead({
  id: 'workplace.notice.list',
  summary: 'What I was told, newest first',
  access: signedInMay,
  input: z.object({ unreadOnly: z.stringbool().default(false), ...pageInput }),
  output: pageOf(noticeShape),
})

export const countNotices = defineRead({
  id: 'workplace.notice.count',
  summary: 'How much of what I was told I have not read',
  access: signedInMay,
  input: z.object({}),
  output: unreadShape,
})

export const readNotices = defineAct({
  id: 'workplace.notice.read',
  summary: 'I have read these notices',
  access: signedInMay,
  input: z.object({ ids: z.array(idShape).min(1).max(READ_AT_ONCE_MAX) }),
  output: unreadShape,
})

export const readAllNotices = defineAct({
  id: 'workplace.notice.readAll',
  summary: 'I have read everything up to now',
  access: signedInMay,
  input: z.object({}),
  output: unreadShape,
})

// When I want to be told ------------------------------------------------------------------------------------------

/** Minutes of the local day; quiet hours may go over midnight, and are none when both ends are the same minute. */
export const noticeSettingShape = z.object({
  quietFromMinute: minuteShape,
  quietUntilMinute: minuteShape,
  digestMinute: minuteShape,
  bySms: z.boolean(),
})
export type NoticeSetting = z.infer<typeof noticeSettingShape>

const QUIET_MINUTES_MAX = 23 * 60
const isAwakeForAnHour = (setting: NoticeSetting): boolean =>
  (setting.quietUntilMinute - setting.quietFromMinute + LAST_MINUTE_OF_DAY + 1) % (LAST_MINUTE_OF_DAY + 1) <=
  QUIET_MINUTES_MAX

export const findSetting = defineRead({
  id: 'workplace.setting.find',
  summary: 'My quiet hours, the time of my daily digest, whether it comes by SMS',
  access: signedInMay,
  input: z.object({}),
  output: noticeSettingShape,
})

export const updateSetting = defineAct({
  id: 'workplace.setting.update',
  summary: 'Change my quiet hours, the time of my digest, whether it comes by SMS',
  access: signedInMay,
  input: noticeSettingShape.refine(isAwakeForAnHour, { path: ['quietUntilMinute'] }),
  output: noticeSettingShape,
})

// Lists as I like to see them -------------------------------------------------------------------------------------

export const savedViewShape = z.object({
  id: idShape,
  list: z.string(),
  name: z.string(),
  /** The address part after `?`: filters, sort, columns. */
  query: z.string(),
  createdAt: z.date(),
})
export type SavedView = z.infer<typeof savedViewShape>

export const saveView = defineAct({
  id: 'workplace.view.save',
  summary: 'Keep a list as it is filtered, sorted and cut now, under a name; the same name again is replaced',
  access: signedInMay,
  input: z.object({
    list: listShape,
    name: z.string().trim().min(1).max(VIEW_NAME_LENGTH_MAX),
    query: z.string().max(VIEW_QUERY_LENGTH_MAX),
  }),
  output: savedViewShape,
  refusals: ['workplace.views_too_many'],
})

export const listViews = defineRead({
  id: 'workplace.view.list',
  summary: 'My saved views of one list',
  access: signedInMay,
  input: z.object({ list: listShape }),
  output: z.object({ items: z.array(savedViewShape).max(VIEWS_PER_LIST_MAX) }),
})

export const removeView = defineAct({
  id: 'workplace.view.remove',
  summary: 'Forget one of my saved views',
  access: signedInMay,
  input: z.object({ id: idShape }),
  output: z.object({ id: idShape }),
  refusals: ['workplace.view_not_found'],
})

// Files -----------------------------------------------------------------------------------------------------------

/** What an upload can be refused with; the codes are those of the files room of the platform. */
export const uploadRefusals = [
  'files.empty',
  'files.too_large',
  'files.kind_not_allowed',
  'files.not_an_image',
  'files.damaged',
  'files.infected',
  'files.scanner_unavailable',
  'files.storage_full',
] as const

export const fileShape = z.object({
  id: idShape,
  /** Media type by content. */
  kind: z.string(),
  name: z.string(),
  sizeBytes: z.number().int(),
  /** Pixels; null for what is no picture. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  hasThumbnail: z.boolean(),
})
export type StoredFile = z.infer<typeof fileShape>

export const uploadFile = defineUpload({
  id: 'workplace.file.upload',
  summary:
    'Hand a file in: known by its content, looked through for viruses, photos made small and without place or time in them',
  access: signedInMay,
  perMinute: 60,
  input: z.object({}),
  output: fileShape,
  refusals: [...uploadRefusals],
})

export const openFile = defineStream({
  id: 'workplace.file.open',
  summary: 'A file that I handed in, or that belongs to a matter I may read',
  access: anyoneMay,
  input: z.object({ id: idShape }),
  refusals: ['files.not_found'],
})

export const openThumbnail = defineStream({
  id: 'workplace.file.thumbnail',
  summary: 'The small picture of a photo, under the same conditions as the photo',
  access: anyoneMay,
  input: z.object({ id: idShape }),
  refusals: ['files.not_found'],
})

// How things go here ----------------------------------------------------------------------------------------------

export const flowShape = z.object({
  id: z.string(),
  initial: z.string(),
  states: z.array(
    z.object({
      state: z.string(),
      stage: z.string(),
      clock: z.string().nullable(),
      turn: z
        .object({
          of: z.enum(['place', 'assignee', 'reporter']),
          operation: z.string(),
          /** The action whose doer is left out. */
          notWhoDid: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
  actions: z.array(
    z.object({
      action: z.string(),
      from: z.array(z.string()),
      /** Empty: the matter stays where it is. */
      to: z.array(z.string()),
      by: z.enum(['place', 'assignee', 'reporter', 'system']),
      guards: z.array(z.string()),
      clock: z.enum(['pause', 'resume', 'extend']).nullable(),
      emits: z.string(),
    }),
  ),
})
export type FlowPicture = z.infer<typeof flowShape>

export const listFlows = defineRead({
  id: 'workplace.flow.list',
  summary: 'Every flow with its states and actions, to be drawn',
  access: signedInMay,
  input: z.object({}),
  output: z.object({ items: z.array(flowShape) }),
})

// What left the platform ------------------------------------------------------------------------------------------

export const deliveryShape = z.object({
  id: idShape,
  channel: z.enum(['sms', 'email', 'wechat']),
  /** Masked. */
  recipient: z.string(),
  body: z.string(),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
  attemptCount: z.number().int(),
  fault: z.string().nullable(),
})
export type Delivery = z.infer<typeof deliveryShape>

export const listDeliveries = defineRead({
  id: 'workplace.delivery.list',
  summary: 'SMS, e-mails and messages of the district, newest first',
  access: heldBy('place', 'administrator'),
  input: z.object({ state: z.enum(['waiting', 'sent', 'failed']).optional(), ...pageInput }),
  output: pageOf(deliveryShape),
})
