import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction, systemCtx } from '#platform/context'
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

test('a write is prepared once on its connection, a read is not', async () => {
  const statements = await inTransaction(ctx, async (tx) => {
    await takeNumbers(tx, 'prepared')
    await takeNumbers(tx, 'prepared')
    await sql`select ${1}::int`.execute(tx.db)
    return (await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(tx.db)).rows
  })
  assert.equal(statements.filter((row) => row.statement.includes('platform"."counter')).length, 1)
  assert.ok(statements.every((row) => /^(insert|update|delete|with w0)/.test(row.statement)))
})
