import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { Job } from '#platform/module'
import { nextOfChain } from './rules/call-tree.ts'
import { allHolders, callOut, responseRow } from './service/call.ts'
import * as store from './store.ts'

const BATCH = 100

/** The next of the chain is told, and called too when they were not; at the head of the chain nobody is left to tell. */
const escalate = async (tx: Tx, response: store.ResponseRow): Promise<void> => {
  const event = await store.findEvent(tx, response.event_id)
  if (!event) return
  const missing = {
    personId: response.person_id,
    role: response.role as Parameters<typeof nextOfChain>[0]['role'],
    placePath: response.place_path,
  }
  const holders = await allHolders(tx)
  const next = nextOfChain(missing, holders)
  const called = holders.filter((holder) =>
    next.some(
      (one) => one.personId === holder.personId && one.role === holder.role && one.placePath === holder.placePath,
    ),
  )
  await store.insertResponses(
    tx,
    called.map((one) => responseRow(tx, event.id, { ...one, organizationId: null }, response.person_id)),
  )
  await callOut(
    tx,
    event,
    called.map(({ personId }) => personId),
    'next',
  )
  await store.updateResponse(tx, response, { escalated_at: tx.now() })
}

/** Whoever has not acknowledged in the minutes of the plan: the next of the chain is told, once. */
export const escalateUnanswered = async (ctx: Ctx): Promise<void> => {
  for (let count = BATCH; count === BATCH; ) {
    count = await inTransaction(ctx, async (tx) => {
      const rows = await store.listUnanswered(tx, BATCH)
      for (const row of rows) await escalate(tx, row)
      return rows.length
    })
  }
}

export const jobs: readonly Job[] = [{ name: 'emergencies.escalate', run: escalateUnanswered, schedule: '* * * * *' }]
