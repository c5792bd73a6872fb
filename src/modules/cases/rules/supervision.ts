import { err, ok, type Result } from '#kernel/result'
import type { SupervisionKind, SupervisionState, Urgency } from '../contract.ts'

/** 普通督办 0, 黄牌 5, 红牌 10 (cases §5.2). */
export const supervisionPoints: Readonly<Record<SupervisionKind, number>> = { notice: 0, yellow: 5, red: 10 }

interface Given {
  readonly kind: SupervisionKind
  readonly liftedAt: Date | null
}

/** A red card follows a yellow one on the same case for the same handler; an emergency does not wait for it. */
export const checkCard = (
  kind: SupervisionKind,
  urgency: Urgency,
  before: readonly Given[],
): Result<void, 'cases.yellow_card_missing'> =>
  kind !== 'red' || urgency === 'urgent' || before.some((one) => one.kind === 'yellow' && one.liftedAt === null)
    ? ok(undefined)
    : err('cases.yellow_card_missing')

interface Standing {
  readonly replyDueAt: Date
  readonly repliedAt: Date | null
  readonly liftedAt: Date | null
}

export const supervisionStateAt = (one: Standing, now: Date): SupervisionState => {
  if (one.liftedAt) return 'lifted'
  if (one.repliedAt) return 'answered'
  return now > one.replyDueAt ? 'late' : 'waiting'
}

export const checkAnswer = (one: Standing): Result<void, 'cases.supervision_lifted' | 'cases.supervision_answered'> => {
  if (one.liftedAt) return err('cases.supervision_lifted')
  return one.repliedAt ? err('cases.supervision_answered') : ok(undefined)
}

export const checkLift = (one: Standing): Result<void, 'cases.supervision_lifted'> =>
  one.liftedAt ? err('cases.supervision_lifted') : ok(undefined)
