import type { Tx } from './context.ts'

type CounterTables = {
  'platform.counter': { district_id: number; name: string; value: number }
}

/**
 * The next running numbers of a series, `count` of them: answers the first. Taken under the row lock, which is held until
 * the transaction ends, so take them late.
 */
export const takeNumbers = async (tx: Tx, series: string, count = 1): Promise<number> => {
  const { value } = await tx.db
    .withTables<CounterTables>()
    .insertInto('platform.counter')
    .values({ district_id: tx.districtId, name: series, value: count })
    .onConflict((conflict) =>
      conflict
        .columns(['district_id', 'name'])
        .doUpdateSet((row) => ({ value: row('platform.counter.value', '+', count) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return value - count + 1
}
