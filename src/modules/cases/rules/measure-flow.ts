import type { FlowAction } from '#kernel/flow'
import type { CaseState } from '../contract.ts'

/** Before its closing: somebody here still has to do something. */
export const OPEN = [
  'reported',
  'accepted',
  'checking',
  'filed',
  'transferred',
  'handling',
  'correcting',
  'handled',
  'verified',
] as const
/** What was begun is brought to its end although the case is closed. */
const ONWARDS = [...OPEN, 'closed', 'evaluated', 'notEvaluated', 'refused', 'withdrawn', 'merged'] as const

const onwards = (by: 'place' | 'assignee', emits: string) => ({ from: ONWARDS, to: null, by, emits }) as const

/**
 * What is done about a case beside its way: 吹哨报到, 督办, 调解, 发布消息. None of it moves the case or its clock; each is
 * a line of its thread.
 */
export const measureActions = {
  'cases.whistle.blow': { from: OPEN, to: null, by: 'place', emits: 'cases.whistle.blown' },
  'cases.whistle.call': onwards('place', 'cases.whistle.called'),
  'cases.whistle.decline': onwards('place', 'cases.whistle.declined'),
  'cases.whistle.take': onwards('assignee', 'cases.whistle.taken'),
  'cases.whistle.arrive': onwards('assignee', 'cases.whistle.arrived'),
  'cases.whistle.leave': onwards('assignee', 'cases.whistle.left'),
  'cases.whistle.excuse': onwards('place', 'cases.whistle.excused'),
  'cases.whistle.end': onwards('place', 'cases.whistle.ended'),
  'cases.whistle.score': onwards('place', 'cases.whistle.scored'),
  'cases.whistle.rate': onwards('assignee', 'cases.whistle.rated'),
  'cases.supervision.issue': { from: OPEN, to: null, by: 'place', emits: 'cases.supervision.issued' },
  'cases.supervision.answer': onwards('assignee', 'cases.supervision.answered'),
  'cases.supervision.lift': onwards('place', 'cases.supervision.lifted'),
  'cases.mediation.open': {
    from: OPEN,
    to: null,
    by: 'place',
    guards: ['checked'],
    emits: 'cases.mediation.opened',
  },
  'cases.mediation.hold': onwards('place', 'cases.mediation.held'),
  'cases.mediation.conclude': onwards('place', 'cases.mediation.concluded'),
  'cases.mediation.followUp': onwards('place', 'cases.mediation.followedUp'),
  'cases.notice.publish': {
    from: [...OPEN, 'closed', 'evaluated', 'notEvaluated'],
    to: null,
    by: 'place',
    guards: ['checked'],
    emits: 'cases.notice.published',
  },
  'cases.notice.takeDown': onwards('place', 'cases.notice.takenDown'),
} as const satisfies Readonly<Record<string, FlowAction<CaseState>>>
