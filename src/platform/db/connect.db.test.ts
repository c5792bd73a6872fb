import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type QueryResult, sql } from 'kysely'
import { inOneStatement, inTransaction, systemCtx, type Tx } from '#platform/context'
import { byKeys } from '#platform/db'
import { takeNumbers } from '#platform/counter'
import { openTestPlatform } from '#platform/testing'

const platform = await openTestPlatform([])
const ctx = systemCtx(platform.services, 1)

test('a transaction that fails leaves nothing, one that ends well leaves what it wrote', async () => {
  const failing = inTransaction(ctx, async (tx) => {
    await takeNumbers(tx, 'connect')
    throw new Error('not this time')
  })
  await assert.rejects(failing, /not this time/)
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'connect')), 1)
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'connect')), 2)
})

test('a fault that the work swallowed is not taken for a commit', async () => {
  const swallowing = inTransaction(ctx, async (tx) => {
    await takeNumbers(tx, 'swallowed')
    await sql`select 1 / 0`.execute(tx.db).catch(() => undefined)
  })
  await assert.rejects(swallowing)
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'swallowed')), 1)
})

test('a write and a read by keys are prepared once on their connection, another read is not', async () => {
  const statements = await inTransaction(ctx, async (tx) => {
    await takeNumbers(tx, 'prepared')
    await takeNumbers(tx, 'prepared')
    await sql`select ${1}::int`.execute(tx.db)
    await sql`select ${byKeys} ${1}::int as key`.execute(tx.db)
    return (await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(tx.db)).rows
  })
  assert.equal(statements.filter((row) => row.statement.includes('platform"."counter')).length, 1)
  assert.equal(statements.filter((row) => row.statement.includes('as key')).length, 1)
  assert.ok(statements.every((row) => /^(insert|update|delete|with w0|select \/\* by keys)/.test(row.statement)))
})

test('statements made side by side see the same district, and each gets its own answer', async () => {
  const answers = await inTransaction(systemCtx(platform.services, 7), (tx) =>
    Promise.all(
      [1, 2, 3].map((number) =>
        sql`select ${number}::int as number, current_setting('gongzhi.district_id') as district, current_user as role`.execute(
          tx.db,
        ),
      ),
    ),
  )
  assert.deepEqual(
    answers.flatMap((answer) => answer.rows),
    [1, 2, 3].map((number) => ({ number, district: '7', role: 'gongzhi_app' })),
  )
})

test('when one of several statements fails, nothing of the others stays', async () => {
  const failing = inTransaction(ctx, (tx) =>
    Promise.all([takeNumbers(tx, 'together'), sql`select 1 / 0`.execute(tx.db), takeNumbers(tx, 'together')]),
  )
  await assert.rejects(failing, /division by zero/)
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'together')), 1)
})

test('a write that nobody waits for is kept by the commit, and fails the transaction when it fails', async () => {
  await inTransaction(ctx, async (tx) => tx.trail(takeNumbers(tx, 'trailing')))
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'trailing')), 2)
  const failing = inTransaction(ctx, async (tx) => {
    tx.trail(takeNumbers(tx, 'trailing'))
    tx.trail(sql`select 1 / 0`.execute(tx.db))
    return 'done'
  })
  await assert.rejects(failing, /division by zero/)
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'trailing')), 3)
})

test('the fault of a write that nobody waited for is told, not that of the statement behind it', async () => {
  const failing = inTransaction(ctx, async (tx) => {
    tx.trail(sql`select 1 / 0`.execute(tx.db))
    await takeNumbers(tx, 'behind')
  })
  await assert.rejects(failing, /division by zero/)
})

test('a query of a transaction that has ended is refused, so that it cannot run in the next one', async () => {
  let kept: Tx | undefined
  await inTransaction(ctx, async (tx) => {
    kept = tx
  })
  await assert.rejects(sql`select 1`.execute((kept as Tx).db), /has ended/)
})

test('a transaction of one statement keeps what it wrote, and answers the fault of a statement that failed', async () => {
  assert.equal(await inOneStatement(ctx, (tx) => takeNumbers(tx, 'single')), 1)
  const failing = inOneStatement(ctx, (tx): Promise<QueryResult<unknown>> => sql`select 1 / 0`.execute(tx.db))
  await assert.rejects(failing, /division by zero/)
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'single')), 2)
})

test('a begin that fails fails the transaction with its own fault, and the connection goes on', async () => {
  const refused = platform.services.db.transact('begin; set local role nobody_of_this_name', (db) =>
    sql`select 1`.execute(db),
  )
  await assert.rejects(refused, /nobody_of_this_name/)
  assert.equal(await inTransaction(ctx, (tx) => takeNumbers(tx, 'after begin')), 1)
})
