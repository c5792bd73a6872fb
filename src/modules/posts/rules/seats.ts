import { err, ok, type Result } from '#kernel/result'

/** Days from the first up to and without the last; null is without end. */
export interface Period {
  readonly startsOn: string
  readonly endsOn: string | null
}

/** Do two periods have a day in common? One that ends the day it begins has no day at all. */
export const meet = (one: Period, other: Period): boolean =>
  one.startsOn !== one.endsOn &&
  other.startsOn !== other.endsOn &&
  (one.endsOn === null || other.startsOn < one.endsOn) &&
  (other.endsOn === null || one.startsOn < other.endsOn)

/** The most appointments that hold on one day of a period. */
export const mostHeld = (appointments: readonly Period[], period: Period): number => {
  const meeting = appointments.filter((appointment) => meet(appointment, period))
  // The number grows only where one begins, so those days (and the first) are enough to look at.
  const days = [period.startsOn, ...meeting.map(({ startsOn }) => startsOn).filter((day) => day > period.startsOn)]
  const heldOn = (day: string): number =>
    meeting.filter(({ startsOn, endsOn }) => startsOn <= day && (endsOn === null || endsOn > day)).length
  return Math.max(0, ...days.map(heldOn))
}

export interface Appointing extends Period {
  readonly personId: string
}

/** May this person be appointed for this period? Nobody twice to one post at a time, and never more than it has seats. */
export const checkSeat = (
  appointing: Appointing,
  others: readonly Appointing[],
  seatCount: number,
): Result<void, 'posts.date_not_possible' | 'posts.appointment_conflict' | 'posts.seats_taken'> => {
  if (appointing.endsOn !== null && appointing.endsOn <= appointing.startsOn) return err('posts.date_not_possible')
  const isTwice = others.some((other) => other.personId === appointing.personId && meet(other, appointing))
  if (isTwice) return err('posts.appointment_conflict')
  return mostHeld(others, appointing) >= seatCount ? err('posts.seats_taken') : ok(undefined)
}
