import type { Output } from '#web/api.ts'
import type { OutboxItem } from '#web/field/outbox.ts'
import { useOutbox } from '#web/field/use-outbox.ts'
import { bestVerdict, judgeCheckIn } from '../../rules/check-in.ts'

export type Walk = Output<'fieldwork.patrol.mine'>['items'][number]
export type WalkPoint = Walk['points'][number]

/** What the phone has done on this patrol, the server told or not; what was refused does not count. */
const doneOf = (items: readonly OutboxItem[], id: string, operation: OutboxItem['operation']): readonly OutboxItem[] =>
  items.filter((item) => item.operation === operation && item.input['id'] === id && item.state !== 'refused')

const verdictOf = (point: WalkPoint, items: readonly OutboxItem[]): WalkPoint['verdict'] => {
  const here = items.filter((item) => item.input['pointId'] === point.id)
  const judged = here.map(({ input }) => {
    const { point: at, accuracyM } = input as { point: Parameters<typeof judgeCheckIn>[1]; accuracyM: number | null }
    return judgeCheckIn(point, at, accuracyM).verdict
  })
  return bestVerdict(point.verdict ? [point.verdict, ...judged] : judged)
}

/** A patrol as it stands on this phone: what the server knows, and what waits to be told. */
export const useLocalWalk = (walk: Walk | undefined): Walk | undefined => {
  const items = useOutbox()
  if (!walk) return undefined
  const checkIns = doneOf(items, walk.id, 'fieldwork.patrol.checkIn')
  const points = walk.points.map((point) => ({ ...point, verdict: verdictOf(point, checkIns) }))
  const isBegun = checkIns.length > 0 || doneOf(items, walk.id, 'fieldwork.patrol.start').length > 0
  const isFinished = doneOf(items, walk.id, 'fieldwork.patrol.finish').length > 0
  const isOpen = walk.state === 'planned' || walk.state === 'missed'
  const state = isFinished ? 'done' : isBegun && isOpen ? 'underWay' : walk.state
  return { ...walk, points, state, validCount: points.filter(({ verdict }) => verdict === 'valid').length }
}
