import type { Flow } from '#kernel/flow'
import { defineAct, heldBy } from '#kernel/operation'
import type { TimeLimit } from '#kernel/time'
import { z } from 'zod'
import { newId, type Tx } from '../context.ts'
import { handle, type MatterKind, type Module } from '../module.ts'
import { openMatter, type Matter } from './advance.ts'

/** The smallest matter there can be, for tests of what the platform does with any matter. */
type ErrandState = 'waiting' | 'doing' | 'judging' | 'done'
type ErrandAction = 'errands.errand.start' | 'errands.errand.finish' | 'errands.errand.judge'

const start = defineAct({
  id: 'errands.errand.start',
  summary: 'Somebody begins with it',
  access: heldBy('place', 'communityWorker'),
  input: z.object({}),
  output: z.object({}),
})
const finish = defineAct({ ...start, id: 'errands.errand.finish', access: heldBy('organization', 'departmentOfficer') })
const judge = defineAct({ ...start, id: 'errands.errand.judge', access: heldBy('place', 'resident') })

export const errandFlow: Flow<ErrandState, ErrandAction, object> = {
  definition: {
    id: 'errands.errand',
    initial: 'waiting',
    states: {
      waiting: { stage: 'accept', turn: { of: 'place', operation: start.id }, clock: 'start' },
      doing: { stage: 'handle', turn: { of: 'assignee', operation: finish.id }, clock: null },
      judging: { stage: 'judge', turn: { of: 'reporter', operation: judge.id }, clock: null },
      done: { stage: 'done', turn: null, clock: null },
    },
    actions: {
      'errands.errand.start': { from: ['waiting'], to: 'doing', by: 'place', emits: 'errands.errand.started' },
      'errands.errand.finish': { from: ['doing'], to: 'judging', by: 'assignee', emits: 'errands.errand.finished' },
      'errands.errand.judge': { from: ['judging'], to: 'done', by: 'reporter', emits: 'errands.errand.judged' },
    },
  },
  guards: {},
}

export interface ErrandDraft {
  readonly title: string
  readonly place: { readonly id: number; readonly path: string }
  readonly state?: ErrandState
  readonly limit?: TimeLimit | null
  readonly assignee?: { readonly organizationId: string | null; readonly personId: string | null }
  readonly reporterPersonId?: string | null
  readonly files?: readonly string[]
  readonly visibility?: 'public' | 'parties' | 'staff'
}

let errandCount = 0

/** A new errand in any state. */
export const openErrand = async (tx: Tx, draft: ErrandDraft): Promise<Matter<ErrandState>> => {
  errandCount += 1
  const matter: Matter<ErrandState> = {
    kind: 'errand',
    id: newId(tx),
    number: `PT-${errandCount}`,
    title: draft.title,
    state: draft.state ?? 'waiting',
    placeId: draft.place.id,
    placePath: draft.place.path,
    reporterPersonId: draft.reporterPersonId ?? null,
    entryCount: 0,
  }
  const opened = await openMatter(tx, errandFlow, matter, {
    action: 'errands.errand.open',
    visibility: draft.visibility ?? 'parties',
    limitOf: () => draft.limit ?? null,
    assignee: draft.assignee ?? null,
    files: draft.files ?? [],
  })
  return { ...matter, entryCount: opened.entryCount }
}

/** The module of errands; the test says who reads them and what happens when a deadline moves. */
export const errandsModule = (kind: Partial<MatterKind> = {}): Module => ({
  name: 'errands',
  operations: [start, finish, judge].map((operation) => handle(operation, async () => ({}))),
  flows: [errandFlow.definition],
  matterKinds: [
    {
      kind: 'errand',
      canRead: async () => true,
      deskPath: (id) => `/desk/errands/${id}`,
      portalPath: (id) => `/errands/${id}`,
      ...kind,
    },
  ],
})
