import type { Moment } from '#web/ui/format.ts'
import { formatMoment, machineTime } from '#web/ui/format.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { clockWords } from '#web/ui/clock.tsx'
import type { ThreadEntry } from '#web/ui/thread.tsx'
import { threadEntryOf } from '../thread-entry.tsx'
import { type CaseDetail, handlerName, isMyTurn } from './case-acts.ts'
import { amountWords } from './unit-words.ts'
import { stageWords } from './stages.ts'

type Entry = CaseDetail['thread'][number]

const verbOf = (action: string): string => action.split('.').at(-1) ?? action

/** 网格员 周*、丰宁市政所 王*: at the desk one wants to know the person, with what makes the person able to do it. */
const whoWords = ({ actor }: Entry): string => {
  if (actor.kind === 'system') return t('cases:actor.system')
  const as = actor.organizationName || (actor.role && wordsOr(`posts:role.${actor.role}`, '')) || ''
  return [as, actor.name].filter(Boolean).join(' ') || t('cases:actor.anyone')
}

/** What was done, with the fact that says to whom or how much. */
const deedWords = (entry: Entry): string => {
  const verb = verbOf(entry.action)
  const { organizationName, rating, extendBy, unit, categoryName } = entry.data
  const did = wordsOr(`cases:did.${verb}`, verb)
  if (verb === 'dispatch' && organizationName)
    return t('cases:desk.deed.dispatch', { did, name: String(organizationName) })
  if (verb === 'file' && categoryName) return t('cases:desk.deed.with', { did, what: String(categoryName) })
  if (verb === 'evaluate' && rating)
    return t('cases:desk.deed.with', { did, what: wordsOr(`cases:rating.${String(rating)}`, String(rating)) })
  if (verb === 'extend' && extendBy)
    return t('cases:desk.deed.extend', { did, amount: amountWords(String(unit), Number(extendBy)) })
  return did
}

/** The step that an entry ended, with what it took of its limit. */
const clockOf = (entry: Entry, matter: CaseDetail): ThreadEntry['clock'] => {
  const ended = matter.visits.find((visit) => visit.leftBy === entry.action && visit.leftAt === entry.at)
  if (!ended?.clock || !ended.limit) return undefined
  return {
    ...ended.clock,
    state: ended.clock.isLate ? 'late' : 'done',
    limit: amountWords(ended.limit.unit, ended.limit.amount + ended.limit.extended),
  }
}

const entryOf = (entry: Entry, matter: CaseDetail, now: Moment): ThreadEntry => {
  const drawn = threadEntryOf(entry, now)
  const clock = clockOf(entry, matter)
  return { ...drawn, title: `${whoWords(entry)} ${deedWords(entry)}`, ...(clock ? { clock } : {}) }
}

/** Whose turn it is now, above everything that was. */
const nowEntry = (matter: CaseDetail, now: Moment): ThreadEntry | null => {
  const open = matter.visits.findLast((visit) => visit.leftAt === null)
  if (!open || matter.stage === 'ended') return null
  const waits = isMyTurn(matter)
    ? t('cases:desk.yourTurn', { step: stageWords(matter.stage) })
    : wordsOr(`cases:desk.waits.${matter.state}`, stageWords(matter.stage), { name: handlerName(matter) })
  const paused = matter.clock?.state === 'paused'
  const suggested = matter.state === 'filed' && matter.suggestedOrganization
  return {
    key: 'now',
    kind: paused ? 'hold' : 'now',
    icon: paused ? 'pause' : 'arrow',
    title: paused && matter.clock ? `${waits} ${clockWords(matter.clock, 'page')}` : waits,
    at: t('cases:desk.since', { moment: formatMoment(open.enteredAt, now) }),
    dateTime: machineTime(open.enteredAt),
    words: suggested ? t('cases:desk.suggested', { name: suggested.name }) : undefined,
  }
}

/** The thread as the desk reads it: what waits now, then the newest first. */
export const deskThread = (matter: CaseDetail, now: Moment): ThreadEntry[] => {
  const entries = [...matter.thread].reverse().map((entry) => entryOf(entry, matter, now))
  const first = nowEntry(matter, now)
  return first ? [first, ...entries] : entries
}
