import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { system } from '#kernel/role'
import type { TimeLimit } from '#kernel/time'
import { type CalendarTables, forgetCalendar } from '#platform/calendar'
import { inTransaction, type Tx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import { type Matter, recomputeDue, visitsOf } from '#platform/thread'
import { advance } from './advance.ts'
import { errandFlow, errandsModule, openErrand } from './testing.ts'

/** Due instants that the owner of errands was told, by id of the errand. */
const movedTo = new Map<string, Date | null>()
const platform = await openTestPlatform([
  errandsModule({ moveDue: async (_tx, id, dueOf) => void movedTo.set(id, await dueOf()) }),
])
const china = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`)
const place = { id: 1, path: '1.' }

const inDistrict = <R>(districtId: number, work: (tx: Tx) => Promise<R>): Promise<R> =>
  inTransaction(platform.as(system, districtId), work)

const open = (districtId: number, limit: TimeLimit | null) =>
  inDistrict(districtId, (tx) => openErrand(tx, { title: '修灯', place, limit }))

const dueOf = async (districtId: number, errand: Matter): Promise<string | null> => {
  const [visit] = await inDistrict(districtId, (tx) =>
    tx.db
      .withTables<{
        'platform.visit': { district_id: number; matter_id: string; due_at: Date | null; number: number }
      }>()
      .selectFrom('platform.visit')
      .select('due_at')
      .where('district_id', '=', districtId)
      .where('matter_id', '=', errand.id)
      .where('number', '=', 1)
      .execute(),
  )
  return visit?.due_at?.toISOString() ?? null
}

const restOn = (districtId: number, day: string) =>
  inDistrict(districtId, async (tx) => {
    await tx.db
      .withTables<CalendarTables>()
      .insertInto('platform.calendar_day')
      .values({ district_id: districtId, day, kind: 'rest', note: '停电' })
      .execute()
    forgetCalendar(tx)
  })

test('a new day of rest moves what is counted in work days and work hours, and nothing else', async () => {
  const here = randomInt(1, 2 ** 31 - 1)
  platform.setNow(china('2026-06-22 10:00'))
  const inWorkDays = await open(here, { unit: 'work_day', amount: 1 })
  const inWorkHours = await open(here, { unit: 'work_hour', amount: 8 })
  const inDays = await open(here, { unit: 'natural_day', amount: 1 })
  const inHours = await open(here, { unit: 'urgent_hour', amount: 24 })
  const withoutLimit = await open(here, null)
  const errands = [inWorkDays, inWorkHours, inDays, inHours, withoutLimit]
  const before = await Promise.all(errands.map((errand) => dueOf(here, errand)))
  assert.deepEqual(await inDistrict(here, (tx) => recomputeDue(tx, null)), {
    seenCount: 2,
    movedCount: 0,
    nextAfter: null,
  })
  await restOn(here, '2026-06-23')
  assert.deepEqual(await inDistrict(here, (tx) => recomputeDue(tx, null)), {
    seenCount: 2,
    movedCount: 2,
    nextAfter: null,
  })
  const after = await Promise.all(errands.map((errand) => dueOf(here, errand)))
  assert.equal(before[0], china('2026-06-23 10:00').toISOString())
  assert.equal(after[0], china('2026-06-24 10:00').toISOString())
  assert.equal(before[1], china('2026-06-23 11:00').toISOString())
  assert.equal(after[1], china('2026-06-24 11:00').toISOString())
  assert.deepEqual(after.slice(2), before.slice(2))
})

test('the owner of the matter is told the new instant, and only of what has moved', async () => {
  const here = randomInt(1, 2 ** 31 - 1)
  platform.setNow(china('2026-06-22 10:00'))
  const moving = await open(here, { unit: 'work_day', amount: 1 })
  const staying = await open(here, { unit: 'natural_day', amount: 1 })
  await restOn(here, '2026-06-23')
  await inDistrict(here, (tx) => recomputeDue(tx, null))
  assert.deepEqual(movedTo.get(moving.id), china('2026-06-24 10:00'))
  assert.equal(movedTo.has(staying.id), false)
})

test('a visit that was left keeps the deadline by which it was judged', async () => {
  const here = randomInt(1, 2 ** 31 - 1)
  platform.setNow(china('2026-06-22 10:00'))
  const errand = await open(here, { unit: 'work_day', amount: 1 })
  platform.setNow(china('2026-06-23 10:30'))
  await inDistrict(here, (tx) =>
    advance(
      tx,
      errandFlow,
      errand,
      { state: 'waiting', facts: {}, actorPersonId: null, isSystem: true, isReporter: false, holds: () => true },
      {
        action: 'errands.errand.start',
        visibility: 'staff',
        limitOf: () => null,
      },
    ),
  )
  await restOn(here, '2026-06-23')
  assert.equal((await inDistrict(here, (tx) => recomputeDue(tx, null))).movedCount, 0)
  assert.equal(await dueOf(here, errand), china('2026-06-23 10:00').toISOString())
  const [left] = await inDistrict(here, (tx) => visitsOf(tx, 'errand', errand.id))
  assert.equal(left?.leftBy, 'errands.errand.start')
})

test('many open visits are put right batch by batch, and no other district is touched', async () => {
  const here = randomInt(1, 2 ** 31 - 1)
  const elsewhere = randomInt(1, 2 ** 31 - 1)
  platform.setNow(china('2026-06-22 10:00'))
  await inDistrict(here, async (tx) => {
    for (let index = 0; index < 450; index += 1)
      await openErrand(tx, { title: '修灯', place, limit: { unit: 'work_day', amount: 1 } })
  })
  const other = await open(elsewhere, { unit: 'work_day', amount: 1 })
  await restOn(here, '2026-06-23')
  const batches: number[] = []
  let after: string | null = null
  do {
    const done: { movedCount: number; nextAfter: string | null } = await inDistrict(here, (tx) =>
      recomputeDue(tx, after),
    )
    batches.push(done.movedCount)
    after = done.nextAfter
  } while (after)
  assert.deepEqual(batches, [200, 200, 50])
  assert.equal(await dueOf(elsewhere, other), china('2026-06-23 10:00').toISOString())
})
