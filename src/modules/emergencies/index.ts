import type { MatterKind, Module } from '#platform/module'
import { jobs } from './reactions.ts'
import { operations } from './routes.ts'
import { eventFlow } from './rules/event.ts'
import { mayRead } from './service/event.ts'
import { EVENT_KIND, findEvent } from './store.ts'

const eventKind: MatterKind = {
  kind: EVENT_KIND,
  canRead: async (tx, id) => {
    const event = await findEvent(tx, id)
    return event !== undefined && mayRead(tx, event)
  },
  deskPath: (id) => `/desk/emergencies/${id}`,
  portalPath: () => null,
}

export const emergencies: Module = {
  name: 'emergencies',
  operations,
  flows: [eventFlow.definition],
  jobs,
  matterKinds: [eventKind],
}
