import type { Role } from '#kernel/role'
import { pathsAbove } from '#kernel/place'
import { holdersAt } from '#modules/posts'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { Job } from '#platform/module'
import { tell } from '#platform/notify'
import { GRACE_DAYS_DEFAULT, type VisitKind } from './contract.ts'
import { PLAN, planAll } from './service/plan.ts'
import { today } from './service/scope.ts'
import type { VisitRow } from './store/tables.ts'
import * as store from './store/visit.ts'

/** Visits looked at in one transaction. */
const BATCH = 500

/** Who is told of a missed visit, of each place the nearest (S4-14, S4-15). */
const ABOVE: Readonly<Record<VisitKind, readonly Role[]>> = {
  household: ['stationLeader', 'communitySecretary', 'streetOfficer', 'administrator'],
  stationed: ['communitySecretary', 'streetOfficer', 'administrator'],
  frontLine: ['streetOfficer', 'leader', 'administrator'],
  leader: ['leader', 'administrator'],
}

const nearestAbove = async (tx: Tx, { kind, place_path: path }: VisitRow, notId: string | null): Promise<string[]> => {
  for (const above of pathsAbove(path).toReversed()) {
    const holders = (await holdersAt(tx, above, ABOVE[kind])).filter((personId) => personId !== notId)
    if (holders.length > 0) return holders
  }
  return []
}

/** Tells whoever is to visit that a day is over: one notice for all of them together, once for each visit. */
export const tellOfLate = async (ctx: Ctx): Promise<void> => {
  for (let count = BATCH; count === BATCH; )
    count = await inTransaction(ctx, async (tx) => {
      const rows = await store.lockUntoldLate(tx, today(tx), BATCH)
      for (const [personId, own] of Map.groupBy(rows, (row) => row.person_id))
        if (personId !== null)
          await tell(tx, { personIds: [personId], key: 'visits:notice.late', data: { count: own.length } })
      if (rows.length > 0)
        await store.markLateTold(
          tx,
          rows.map((row) => row.id),
        )
      return rows.length
    })
}

/** Those above are told together of what was missed at one place by one person. */
const tellAbove = async (tx: Tx, rows: readonly VisitRow[]): Promise<void> => {
  const groups = Map.groupBy(rows, (row) => [row.kind, row.place_path, row.person_id].join('\n'))
  const countOf = new Map<string, number>()
  for (const own of groups.values()) {
    const [first] = own
    if (!first) continue
    for (const personId of await nearestAbove(tx, first, first.person_id))
      countOf.set(personId, (countOf.get(personId) ?? 0) + own.length)
  }
  for (const [personId, count] of countOf)
    await tell(tx, { personIds: [personId], key: 'visits:notice.missed', data: { count }, isUrgent: true })
}

/** After the grace a visit counts as missed, and those above are told. It can still be made up. */
export const markMissed = async (ctx: Ctx): Promise<void> => {
  for (let count = BATCH; count === BATCH; )
    count = await inTransaction(ctx, async (tx) => {
      const rows = await store.lockToMiss(tx, today(tx), GRACE_DAYS_DEFAULT, BATCH)
      await tellAbove(tx, rows)
      if (rows.length > 0)
        await store.markMissed(
          tx,
          rows.map((row) => row.id),
        )
      return rows.length
    })
}

/** What is late is looked at before the next round is planned; in the morning, when people may be told. */
const flagLate = async (ctx: Ctx): Promise<void> => {
  await tellOfLate(ctx)
  await markMissed(ctx)
}

export const jobs: readonly Job[] = [
  { name: PLAN, run: planAll, schedule: '20 0 * * *' },
  { name: 'visits.flagLate', run: flagLate, schedule: '30 7 * * *' },
]
