import { type CivilDate, civilDateAt, dueAt, type TimeLimit, type WorkCalendar } from '#kernel/time'
import type { Measure } from '../contract.ts'

/** A stay of a case in a state, as far as it is counted. */
export interface VisitFacts {
  readonly number: number
  readonly state: string
  readonly clock: string | null
  readonly hasLimit: boolean
  readonly enteredAt: Date
  readonly leftAt: Date | null
  readonly leftBy: string | null
  readonly leftByPersonId: string | null
  readonly dueAt: Date | null
  readonly isLate: boolean | null
  readonly usedMinutes: number | null
  readonly organizationId: string | null
  readonly personId: string | null
}

export interface DeedFacts {
  readonly number: number
  readonly action: string
  readonly at: Date
  readonly personId: string | null
  readonly role: string | null
  readonly fromState: string | null
  readonly toState: string | null
}

export interface CountedFacts {
  readonly reportedAt: Date
  readonly rating: number | null
  readonly resolvedLevel: string | null
  /** The unit that has or had it last. */
  readonly organizationId: string | null
  readonly visits: readonly VisitFacts[]
  readonly deeds: readonly DeedFacts[]
}

/** Something that counts: what, for which day, for whom. */
export interface Counted {
  readonly measure: Measure
  readonly number: number
  readonly on: CivilDate
  readonly organizationId: string | null
  readonly personId: string | null
  readonly role: string | null
  readonly minutes: number
}

/** 快速交办: handed over within one work day (F2-44; the source states no limit, the house rule of S2-45). */
export const QUICK_HANDOVER: TimeLimit = { unit: 'work_day', amount: 1 }
/** Ratings from 3 基本满意 on are content (国办发〔2019〕51号). */
const SATISFIED_MIN = 3
const MINUTE_MS = 60_000

const RESOLVE = 'cases.case.resolve'
const BACK = ['cases.case.return', 'cases.case.recall']
const TAKEN_UP_AGAIN = ['cases.case.reraise', 'cases.case.reopen']
const JUDGE = ['cases.case.evaluate', 'cases.case.revisit']
const NOT_TO_HAND_OVER = ['refused', 'withdrawn', 'merged']
const LEVEL_MEASURE: Readonly<Record<string, Measure>> = {
  compound: 'solvedCommunity',
  grid: 'solvedCommunity',
  community: 'solvedCommunity',
  street: 'solvedStreet',
  district: 'solvedDistrict',
}

type Note = (measure: Measure, at: Date, over?: Partial<Omit<Counted, 'measure' | 'on'>>) => void

/** An open stay is late once its instant has passed; a left one keeps what was found when it was left. */
const isLate = (visit: VisitFacts, now: Date): boolean =>
  visit.leftAt === null ? visit.dueAt !== null && visit.dueAt < now : visit.isLate === true

/** What is late counts for the day it fell due, what is in time for the day it was done. */
const countTimed = (
  note: Note,
  visit: VisitFacts,
  now: Date,
  names: { due: Measure; inTime: Measure; late?: Measure },
) => {
  if (!visit.hasLimit) return
  const who = { number: visit.number, personId: visit.leftByPersonId }
  if (isLate(visit, now)) {
    const on = visit.dueAt ?? visit.leftAt
    if (on === null) return
    note(names.due, on, who)
    if (names.late) note(names.late, on, who)
  } else if (visit.leftAt !== null) {
    note(names.due, visit.leftAt, who)
    note(names.inTime, visit.leftAt, who)
  }
}

const countDispatch = (note: Note, visit: VisitFacts, before: VisitFacts | undefined): void => {
  if (visit.state !== 'handling' || before?.state !== 'filed') return
  const of = { number: visit.number, organizationId: visit.organizationId, personId: before.leftByPersonId }
  note('dispatched', visit.enteredAt, of)
  if (visit.leftBy === BACK[0]) note('dispatchReturned', visit.enteredAt, of)
  if (visit.leftBy === null || !BACK.includes(visit.leftBy)) note('dispatchHeld', visit.enteredAt, of)
}

const countHandling = (note: Note, visit: VisitFacts, next: VisitFacts | undefined, now: Date): void => {
  if (visit.state !== 'handling' && visit.state !== 'correcting') return
  const of = {
    number: visit.number,
    organizationId: visit.organizationId,
    personId: visit.leftByPersonId ?? visit.personId,
  }
  const owned: Note = (measure, at) => note(measure, at, of)
  const isDone = visit.leftBy === RESOLVE
  // What was given back in time was not to be handled here; what was kept past due was.
  if (isDone || isLate(visit, now))
    countTimed(owned, visit, now, { due: 'handlingDue', inTime: 'handledInTime', late: 'handlingLate' })
  if (!isDone || visit.leftAt === null) return
  const minutes = visit.usedMinutes ?? Math.floor((visit.leftAt.getTime() - visit.enteredAt.getTime()) / MINUTE_MS)
  note('handled', visit.leftAt, { ...of, minutes })
  if (next?.leftBy === 'cases.case.rework') note('reworked', visit.leftAt, of)
}

const countVisits = (note: Note, visits: readonly VisitFacts[], now: Date): void => {
  for (const [index, visit] of visits.entries()) {
    countDispatch(note, visit, visits[index - 1])
    countHandling(note, visit, visits[index + 1], now)
    const who = { number: visit.number, personId: visit.leftByPersonId }
    if (visit.clock === 'acceptance') countTimed(note, visit, now, { due: 'responseDue', inTime: 'respondedInTime' })
    if (visit.state === 'checking') {
      note('checkAsked', visit.enteredAt, who)
      if (visit.leftBy === 'cases.case.check') note('checked', visit.enteredAt, who)
      countTimed(note, visit, now, { due: 'checkDue', inTime: 'checkedInTime' })
    }
    if (visit.state === 'handled') {
      note('verificationAsked', visit.enteredAt, who)
      if (visit.leftAt !== null) note('verified', visit.enteredAt, who)
    }
  }
}

const COUNTED_DEEDS: Readonly<Record<string, Measure>> = {
  'cases.case.extend': 'extended',
  'cases.case.pause': 'suspended',
}

const byOf = ({ number, personId, role }: DeedFacts) => ({ number, personId, role })

const countDeeds = (note: Note, deeds: readonly DeedFacts[]): void => {
  for (const deed of deeds) {
    const measure = COUNTED_DEEDS[deed.action]
    if (measure) note(measure, deed.at, byOf(deed))
  }
  const accepted = deeds.find(({ toState, fromState }) => fromState === 'reported' && toState === 'accepted')
  if (accepted) note('accepted', accepted.at, { ...byOf(accepted), number: 0 })
}

/** 快速交办: of those that were not ended before anybody had to handle them, which had a handler in time. */
const countHandover = (note: Note, facts: CountedFacts, calendar: WorkCalendar): void => {
  const given = facts.deeds.find(
    ({ toState, fromState }) => (toState === 'handling' || toState === 'transferred') && fromState !== toState,
  )
  const last = facts.deeds.at(-1)?.toState ?? 'reported'
  if (!given && NOT_TO_HAND_OVER.includes(last)) return
  note('handoverOf', facts.reportedAt)
  const due = dueAt(QUICK_HANDOVER, facts.reportedAt, [], calendar).dueAt
  if (given && due !== null && given.at <= due) note('handedOverQuickly', facts.reportedAt)
}

const countFiling = (note: Note, { deeds, reportedAt }: CountedFacts): DeedFacts | undefined => {
  const filed = deeds.find(({ action }) => action === 'cases.case.file')
  if (!filed) return undefined
  note('filed', filed.at, { ...byOf(filed), number: 0 })
  note('filedOfReported', reportedAt)
  return filed
}

/** 结案 and what became of it: 按期, 解决, 回访, the last word of the reporter. */
const countEnd = (note: Note, facts: CountedFacts, filed: DeedFacts | undefined, now: Date): void => {
  const { deeds, visits } = facts
  const closings = deeds.filter(({ toState, fromState }) => toState === 'closed' && fromState !== 'closed')
  for (const closing of closings) note('closed', closing.at, byOf(closing))
  const [first] = closings
  if (!first) return
  note('closedOfReported', facts.reportedAt)
  if (filed) note('closedOfFiled', filed.at)
  note('closedOnce', first.at)
  const stays = visits.filter(({ clock, enteredAt }) => clock !== 'evaluation' && enteredAt < first.at)
  if (!stays.some((visit) => isLate(visit, now))) note('closedInTime', first.at)
  const later = deeds.filter(({ number }) => number > first.number)
  const isUpAgain = later.some(({ action, toState }) => TAKEN_UP_AGAIN.includes(action) || toState === 'correcting')
  if (!isUpAgain) note('solved', first.at)
  if (later.some(({ action }) => action === 'cases.case.revisit')) note('revisited', first.at)
  const level = facts.resolvedLevel === null ? undefined : LEVEL_MEASURE[facts.resolvedLevel]
  if (level) note(level, first.at)
  const judged = later.findLast(({ action }) => JUDGE.includes(action))
  if (!judged || facts.rating === null) return
  note('judged', judged.at)
  if (facts.rating >= SATISFIED_MIN) note('satisfied', judged.at)
}

/**
 * Everything of a case that counts at this instant. Only open stays depend on the instant, and only by having fallen
 * due, so that it is enough to ask again when the case moves or a deadline passes.
 */
export const countCase = (facts: CountedFacts, calendar: WorkCalendar, now: Date): readonly Counted[] => {
  const counted: Counted[] = []
  const note: Note = (measure, at, over = {}) =>
    void counted.push({
      measure,
      number: 0,
      organizationId: facts.organizationId,
      personId: null,
      role: null,
      minutes: 0,
      ...over,
      on: civilDateAt(at),
    })
  const [first] = facts.deeds
  note('reported', facts.reportedAt, first ? { ...byOf(first), number: 0 } : {})
  countDeeds(note, facts.deeds)
  countVisits(note, facts.visits, now)
  countHandover(note, facts, calendar)
  countEnd(note, facts, countFiling(note, facts), now)
  return counted
}
