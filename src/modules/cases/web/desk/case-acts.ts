import type { CaseState } from '#modules/cases/contract'
import type { Output } from '#web/api.ts'
import { refusalWords, t } from '#web/i18n.ts'
import type { LifecycleVerb } from './lifecycle-draft.ts'

export type CaseDetail = Output<'cases.case.find'>
export type CaseWithCan = Output<'cases.case.accept'>

/** What staff do with a case. */
export type Verb =
  | 'accept'
  | 'refuse'
  | 'file'
  | 'dispatch'
  | 'return'
  | 'resolve'
  | 'verify'
  | 'rework'
  | 'close'
  | 'reopen'
  | 'pause'
  | 'resume'
  | 'extend'
  | 'note'
  | Exclude<LifecycleVerb, 'pause'>

export const operationOf = <V extends Verb>(verb: V): `cases.case.${V}` => `cases.case.${verb}`

/** The one thing that brings a case on from where it stands. */
const MAIN: Readonly<Partial<Record<CaseState, Verb>>> = {
  reported: 'accept',
  accepted: 'file',
  checking: 'check',
  filed: 'dispatch',
  transferred: 'takeBack',
  handling: 'resolve',
  correcting: 'resolve',
  handled: 'verify',
  verified: 'close',
}

/** In the order in which they stand beside the main one. */
const OTHERS: readonly Verb[] = [
  'rework',
  'escalate',
  'return',
  'ask',
  'extend',
  'deny',
  'recall',
  'refuse',
  'revisit',
  'missRevisit',
  'reopen',
  'resume',
  'unmerge',
  'note',
]
/** What is rarer stands in the menu behind them. */
const RARER: readonly Verb[] = ['askCheck', 'check', 'split', 'merge', 'transfer', 'pause']

export interface Offer {
  readonly verb: Verb
  /** Why not, in words; null when it is allowed. */
  readonly whyNot: string | null
}

type Standing = Pick<CaseDetail, 'state' | 'handler' | 'can'>

const mainOf = (state: string): Verb | undefined => MAIN[state as CaseState]

/** May whoever reads do the next step? Then the case is still in these hands. */
export const isMyTurn = (matter: Pick<CaseDetail, 'state' | 'can'>): boolean => {
  const verb = mainOf(matter.state)
  return verb !== undefined && (matter.can[operationOf(verb)]?.allowed ?? false)
}

/** In whose hands it is. */
export const handlerName = ({ handler }: Pick<CaseDetail, 'handler'>): string =>
  handler?.organization?.name ?? handler?.person?.name ?? t('cases:desk.handler')

/** Whose turn it is, for who may not: the words of the step, with the unit that has the case in hand. */
const notYours = (verb: Verb, matter: Standing): string =>
  verb === 'resolve' || verb === 'return'
    ? t('cases:desk.notYours.handler', { name: handlerName(matter) })
    : t(verb === 'verify' || verb === 'rework' ? 'cases:desk.notYours.verifier' : 'cases:desk.notYours.place')

const whyNot = (verb: Verb, matter: Standing): string | null => {
  const can = matter.can[operationOf(verb)]
  if (!can) return notYours(verb, matter)
  if (can.allowed) return null
  if (can.reason === 'flow.not_yours' || can.reason === null) return notYours(verb, matter)
  return refusalWords(can.reason, can.data as Record<string, string | number>)
}

/** The step that is next, as a button: filled when it is allowed, dashed with its reason when it is not. */
export const mainOffer = (matter: Standing): Offer | null => {
  const verb = mainOf(matter.state)
  return verb ? { verb, whyNot: whyNot(verb, matter) } : null
}

/** Of pause and resume one always fits: the other need not say that it does not. */
const NEEDS_NO_WORDS = [
  'flow.wrong_state',
  'flow.not_yours',
  'cases.clock_runs',
  'cases.clock_stands',
  'cases.no_clock',
  'cases.nothing_asked',
  'cases.chain_ends',
  'cases.must_be_asked',
]

/** What else fits where the case stands. What is never mine is left out; what only a rule forbids says which. */
export const otherOffers = (matter: Standing): Offer[] => offersOf(OTHERS, matter)

/** What fits and is rarely done. */
export const rarerOffers = (matter: Standing): Offer[] => offersOf(RARER, matter)

const offersOf = (verbs: readonly Verb[], matter: Standing): Offer[] =>
  verbs.flatMap((verb) => {
    if (verb === mainOf(matter.state)) return []
    const can = matter.can[operationOf(verb)]
    if (!can || NEEDS_NO_WORDS.includes(can.reason ?? '')) return []
    return [{ verb, whyNot: whyNot(verb, matter) }]
  })

const OPEN_BEFORE_CLOSING = [
  'reported',
  'accepted',
  'checking',
  'filed',
  'transferred',
  'handling',
  'correcting',
  'handled',
] as const

/** Why it can not be closed yet: the steps that are missing. Null when it can, or when it is closed. */
export const closeWhyNot = (matter: Standing): string | null => {
  const state = OPEN_BEFORE_CLOSING.find((known) => known === matter.state)
  return state ? t(`cases:desk.notClosed.${state}`) : null
}
