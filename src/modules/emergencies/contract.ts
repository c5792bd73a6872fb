import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, pointShape } from '#kernel/place'
import { type Role, roleShape, staffRoles } from '#kernel/role'

/** 防汛、火灾、燃气、极端天气、地震、公共卫生、其他. */
export const emergencyKinds = ['flood', 'fire', 'gas', 'weather', 'earthquake', 'health', 'other'] as const
export const emergencyKindShape = z.enum(emergencyKinds)
export type EmergencyKind = (typeof emergencyKinds)[number]

export const responseStates = ['told', 'received', 'onWay', 'inPlace'] as const
export const responseStateShape = z.enum(responseStates)
export type ResponseState = (typeof responseStates)[number]

export const eventStates = ['on', 'over'] as const
export const eventStateShape = z.enum(eventStates)
export type EventState = (typeof eventStates)[number]

export const TITLE_LENGTH_MAX = 60
export const WORDS_LENGTH_MAX = 2_000
export const DUTY_LENGTH_MAX = 500
export const TASK_LENGTH_MAX = 500
export const PLACES_MAX = 50
export const CASES_MAX = 50
/** People that one emergency calls. */
export const RESPONSES_MAX = 5_000

/** From the station leader upwards (S2-20): who may raise an alarm and end it. */
export const raisers: readonly Role[] = [
  'stationLeader',
  'gridInstructor',
  'communitySecretary',
  'streetOfficer',
  'dispatcher',
  'leader',
]

/** Who is called: everybody with one of these posts within the area, or above it. */
export const calledRoles: readonly Role[] = staffRoles.filter((role) => role !== 'administrator')

const dutyShape = z.object({
  normal: z.string().trim().max(DUTY_LENGTH_MAX).default(''),
  emergency: z.string().trim().max(DUTY_LENGTH_MAX).default(''),
})
/** What each role does in normal and in emergency times; a role left out has no words. */
export const dutiesShape = z.partialRecord(roleShape, dutyShape)
export type Duties = z.infer<typeof dutiesShape>

export const planShape = z.object({
  kind: emergencyKindShape,
  duties: dutiesShape,
  acknowledgeMinutes: z.number().int(),
  /** 0: there is none yet, what is shown are the defaults. */
  version: z.number().int(),
})
export type Plan = z.infer<typeof planShape>

const readers = heldBy('district', ...staffRoles)
const planners = heldBy('district', 'administrator', 'dispatcher', 'streetOfficer')

export const listPlans = defineRead({
  id: 'emergencies.plan.list',
  summary: 'The plan of every kind of emergency',
  access: readers,
  input: z.object({}),
  output: z.object({ items: z.array(planShape) }),
})

export const setPlan = defineAct({
  id: 'emergencies.plan.set',
  summary:
    'What each role does in normal and emergency times, and after how many minutes the next of the chain is told',
  access: planners,
  input: z.object({
    kind: emergencyKindShape,
    version: z.number().int().min(0),
    duties: dutiesShape,
    acknowledgeMinutes: z.number().int().min(1).max(1_440),
  }),
  output: planShape,
  refusals: ['emergencies.changed_meanwhile'],
})

const named = z.object({ id: z.string(), name: z.string() })
const placeRef = z.object({ id: z.number().int(), name: z.string() })
const unitShape = z.object({ organization: named, place: placeRef, memberCount: z.number().int() })

export const listUnits = defineRead({
  id: 'emergencies.unit.list',
  summary: 'Organisations whose people are called out at a place',
  access: readers,
  input: z.object({}),
  output: z.object({ items: z.array(unitShape) }),
})

const unitInput = z.object({ organizationId: idShape, placeId: placeIdShape })
const administrator = heldBy('district', 'administrator')

export const addUnit = defineAct({
  id: 'emergencies.unit.add',
  summary: 'The people of an organisation are called out at a place and below',
  access: administrator,
  input: unitInput,
  output: unitShape,
  refusals: [
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'places.place_not_found',
    'emergencies.place_elsewhere',
  ],
})

export const removeUnit = defineAct({
  id: 'emergencies.unit.remove',
  summary: 'They are called out there no more',
  access: administrator,
  input: unitInput,
  output: z.object({ wasThere: z.boolean() }),
})

const calledShape = z.object({
  person: named,
  role: z.string(),
  place: placeRef,
  /** Who is told when this person does not acknowledge; empty at the head of the chain. */
  next: z.array(z.string()),
})

export const findTree = defineRead({
  id: 'emergencies.tree.find',
  summary: '呼叫树: who is called at a place, who is told next, and which grids have nobody',
  access: readers,
  input: z.object({ placeId: placeIdShape }),
  output: z.object({ called: z.array(calledShape).max(RESPONSES_MAX), gaps: z.array(placeRef) }),
  refusals: ['places.place_not_found'],
})

/** Computed from the responses. */
const timesShape = z.object({
  calledCount: z.number().int(),
  receivedCount: z.number().int(),
  onWayCount: z.number().int(),
  inPlaceCount: z.number().int(),
  escalatedCount: z.number().int(),
  /** Minutes from the alarm to the first and to the last acknowledgement (null while somebody is missing), to the end. */
  firstMinutes: z.number().int().nullable(),
  allMinutes: z.number().int().nullable(),
  closedMinutes: z.number().int().nullable(),
})
export type Times = z.infer<typeof timesShape>

export const eventShape = z.object({
  id: idShape,
  number: z.string(),
  kind: emergencyKindShape,
  level: z.number().int(),
  title: z.string(),
  words: z.string(),
  places: z.array(placeRef),
  state: eventStateShape,
  raisedAt: z.date(),
  raisedBy: z.string(),
  endedAt: z.date().nullable(),
  summary: z.string().nullable(),
  acknowledgeMinutes: z.number().int(),
  times: timesShape,
  version: z.number().int(),
})
export type EmergencyEvent = z.infer<typeof eventShape>

export const raiseEvent = defineAct({
  id: 'emergencies.event.raise',
  summary: '启动应急: everybody with a post in the areas is told at once; it cannot be taken back, only stood down',
  access: heldBy('place', ...raisers),
  input: z.object({
    kind: emergencyKindShape,
    level: z.number().int().min(1).max(4),
    title: z.string().trim().min(2).max(TITLE_LENGTH_MAX),
    words: z.string().trim().min(1).max(WORDS_LENGTH_MAX),
    placeIds: z.array(placeIdShape).min(1).max(PLACES_MAX),
    caseIds: z.array(idShape).max(CASES_MAX).default([]),
  }),
  output: eventShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'emergencies.place_elsewhere',
    'emergencies.nobody_to_call',
    'cases.case_not_found',
  ],
})

export const listEvents = defineRead({
  id: 'emergencies.event.list',
  summary: 'Emergencies, the last first, with their times',
  access: readers,
  input: z.object({ state: eventStateShape.optional(), kind: emergencyKindShape.optional(), ...pageInput }),
  output: pageOf(eventShape),
})

const responseShape = z.object({
  person: named,
  role: z.string(),
  place: placeRef,
  organizationName: z.string().nullable(),
  state: responseStateShape,
  toldAt: z.date(),
  receivedAt: z.date().nullable(),
  onWayAt: z.date().nullable(),
  inPlaceAt: z.date().nullable(),
  point: pointShape.nullable(),
  isLate: z.boolean(),
  escalatedAt: z.date().nullable(),
})
const taskShape = z.object({
  id: idShape,
  words: z.string(),
  person: named.nullable(),
  createdAt: z.date(),
  doneAt: z.date().nullable(),
  doneBy: z.string().nullable(),
})
const entryShape = z.object({
  id: idShape,
  action: z.string(),
  at: z.date(),
  actorName: z.string(),
  actorRole: z.string().nullable(),
  words: z.string().nullable(),
})

export const findEvent = defineRead({
  id: 'emergencies.event.find',
  summary: 'The status of one emergency: who has acknowledged, where nobody has, tasks, what happened',
  access: readers,
  input: z.object({ id: idShape }),
  output: z.object({
    event: eventShape,
    responses: z.array(responseShape).max(RESPONSES_MAX),
    /** Places of the areas where nobody has acknowledged. */
    gaps: z.array(placeRef),
    tasks: z.array(taskShape),
    cases: z.array(z.object({ id: idShape, number: z.string() })),
    thread: z.array(entryShape),
    duties: dutiesShape,
    can: z.record(z.string(), canShape),
  }),
  refusals: ['emergencies.event_not_found'],
})

const eventInput = { id: idShape }
const eventRefusals = ['emergencies.event_not_found', 'flow.wrong_state', 'flow.not_yours'] as const

export const logEvent = defineAct({
  id: 'emergencies.event.log',
  summary: '现场情况: one more line of the situation log',
  access: heldBy('district', ...staffRoles),
  input: z.object({ ...eventInput, words: z.string().trim().min(1).max(WORDS_LENGTH_MAX) }),
  output: eventShape,
  refusals: eventRefusals,
})

export const linkCase = defineAct({
  id: 'emergencies.event.link',
  summary: 'A case that belongs to the emergency',
  access: heldBy('place', ...raisers),
  input: z.object({ ...eventInput, caseId: idShape }),
  output: eventShape,
  refusals: [...eventRefusals, 'cases.case_not_found'],
})

export const standDown = defineAct({
  id: 'emergencies.event.standDown',
  summary: '解除应急: it is over; everybody who was called is told, and the summary stays',
  access: heldBy('place', ...raisers),
  input: z.object({ ...eventInput, words: z.string().trim().min(2).max(WORDS_LENGTH_MAX) }),
  output: eventShape,
  refusals: eventRefusals,
})

export const exportEvent = defineStream({
  id: 'emergencies.event.export',
  summary: 'Who was told when and acknowledged when, as a workbook',
  access: readers,
  input: z.object(eventInput),
  refusals: ['emergencies.event_not_found'],
})

export const createTask = defineAct({
  id: 'emergencies.task.create',
  summary: 'Something to be done, by one of those called or by whoever can',
  access: heldBy('place', ...raisers),
  input: z.object({
    eventId: idShape,
    words: z.string().trim().min(2).max(TASK_LENGTH_MAX),
    personId: idShape.nullable().default(null),
  }),
  output: taskShape,
  refusals: [...eventRefusals, 'emergencies.not_called'],
})

export const finishTask = defineAct({
  id: 'emergencies.task.finish',
  summary: 'It is done',
  access: heldBy('district', ...staffRoles),
  input: z.object({ id: idShape }),
  output: taskShape,
  refusals: [...eventRefusals, 'emergencies.task_not_found', 'emergencies.task_done', 'emergencies.not_your_task'],
})

export const acknowledge = defineAct({
  id: 'emergencies.response.acknowledge',
  summary: '收到、在路上、已到位: never back; also sent later, when the phone had no network',
  access: signedInMay,
  input: z.object({
    eventId: idShape,
    state: responseStateShape.exclude(['told']),
    at: z.iso.datetime({ offset: true }).nullable().default(null),
    point: pointShape.nullable().default(null),
  }),
  output: z.object({ state: responseStateShape }),
  refusals: ['emergencies.not_called', 'emergencies.event_over'],
})

export const listMine = defineRead({
  id: 'emergencies.response.mine',
  summary: 'Emergencies under way to which I am called, with my duty',
  access: signedInMay,
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        eventId: idShape,
        kind: emergencyKindShape,
        level: z.number().int(),
        title: z.string(),
        words: z.string(),
        state: responseStateShape,
        duty: z.string(),
        raisedAt: z.date(),
        tasks: z.array(taskShape),
      }),
    ),
  }),
})
