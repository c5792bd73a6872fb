// The real queue on a real database: what is sent in a transaction is done after it, and only if it was committed.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inTransaction, type Services, systemCtx } from '#platform/context'
import { createQueue, type Queue } from '#platform/jobs'
import type { Module } from '#platform/module'
import { openTestPlatform } from '#platform/testing'

const DISTRICT_ID = 1
const WAIT_MS = 20_000
const POLL_MS = 50
/** The queue looks for work every two seconds: what has not run by then was not sent. */
const LOOKED_TWICE_MS = 5_000

const runs: string[] = []
let isBroken = true

const noted: Module = {
  name: 'noted',
  operations: [],
  reactions: [
    {
      to: 'noted.*',
      run: async (_tx, happened) => void runs.push(`reaction ${happened.matterId}`),
    },
  ],
  jobs: [
    { name: 'noted.good', run: async (_ctx, data) => void runs.push(`good ${String(data['number'])}`) },
    {
      name: 'noted.broken',
      run: async () => {
        runs.push('broken')
        if (isBroken) throw new Error('planted')
      },
    },
    { name: 'noted.nightly', schedule: '20 3 * * *', run: async () => undefined },
  ],
}

const platform = await openTestPlatform([noted])
const faults: string[] = []
const queue: Queue = createQueue(platform.database, platform.url, (_fault, job) => void faults.push(job))
after(() => queue.stop())
const services: Services = { ...platform.services, enqueue: queue.enqueue }

const until = async (isTrue: () => boolean): Promise<void> => {
  const end = Date.now() + WAIT_MS
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`waited in vain; so far: ${runs.join()}`)
    await sleep(POLL_MS)
  }
}

const send = (job: string, data: object, isRolledBack = false): Promise<void> =>
  inTransaction(systemCtx(services, DISTRICT_ID), async (tx) => {
    await services.enqueue(tx, job, data)
    if (isRolledBack) throw new Error('rolled back')
  })

const happened = (matterId: string): object => ({
  event: 'noted.thing.done',
  entryId: randomUUID(),
  matterKind: 'thing',
  matterId,
})

/** Sent before the queue begins to work, so that one batch holds them all. */
test('a failing job neither holds back nor fails the healthy ones of its batch, and is tried again itself', async () => {
  await send('noted.good', { number: 1 })
  await send('noted.broken', {})
  await send('noted.good', { number: 2 })
  await send('noted.good', { number: 3 })
  await queue.work(services, async () => [DISTRICT_ID])
  await until(() => runs.includes('good 3'))
  await until(() => runs.filter((run) => run === 'broken').length >= 2)
  isBroken = false
  assert.deepEqual(
    runs.filter((run) => run.startsWith('good')).sort(),
    ['good 1', 'good 2', 'good 3'],
    'each healthy one ran once',
  )
  const { rows } = await platform.database.pool.query<{ name: string; state: string }>(
    `select data ->> 'job' as name, state::text from pgboss.job where name = 'gongzhi' and data ->> 'job' = 'noted.good'`,
  )
  assert.deepEqual(
    rows.map((row) => row.state),
    ['completed', 'completed', 'completed'],
  )
  assert.ok(faults.includes('noted.broken'), 'the fault was logged')
})

test('a reaction runs after the commit, and not after a rollback', async () => {
  await assert.rejects(send('platform.react', happened('undone'), true), /rolled back/)
  await send('platform.react', happened('kept'))
  await until(() => runs.includes('reaction kept'))
  await sleep(LOOKED_TWICE_MS)
  assert.equal(runs.includes('reaction undone'), false)
  assert.equal(runs.filter((run) => run === 'reaction kept').length, 1)
})

test('nothing of a transaction is to be seen by the queue before its commit', async () => {
  await inTransaction(systemCtx(services, DISTRICT_ID), async (tx) => {
    await services.enqueue(tx, 'noted.good', { number: 9 })
    await sleep(LOOKED_TWICE_MS)
    assert.equal(runs.includes('good 9'), false)
  })
  await until(() => runs.includes('good 9'))
})

test('a job with a schedule is registered with it, in the time of the place', async () => {
  const { rows } = await platform.database.pool.query<{ key: string; cron: string; timezone: string }>(
    'select key, cron, timezone from pgboss.schedule',
  )
  assert.deepEqual(rows, [{ key: 'noted.nightly', cron: '20 3 * * *', timezone: 'Asia/Shanghai' }])
})
