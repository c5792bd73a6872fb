import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { importReportWith } from '#kernel/import-report'
import { defineAct, defineRead, defineStream, defineUpload, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, placeLevelShape } from '#kernel/place'
import { roleShape, staffRoles } from '#kernel/role'
import { civilDateShape } from '#kernel/time'

/** How a post is filled: 专职、兼职、下沉干部、志愿. */
export const manners = ['full', 'partTime', 'sunk', 'volunteer'] as const
export const mannerShape = z.enum(manners)
export type Manner = (typeof manners)[number]

/** A post is a role of staff; being a resident is no post. */
export const postRoleShape = roleShape.exclude(['resident'])
export type PostRole = z.infer<typeof postRoleShape>

const TITLE_LENGTH_MAX = 40
const WORDS_LENGTH_MAX = 60
const REASON_LENGTH_MIN = 2
export const REASON_LENGTH_MAX = 200
export const SEATS_MAX = 50

const holderShape = z.object({
  appointmentId: z.string(),
  personId: z.string(),
  name: z.string(),
  manner: mannerShape,
  startsOn: z.string(),
  endsOn: z.string().nullable(),
  /** Other posts the same person holds on that day (兼任). */
  otherPostCount: z.number().int(),
})

export const postShape = z.object({
  id: z.string(),
  role: roleShape,
  title: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  placePath: z.string(),
  placeLevel: placeLevelShape,
  organizationId: z.string().nullable(),
  organizationName: z.string().nullable(),
  seatCount: z.number().int(),
  holders: z.array(holderShape),
  vacantCount: z.number().int(),
  /** Several people hold it. */
  isShared: z.boolean(),
  /** First day on which the post no longer exists; null while it does. */
  closedOn: z.string().nullable(),
  version: z.number().int(),
})
export type Post = z.infer<typeof postShape>

export const appointmentShape = z.object({
  id: z.string(),
  postId: z.string(),
  role: roleShape,
  title: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  organizationId: z.string().nullable(),
  organizationName: z.string().nullable(),
  personId: z.string(),
  name: z.string(),
  manner: mannerShape,
  startsOn: z.string(),
  /** First day on which it is no longer held; null while that is open. */
  endsOn: z.string().nullable(),
  endedReason: z.string().nullable(),
})
export type Appointment = z.infer<typeof appointmentShape>

const reasonInput = z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX)
const titleInput = z.string().trim().min(1).max(TITLE_LENGTH_MAX)
const seatInput = z.number().int().min(1).max(SEATS_MAX)
const versionInput = z.number().int().positive()
const onInput = civilDateShape.optional()
const administrator = heldBy('place', 'administrator')
const staff = heldBy('district', ...staffRoles)

const staffingInput = {
  /** At this place or below it; the whole district when left out. */
  withinId: placeIdShape.optional(),
  role: postRoleShape.optional(),
  organizationId: idShape.optional(),
  /** As it was on that day; today when left out. */
  on: onInput,
}

export const listPosts = defineRead({
  id: 'posts.post.list',
  summary: 'Posts with who holds them, vacant and shared ones too; on any day',
  access: staff,
  input: z.object({
    ...staffingInput,
    /** `shared`: several people hold it. */
    staffing: z.enum(['any', 'vacant', 'filled', 'shared']).default('any'),
    /** Part of the title or of the name of the place. */
    words: z.string().max(WORDS_LENGTH_MAX).optional(),
    ...pageInput,
  }),
  output: pageOf(postShape),
  refusals: ['places.place_not_found'],
})

export const sumStaffing = defineRead({
  id: 'posts.staffing.sum',
  summary: 'How many posts and seats of each role there are, how many are filled, vacant, shared',
  access: staff,
  input: z.object(staffingInput),
  output: z.object({
    items: z.array(
      z.object({
        role: roleShape,
        postCount: z.number().int(),
        seatCount: z.number().int(),
        filledCount: z.number().int(),
        vacantCount: z.number().int(),
        sharedCount: z.number().int(),
      }),
    ),
    /** People who hold at least one of these posts. */
    personCount: z.number().int(),
    /** How the seats are filled, most of them first; only the ways that occur (S2-16). */
    manners: z.array(z.object({ manner: mannerShape, filledCount: z.number().int() })),
  }),
  refusals: ['places.place_not_found'],
})

export const findPost = defineRead({
  id: 'posts.post.find',
  summary: 'One post with who holds and held it, the newest first',
  access: staff,
  input: z.object({ id: idShape }),
  output: z.object({
    post: postShape,
    /** The newest hundred; all of them by `posts.appointment.list`. */
    appointments: z.array(appointmentShape),
    can: z.record(z.string(), canShape),
  }),
  refusals: ['posts.post_not_found'],
})

export const createPost = defineAct({
  id: 'posts.post.create',
  summary: 'A new post at a place, within the reach of who creates it',
  access: administrator,
  input: z.object({
    role: postRoleShape,
    /** The name of the role when left out. */
    title: titleInput.optional(),
    placeId: placeIdShape,
    organizationId: idShape.nullable().default(null),
    seatCount: seatInput.default(1),
  }),
  output: postShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'posts.role_not_here',
    'posts.organization_missing',
    'posts.beyond_reach',
  ],
})

export const updatePost = defineAct({
  id: 'posts.post.update',
  summary: 'Changes the title or the number of seats of a post',
  access: administrator,
  input: z.object({
    id: idShape,
    version: versionInput,
    title: titleInput.optional(),
    seatCount: seatInput.optional(),
  }),
  output: postShape,
  refusals: [
    'posts.post_not_found',
    'posts.post_closed',
    'posts.changed_meanwhile',
    'posts.seats_held',
    'posts.beyond_reach',
  ],
})

export const closePost = defineAct({
  id: 'posts.post.close',
  summary: 'Ends a post, and with it every appointment to it',
  access: administrator,
  input: z.object({ id: idShape, version: versionInput, on: onInput, reason: reasonInput }),
  output: postShape,
  refusals: [
    'posts.post_not_found',
    'posts.post_closed',
    'posts.changed_meanwhile',
    'posts.date_not_possible',
    'posts.last_administrator',
    'posts.beyond_reach',
  ],
})

export const exportPosts = defineStream({
  id: 'posts.post.export',
  summary: 'The staffing of a place as a workbook',
  access: heldBy('district', 'administrator', 'streetOfficer', 'dispatcher', 'communitySecretary', 'leader'),
  input: z.object({ withinId: placeIdShape, on: onInput }),
  refusals: ['places.place_not_found'],
})

// Appointments -----------------------------------------------------------------------------------------------------------

export const listAppointments = defineRead({
  id: 'posts.appointment.list',
  summary: 'Appointments of a person or to a post, the newest first; of a person one may always see the own',
  access: signedInMay,
  input: z.object({
    personId: idShape.optional(),
    postId: idShape.optional(),
    /** Only those held on that day. */
    on: onInput,
    ...pageInput,
  }),
  output: pageOf(appointmentShape),
  refusals: ['auth.forbidden'],
})

export const createAppointment = defineAct({
  id: 'posts.appointment.create',
  summary: 'Appoints a person to a post from a day on, within the reach of who appoints',
  access: administrator,
  input: z.object({
    postId: idShape,
    personId: idShape,
    manner: mannerShape.default('full'),
    /** Today when left out. */
    startsOn: onInput,
    endsOn: onInput,
  }),
  output: appointmentShape,
  refusals: [
    'posts.post_not_found',
    'posts.post_closed',
    'posts.beyond_reach',
    'posts.date_not_possible',
    'posts.appointment_conflict',
    'posts.seats_taken',
    'identity.person_not_found',
  ],
})

export const endAppointment = defineAct({
  id: 'posts.appointment.end',
  summary: 'Ends an appointment from a day on; the day it began takes it back altogether',
  access: administrator,
  input: z.object({ id: idShape, on: onInput, reason: reasonInput }),
  output: appointmentShape,
  refusals: [
    'posts.appointment_not_found',
    'posts.appointment_ended',
    'posts.date_not_possible',
    'posts.last_administrator',
    'posts.beyond_reach',
  ],
})

// The staffing of grids 网格配备 -----------------------------------------------------------------------------------------------

/** 网格指导员、网格工作站站长、网格长、网格员 (S2-15), from the top. */
export const gridRoles = ['gridInstructor', 'stationLeader', 'gridLeader', 'gridWorker'] as const

const gridInput = {
  withinId: placeIdShape.optional(),
  /** Grids where a level has no post or an empty seat, or where several people hold one post. */
  show: z.enum(['any', 'vacant', 'shared']).default('any'),
}

export const gridStaffingShape = z.object({
  placeId: z.number().int(),
  placeName: z.string(),
  communityName: z.string(),
  streetName: z.string(),
  /** One for each of the four levels; of an instructor and a station leader those of the street and the community. */
  levels: z.array(
    z.object({
      role: roleShape,
      /** Nobody has set up a post of this level for the grid. */
      isMissing: z.boolean(),
      isShared: z.boolean(),
      vacantCount: z.number().int(),
      holders: z.array(
        z.object({
          personId: z.string(),
          name: z.string(),
          manner: mannerShape,
          /** Other posts the same person holds (兼任). */
          otherPostCount: z.number().int(),
        }),
      ),
    }),
  ),
})
export type GridStaffing = z.infer<typeof gridStaffingShape>

export const listGrids = defineRead({
  id: 'posts.grid.list',
  summary:
    '四级网格: every grid with who serves it at each level, how each post is filled, where one is empty or shared',
  access: staff,
  input: z.object({ ...gridInput, ...pageInput }),
  output: pageOf(gridStaffingShape).extend({
    gridCount: z.number().int(),
    /** All four levels have somebody in every seat. */
    completeCount: z.number().int(),
    /** Heads and workers of grids, each person once (S2-16). */
    personCount: z.number().int(),
    /** How the posts of the four levels are filled; ways that nobody is filled by are left out. */
    manners: z.array(z.object({ manner: mannerShape, count: z.number().int() })),
  }),
  refusals: ['places.place_not_found'],
})

export const exportGrids = defineStream({
  id: 'posts.grid.export',
  summary: 'The staffing of grids as a workbook: a row for each grid',
  access: heldBy('district', 'administrator', 'streetOfficer', 'stationLeader', 'communitySecretary', 'leader'),
  input: z.object(gridInput),
  refusals: ['places.place_not_found'],
})

// Who may what -----------------------------------------------------------------------------------------------------------

export const listRoles = defineRead({
  id: 'posts.role.list',
  summary: 'The roles: at which levels of place they stand, whether they need an organisation, how much they may do',
  access: signedInMay,
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        role: roleShape,
        name: z.string(),
        levels: z.array(placeLevelShape),
        needsOrganization: z.boolean(),
        operationCount: z.number().int(),
      }),
    ),
  }),
})

export const listPermissions = defineRead({
  id: 'posts.permission.list',
  summary: 'The permission matrix 岗位权限表: every operation, which roles may, and where they must hold them',
  access: heldBy('district', 'administrator', 'leader'),
  input: z.object({ module: z.string().max(40).optional(), role: roleShape.optional() }),
  output: z.object({
    modules: z.array(z.string()),
    items: z.array(
      z.object({
        operation: z.string(),
        module: z.string(),
        /** In the language of the caller where it has a phrase, else English. */
        name: z.string(),
        kind: z.enum(['read', 'act', 'upload', 'stream']),
        /** `system`: nobody but the platform itself. */
        who: z.enum(['anyone', 'signedIn', 'roles', 'system']),
        at: z.enum(['place', 'organization', 'either', 'district']).nullable(),
        roles: z.array(roleShape),
      }),
    ),
  }),
})

// Import -----------------------------------------------------------------------------------------------------------------

/** Rows of one imported file. */
export const IMPORT_ROWS_MAX = 5_000

export const importReportShape = importReportWith({ name: z.string(), post: z.string() }).extend({
  /** People and posts that did not exist and are made. */
  newPersonCount: z.number().int(),
  newPostCount: z.number().int(),
})
export type ImportReport = z.infer<typeof importReportShape>

export const previewImport = defineUpload({
  id: 'posts.import.preview',
  summary: 'Whom a file of appointments (xlsx, csv) would appoint, and which rows are wrong; changes nothing',
  access: administrator,
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found'],
})

export const commitImport = defineUpload({
  id: 'posts.import.commit',
  summary: 'Takes in a file of appointments, all rows or none; the same file again changes nothing',
  access: administrator,
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'posts.import_has_faults'],
})
