import { err, ok, type Result } from '#kernel/result'
import { addDays, type CivilDate, daysBetween, weekdayOf } from '#kernel/time'
import { DAYS_MAX, type Rhythm } from '../contract.ts'

/** When a rule of visiting asks for visits. */
export interface Rounds {
  readonly rhythm: Rhythm
  readonly rhythmNumber: number
  readonly startsOn: CivilDate
  /** First day on which it no longer holds. */
  readonly endsOn: CivilDate | null
}

const RANGES: Readonly<Record<Rhythm, readonly [number, number]>> = {
  days: [1, DAYS_MAX],
  week: [1, 7],
  month: [1, 31],
  none: [0, 0],
}

export const checkRhythm = (rhythm: Rhythm, rhythmNumber: number): Result<void, 'visits.rhythm_not_possible'> => {
  const [least, most] = RANGES[rhythm]
  return rhythmNumber >= least && rhythmNumber <= most ? ok(undefined) : err('visits.rhythm_not_possible')
}

const monthOf = (day: CivilDate): string => day.slice(0, 8)
const lastOfMonth = (day: CivilDate): CivilDate => {
  const inNext = addDays(`${monthOf(day)}28` as CivilDate, 4)
  return addDays(inNext, -Number(inNext.slice(8)))
}

/** That day of the month of `day`; the last one when the month is shorter. */
const dayInMonth = (day: CivilDate, number: number): CivilDate => {
  const last = lastOfMonth(day)
  const wanted = `${monthOf(day)}${String(number).padStart(2, '0')}` as CivilDate
  return wanted < last ? wanted : last
}

const dueFrom = ({ rhythm, rhythmNumber, startsOn }: Rounds, from: CivilDate): CivilDate | null => {
  if (rhythm === 'none') return null
  if (rhythm === 'days') {
    const roundsBefore = Math.floor(daysBetween(startsOn, from) / rhythmNumber)
    return addDays(startsOn, (roundsBefore + 1) * rhythmNumber - 1)
  }
  if (rhythm === 'week') return addDays(from, (rhythmNumber - weekdayOf(from) + 7) % 7)
  const here = dayInMonth(from, rhythmNumber)
  return here >= from ? here : dayInMonth(addDays(lastOfMonth(from), 1), rhythmNumber)
}

/**
 * The day by which everything of the round under way on `today` is to be visited: today or later, null when there is
 * none before the rule ends. A round that the end would cut short is not begun.
 */
export const dueOnOf = (rounds: Rounds, today: CivilDate): CivilDate | null => {
  const due = dueFrom(rounds, today < rounds.startsOn ? rounds.startsOn : today)
  return due !== null && (rounds.endsOn === null || due < rounds.endsOn) ? due : null
}
