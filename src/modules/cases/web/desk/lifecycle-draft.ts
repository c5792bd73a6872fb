import type { Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'

/** Acts that need more than words: what is chosen beside them depends on the act. */
export const lifecycleVerbs = [
  'askCheck',
  'check',
  'escalate',
  'ask',
  'deny',
  'recall',
  'merge',
  'unmerge',
  'split',
  'transfer',
  'takeBack',
  'revisit',
  'missRevisit',
  'pause',
] as const
export type LifecycleVerb = (typeof lifecycleVerbs)[number]

/** Everything that can be filled in; each act reads its own part. */
export interface LifecycleDraft {
  readonly words: string
  readonly choice: string
  readonly extendBy: string
  readonly until: string
  readonly title: string
  readonly body: string
  readonly number: string
  readonly lead: Picked | null
  readonly category: Picked | null
  readonly organization: Picked | null
}

export const emptyDraft: LifecycleDraft = {
  words: '',
  choice: '',
  extendBy: '',
  until: '',
  title: '',
  body: '',
  number: '',
  lead: null,
  category: null,
  organization: null,
}

export type DraftField = keyof LifecycleDraft
export type DraftFaults = Readonly<Partial<Record<DraftField, string>>>

const REASON_LENGTH_MIN = 2
const MAY_BE_SILENT: readonly LifecycleVerb[] = ['askCheck', 'merge']

/** What must be chosen or filled in beside the words. */
const NEEDED: Readonly<Partial<Record<LifecycleVerb, readonly DraftField[]>>> = {
  check: ['choice'],
  escalate: ['choice'],
  ask: ['choice'],
  merge: ['lead'],
  split: ['title', 'body', 'category', 'organization'],
  transfer: ['choice'],
  takeBack: ['choice'],
  revisit: ['choice'],
  missRevisit: ['choice'],
}

const isEmpty = (value: LifecycleDraft[DraftField]): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '')

/** What is missing, in words, by field; empty when it can be sent. */
export const faultsOfDraft = (verb: LifecycleVerb, draft: LifecycleDraft): DraftFaults => {
  const needed: DraftField[] = [...(NEEDED[verb] ?? [])]
  if (verb === 'ask' && draft.choice === 'extension') needed.push('extendBy')
  if (verb === 'ask' && draft.choice === 'suspension') needed.push('until')
  const missing = needed.filter((field) => isEmpty(draft[field]))
  const faults = Object.fromEntries(missing.map((field) => [field, t('cases:desk.chooseOne')]))
  const wordsMin = MAY_BE_SILENT.includes(verb) ? 0 : REASON_LENGTH_MIN
  return draft.words.trim().length < wordsMin ? { ...faults, words: t('cases:desk.wordsMissing') } : faults
}

export const isSilent = (verb: LifecycleVerb): boolean => MAY_BE_SILENT.includes(verb)

/** `organization:…` or `person:…` at a tier, as the list of candidates says it. */
const targetOf = (choice: string): Record<string, string> => {
  const [tier = '', kind = '', id = ''] = choice.split('|')
  return { tier, ...(kind === 'organization' ? { organizationId: id } : kind === 'person' ? { personId: id } : {}) }
}

/** The part of the input that the act has beside case, words and photos. */
export const inputOfDraft = (verb: LifecycleVerb, draft: LifecycleDraft): Record<string, unknown> => {
  switch (verb) {
    case 'check':
    case 'takeBack':
      return { result: draft.choice }
    case 'escalate':
      return targetOf(draft.choice)
    case 'ask':
      return {
        kind: draft.choice,
        ...(draft.choice === 'extension' ? { extendBy: Number(draft.extendBy) } : {}),
        ...(draft.choice === 'suspension' ? { until: draft.until } : {}),
      }
    case 'merge':
      return { leadId: draft.lead?.id }
    case 'split':
      return {
        title: draft.title.trim(),
        body: draft.body.trim(),
        categoryId: Number(draft.category?.id),
        organizationId: draft.organization?.id,
      }
    case 'transfer':
      return { system: draft.choice, outsideNumber: draft.number.trim() || null }
    case 'missRevisit':
      return { way: draft.choice }
    case 'revisit': {
      const [way = '', rating = ''] = draft.choice.split('|')
      return { way, rating: Number(rating) }
    }
    case 'pause':
      return draft.until === '' ? {} : { until: draft.until }
    default:
      return {}
  }
}
