import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel/role'
import { rowsByPage } from '#platform/office'
import { openTestPlatform } from '#platform/testing'

const platform = await openTestPlatform([])

test('an export comes page by page, each in its own transaction, without a row twice or missed', async () => {
  for (const count of [0, 1, 2, 3, 4, 5]) {
    const all = Array.from({ length: count }, (_, index) => index)
    const transactions = new Set<unknown>()
    const rows = rowsByPage(platform.as(system, 0), {
      size: 2,
      find: async (tx, { after, limit }: { after: number | null; limit: number }) => {
        transactions.add(tx.db)
        return all.slice(after === null ? 0 : after + 1).slice(0, limit + 1)
      },
      afterOf: (last): number => last,
      rowsOf: async (_, found) => found.map((value) => ({ value })),
    })
    const seen: unknown[] = []
    for await (const { value } of rows) seen.push(value)
    assert.deepEqual(seen, all)
    assert.equal(transactions.size, Math.max(1, Math.ceil(count / 2)))
  }
})
