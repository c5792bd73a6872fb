import assert from 'node:assert/strict'
import { test } from 'node:test'
import { civilDate } from '#kernel/time/testing'
import { type Actor, anyone, system } from '#kernel/role'
import { calendar } from '#modules/calendar'
import { places } from '#modules/places'
import { actorAt, buildDistrict, type TestDistrict } from '#modules/places/testing'
import { inTransaction } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import { visitsOf } from '#platform/thread'
import { errandsModule, openErrand } from '#platform/thread/testing'
import * as contract from './contract.ts'

// Monday 22 June 2026, 10:00 in China
const platform = await openTestPlatform([places, calendar, errandsModule()], new Date('2026-06-22T02:00:00Z'))
const { operations } = platform.services
const china = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`)

const setDay = (
  here: TestDistrict,
  date: string,
  kind: 'work' | 'rest',
  actor: Actor = actorAt(here.district, ['administrator']),
) => operations.perform(platform.as(actor, here.id), contract.setDay, { date: civilDate(date), kind, note: '停电' })

test('calendar.day.list explains every day of a year', async () => {
  const here = await buildDistrict(platform)
  const year = await operations.perform(platform.as(anyone, here.id), contract.listDays, { year: 2026 })
  assert.equal(year.days.length, 365)
  assert.equal(year.days.filter((day) => day.isWorkDay).length, year.workDayCount)
  const dayOf = (date: string) => year.days.find((day) => day.date === date)
  assert.deepEqual([dayOf('2026-10-01')?.reason, dayOf('2026-10-01')?.festival], ['holiday', 'national_day'])
  assert.deepEqual([dayOf('2026-10-10')?.reason, dayOf('2026-10-10')?.isWorkDay], ['makeup', true])
  const later = await operations.perform(platform.as(anyone, here.id), contract.listDays, { year: 2040 })
  assert.equal(later.days.length, 366)
  assert.equal(later.days[0]?.provisional, true)
})

test('calendar.day.set makes a day to come free or worked for this district only, and calendar.day.clear takes it back', async () => {
  const here = await buildDistrict(platform)
  const elsewhere = await buildDistrict(platform)
  const day = await setDay(here, '2026-06-23', 'rest')
  assert.deepEqual([day.isWorkDay, day.reason, day.note], [false, 'override', '停电'])
  assert.equal((await setDay(here, '2026-06-23', 'work')).isWorkDay, true)
  await setDay(here, '2026-06-23', 'rest')
  const isWorkDay = async (district: TestDistrict): Promise<boolean | undefined> => {
    const { days } = await operations.perform(platform.as(anyone, district.id), contract.listDays, { year: 2026 })
    return days.find((one) => one.date === '2026-06-23')?.isWorkDay
  }
  assert.equal(await isWorkDay(here), false)
  assert.equal(await isWorkDay(elsewhere), true)
  const clear = () =>
    operations.perform(platform.as(actorAt(here.district, ['administrator']), here.id), contract.clearDay, {
      date: civilDate('2026-06-23'),
    })
  assert.equal((await clear()).reason, 'weekday')
  assert.equal(await isWorkDay(here), true)
  await assert.rejects(clear(), { code: 'calendar.day_not_found' })
})

test('a day that has begun is not changed any more: its deadlines have been counted', async () => {
  const here = await buildDistrict(platform)
  await assert.rejects(setDay(here, '2026-06-22', 'rest'), { code: 'calendar.day_begun' })
  await assert.rejects(setDay(here, '2026-06-20', 'work'), { code: 'calendar.day_begun' })
  await setDay(here, '2026-06-23', 'rest')
  platform.setNow(china('2026-06-23 00:00'))
  const administrator = actorAt(here.district, ['administrator'])
  const clear = operations.perform(platform.as(administrator, here.id), contract.clearDay, {
    date: civilDate('2026-06-23'),
  })
  await assert.rejects(clear, { code: 'calendar.day_begun' })
  platform.setNow(china('2026-06-22 10:00'))
})

test('only an administrator of the whole district changes its calendar', async () => {
  const here = await buildDistrict(platform)
  for (const actor of [actorAt(here.street, ['administrator']), actorAt(here.district, ['leader'])]) {
    await assert.rejects(setDay(here, '2026-06-23', 'rest', actor), { code: 'auth.forbidden' })
  }
  await assert.rejects(setDay(here, '2026-06-23', 'rest', anyone), { code: 'auth.required' })
})

test('after a change open deadlines follow the calendar, and one that is taken back moves them back', async () => {
  const here = await buildDistrict(platform)
  const errand = await inTransaction(platform.as(system, here.id), (tx) =>
    openErrand(tx, { title: '修灯', place: here.grid, limit: { unit: 'work_day', amount: 1 } }),
  )
  const dueAt = async (): Promise<Date | null | undefined> => {
    const [stored] = await platform.rows<{ due_at: Date }>(
      here.id,
      'select due_at from platform.visit where matter_id = $1',
      [errand.id],
    )
    const [visit] = await inTransaction(platform.as(system, here.id), (tx) => visitsOf(tx, 'errand', errand.id))
    assert.deepEqual(stored?.due_at, visit?.clock?.dueAt)
    return visit?.clock?.dueAt
  }
  assert.deepEqual(await dueAt(), china('2026-06-23 10:00'))
  await setDay(here, '2026-06-23', 'rest')
  await platform.drainJobs()
  assert.deepEqual(await dueAt(), china('2026-06-24 10:00'))
  const administrator = actorAt(here.district, ['administrator'])
  await operations.perform(platform.as(administrator, here.id), contract.clearDay, { date: civilDate('2026-06-23') })
  await platform.drainJobs()
  assert.deepEqual(await dueAt(), china('2026-06-23 10:00'))
})

test('new hours of work hold from their day on and can be taken back until then', async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  const summer: [string, string][] = [
    ['08:00', '12:00'],
    ['15:00', '18:00'],
  ]
  const set = (validFrom: string, spans: [string, string][]) =>
    operations.perform(platform.as(administrator, here.id), contract.setHours, {
      validFrom: civilDate(validFrom),
      spans,
    })
  const { items } = await set('2026-06-23', summer)
  assert.deepEqual(
    items.map((hours) => [hours.validFrom, hours.isValidNow]),
    [
      [null, true],
      ['2026-06-23', false],
    ],
  )
  const preview = await operations.perform(platform.as(administrator, here.id), contract.previewDeadline, {
    unit: 'work_hour',
    amount: 7,
  })
  assert.deepEqual(preview.dueAt, china('2026-06-23 09:00'))
  await assert.rejects(set('2026-06-22', summer), { code: 'calendar.day_begun' })
  await assert.rejects(set('2026-06-24', [['09:00', '09:30']]), { code: 'calendar.hours_too_short' })
  await assert.rejects(set('2026-06-24', [['12:00', '09:00']]), { code: 'request.invalid' })
  const clear = () =>
    operations.perform(platform.as(administrator, here.id), contract.clearHours, { validFrom: civilDate('2026-06-23') })
  assert.equal((await clear()).items.length, 1)
  await assert.rejects(clear(), { code: 'calendar.hours_not_found' })
})

test('calendar.deadline.preview says when a limit falls due and which days are skipped', async () => {
  const here = await buildDistrict(platform)
  const preview = (input: { unit: 'work_day' | 'natural_day'; amount: number; startAt?: string }) =>
    operations.perform(platform.as(anyone, here.id), contract.previewDeadline, input)
  const due = await preview({ unit: 'work_day', amount: 3, startAt: '2026-06-18T10:32:00+08:00' })
  assert.deepEqual(due.dueAt, china('2026-06-24 10:32'))
  assert.deepEqual(
    due.skippedDays.map((day) => day.festival),
    ['dragon_boat', 'dragon_boat', 'dragon_boat'],
  )
  assert.equal((await preview({ unit: 'natural_day', amount: 3 })).skippedDayCount, 0)
  const long = await preview({ unit: 'work_day', amount: 3650 })
  assert.deepEqual([long.skippedDays.length, long.skippedDayCount > 1000, long.provisional], [60, true, true])
  await assert.rejects(preview({ unit: 'work_day', amount: 0.5 }), { code: 'request.invalid' })
  await assert.rejects(preview({ unit: 'work_day', amount: 1, startAt: '9999-06-18T10:32:00Z' }), {
    code: 'calendar.start_out_of_range',
  })
})
