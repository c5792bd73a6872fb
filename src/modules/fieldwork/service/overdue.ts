import type { Role } from '#kernel/role'
import { holdersOf } from '#modules/posts'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import { tell } from '#platform/notify'
import { afterWindow, GRACE_MS, LATE_MS } from '../rules/patrol.ts'
import type * as store from '../store.ts'
import * as patrols from '../store/patrol.ts'
import { happen, PATROL_KIND } from './patrol.ts'

const BATCH = 100

/** Who is told that a patrol was missed, besides its walker: the head of the grid and of the station. */
const HEADS: readonly Role[] = ['gridLeader', 'stationLeader']

const tellMissed = async (tx: Tx, patrol: store.PatrolRow): Promise<void> => {
  const heads = await holdersOf(tx, patrol.place_path, HEADS)
  await tell(tx, {
    personIds: [...heads, ...(patrol.person_id === null ? [] : [patrol.person_id])],
    key: 'fieldwork:notice.missed',
    data: { name: patrol.route_name, on: patrol.on_day },
    matter: { kind: PATROL_KIND, id: patrol.id },
  })
}

const close = async (tx: Tx, patrol: store.PatrolRow): Promise<void> => {
  const end = afterWindow(
    { state: patrol.state, windowUntil: patrol.window_until, validCount: patrol.valid_count },
    tx.now(),
  )
  if (end === 'missed') {
    await happen(tx, patrol, { kind: 'missed' }, { state: 'missed' })
    await tellMissed(tx, patrol)
  }
  if (end === 'done')
    await happen(tx, patrol, { kind: 'ended' }, { state: 'done', finished_at: tx.now(), is_on_time: false })
}

/** Flags missed patrols, and closes those that were begun and never finished (S2-19). Run twice it does nothing more. */
export const closeOverdue = async (ctx: Ctx): Promise<void> => {
  for (let count = BATCH; count === BATCH; ) {
    count = await inTransaction(ctx, async (tx) => {
      const rows = await patrols.lockOverdue(tx, BATCH, new Date(tx.now().getTime() - LATE_MS - GRACE_MS))
      for (const patrol of rows) await close(tx, patrol)
      return rows.length
    })
  }
}
