import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CivilDate, Counting, DayOverride, WorkSpans } from '#kernel/time'
import { addDays, createWorkCalendar, DEFAULT_WORK_SPANS, weekdayOf, workSpansShape } from '#kernel/time'
import { buildCalendar, chinaTime, civilDate, handwrittenBook } from './testing.ts'

// The same examples in every run: a run that fails can be run again.
fc.configureGlobal({ seed: 20_260_618 })

const calendar = buildCalendar()

test('a day says why it is worked or free', () => {
  const overrides = new Map<CivilDate, DayOverride>([
    [civilDate('2026-06-20'), { kind: 'work', note: '防汛值守' }],
    [civilDate('2026-06-23'), { kind: 'rest', note: '停电' }],
  ])
  const district = buildCalendar({ overrides })
  const said = (date: string): unknown[] => {
    const { isWorkDay, reason, festival, note, provisional } = district.explain(civilDate(date))
    assert.equal(district.isWorkDay(civilDate(date)), isWorkDay)
    return [isWorkDay, reason, festival, note, provisional]
  }
  assert.deepEqual(said('2026-06-18'), [true, 'weekday', null, null, false])
  assert.deepEqual(said('2026-06-27'), [false, 'weekend', null, null, false])
  assert.deepEqual(said('2026-06-19'), [false, 'holiday', 'dragon_boat', null, false])
  assert.deepEqual(said('2026-10-10'), [true, 'makeup', 'national_day', null, false])
  assert.deepEqual(said('2026-06-20'), [true, 'override', 'dragon_boat', '防汛值守', false])
  assert.deepEqual(said('2026-06-23'), [false, 'override', null, '停电', false])
  assert.deepEqual(said('2027-10-01'), [true, 'weekday', null, null, true])
  assert.deepEqual(said('2027-10-02'), [false, 'weekend', null, null, true])
  assert.equal(district.nextWorkDay(civilDate('2026-06-18')), '2026-06-20')
  assert.equal(district.nextWorkDay(civilDate('2026-06-22')), '2026-06-24')
})

test('the work day before and after skips holidays and stops at make-up days', () => {
  assert.equal(calendar.nextWorkDay(civilDate('2024-02-09')), '2024-02-18')
  assert.equal(calendar.previousWorkDay(civilDate('2024-02-18')), '2024-02-09')
  assert.equal(calendar.nextWorkDay(civilDate('2024-09-28')), '2024-09-29')
  assert.equal(calendar.nextWorkDay(civilDate('2024-09-30')), '2024-10-08')
  assert.equal(calendar.nextWorkDay(civilDate('2025-12-31')), '2026-01-04')
  assert.equal(calendar.previousWorkDay(civilDate('2026-01-04')), '2025-12-31')
})

test('work begins at the start of a span and is over at its end', () => {
  const table: ReadonlyArray<readonly [string, string]> = [
    ['2026-03-10 00:00', '2026-03-10 09:00'],
    ['2026-03-10 08:59', '2026-03-10 09:00'],
    ['2026-03-10 09:00', '2026-03-10 09:00'],
    ['2026-03-10 11:59', '2026-03-10 11:59'],
    ['2026-03-10 12:00', '2026-03-10 13:30'],
    ['2026-03-10 13:29', '2026-03-10 13:30'],
    ['2026-03-10 13:30', '2026-03-10 13:30'],
    ['2026-03-10 17:29', '2026-03-10 17:29'],
    ['2026-03-10 17:30', '2026-03-11 09:00'],
    ['2026-03-13 17:30', '2026-03-16 09:00'],
    ['2026-06-18 20:00', '2026-06-22 09:00'],
    ['2024-12-31 18:00', '2025-01-02 09:00'],
  ]
  for (const [at, begins] of table) {
    assert.deepEqual(calendar.workTimeFrom(chinaTime(at)), chinaTime(begins), at)
  }
})

test('work minutes leave out noon, night, weekend and holiday', () => {
  const between = (from: string, to: string): number => calendar.workMinutesBetween(chinaTime(from), chinaTime(to))
  assert.equal(between('2026-03-10 00:00', '2026-03-11 00:00'), 420)
  assert.equal(between('2026-03-10 11:30', '2026-03-10 14:00'), 60)
  assert.equal(between('2026-03-10 12:00', '2026-03-10 13:30'), 0)
  assert.equal(between('2026-06-18 17:00', '2026-06-22 09:30'), 60)
  assert.equal(between('2026-06-22 09:30', '2026-06-18 17:00'), -60)
  assert.equal(between('2026-06-19 00:00', '2026-06-22 00:00'), 0)
  assert.equal(between('2024-12-31 16:30', '2025-01-02 10:00'), 120)
  // 2024 had 251 work days, 2025 had 248, 2026 has 248.
  assert.equal(between('2024-01-01 00:00', '2025-01-01 00:00'), 251 * 420)
  assert.equal(between('2025-01-01 00:00', '2026-01-01 00:00'), 248 * 420)
  assert.equal(between('2024-01-01 00:00', '2027-01-01 00:00'), (251 + 248 + 248) * 420)
})

test('a summer timetable holds from its day on and leaves the days before as they were', () => {
  const summer: WorkSpans = [
    ['08:30', '12:00'],
    ['15:00', '18:00'],
  ]
  const seasonal = buildCalendar({ workSpanChanges: [{ from: civilDate('2026-06-15'), workSpans: summer }] })
  assert.deepEqual(seasonal.addWorkMinutes(chinaTime('2026-06-12 17:00'), 60), chinaTime('2026-06-15 09:00'))
  assert.deepEqual(seasonal.addWorkMinutes(chinaTime('2026-06-15 11:30'), 60), chinaTime('2026-06-15 15:30'))
  assert.equal(seasonal.workMinutesBetween(chinaTime('2026-06-12 17:00'), chinaTime('2026-06-15 15:30')), 270)
  // June 2026: ten days of 420 minutes before the 15th, eleven of 390 from it on.
  assert.equal(seasonal.workMinutesBetween(chinaTime('2026-06-01 00:00'), chinaTime('2026-07-01 00:00')), 4200 + 4290)
})

test('changes of the timetable may come in any order, the latest one before a day decides', () => {
  const change = (from: string, start: string): { from: CivilDate; workSpans: WorkSpans } => ({
    from: civilDate(from),
    workSpans: [[start, '17:00']],
  })
  const seasonal = buildCalendar({ workSpanChanges: [change('2026-06-16', '10:00'), change('2026-06-09', '08:00')] })
  const begins = (date: string): Date => seasonal.workTimeFrom(chinaTime(`${date} 00:00`))
  assert.deepEqual(begins('2026-06-08'), chinaTime('2026-06-08 09:00'))
  assert.deepEqual(begins('2026-06-09'), chinaTime('2026-06-09 08:00'))
  assert.deepEqual(begins('2026-06-15'), chinaTime('2026-06-15 08:00'))
  assert.deepEqual(begins('2026-06-16'), chinaTime('2026-06-16 10:00'))
})

test('a district in another zone works by its own wall', () => {
  const western = buildCalendar({ offsetMinutes: 360 })
  assert.equal(western.dateAt(new Date('2026-06-18T17:59:00Z')), '2026-06-18')
  assert.deepEqual(western.workTimeFrom(new Date('2026-06-18T00:00:00Z')), new Date('2026-06-18T03:00:00Z'))
})

test('settings that are none are thrown back', () => {
  const bad: unknown[] = [
    [],
    [['09:00', '09:00']],
    [['12:00', '09:00']],
    [
      ['09:00', '12:00'],
      ['12:00', '17:00'],
    ],
    [
      ['13:30', '17:30'],
      ['09:00', '12:00'],
    ],
    [['9:00', '12:00']],
    [['09:00', '24:01']],
  ]
  for (const spans of bad) assert.equal(workSpansShape.safeParse(spans).success, false, JSON.stringify(spans))
  assert.equal(workSpansShape.safeParse([['00:00', '24:00']]).success, true)
  assert.throws(() => buildCalendar({ workSpans: [['17:00', '09:00']] }))
  for (const offsetMinutes of [841, 0.5, Number.NaN]) assert.throws(() => buildCalendar({ offsetMinutes }), RangeError)
  assert.equal(buildCalendar({ offsetMinutes: 840 }).offsetMinutes, 840)
  assert.throws(() => calendar.addWorkMinutes(chinaTime('2026-03-10 09:00'), -1), RangeError)
  assert.throws(() => calendar.workMinutesBetween(new Date(Number.NaN), new Date()), RangeError)
})

test('a calendar without any work day ends with an error, not in a loop', () => {
  const idle = createWorkCalendar({ book: { ...handwrittenBook, dayKind: () => 'holiday' } })
  assert.throws(() => idle.nextWorkDay(civilDate('2026-01-01')), RangeError)
  assert.throws(() => idle.addWorkMinutes(chinaTime('2026-01-01 00:00'), 1), RangeError)
})

test('only an answer that touches an unknown year is provisional', () => {
  const isProvisional = (from: string, to: string): boolean => calendar.isProvisional(chinaTime(from), chinaTime(to))
  assert.equal(isProvisional('2024-01-01 00:00', '2026-12-31 23:59'), false)
  assert.equal(isProvisional('2026-12-31 23:59', '2027-01-01 00:00'), true)
  assert.equal(isProvisional('2023-12-31 23:59', '2024-01-01 00:00'), true)
})

// A slow second opinion: walk minute by minute.
const walkedMinutes = (counting: Counting, from: Date, minutes: number): number => {
  let counted = 0
  for (let index = 0; index < minutes; index += 1) {
    const at = new Date(from.getTime() + index * 60_000)
    const wall = new Date(at.getTime() + 8 * 3_600_000).toISOString()
    const date = civilDate(wall.slice(0, 10))
    const time = wall.slice(11, 16)
    const kind = handwrittenBook.dayKind(date)
    const worked = kind === 'makeup' || (kind === 'ordinary' && weekdayOf(date) < 6)
    const inSpan = DEFAULT_WORK_SPANS.some(([start, end]) => start <= time && time < end)
    if (worked && (counting === 'work_day' || inSpan)) counted += 1
  }
  return counted
}

const minuteInYears = fc
  .integer({ min: 0, max: 3 * 365 * 1440 })
  .map((minutes) => new Date(chinaTime('2024-01-01 00:00').getTime() + minutes * 60_000))
const instants = fc.date({
  min: chinaTime('2023-06-01 00:00'),
  max: chinaTime('2027-06-01 00:00'),
  noInvalidDate: true,
})
const countings = fc.constantFrom<Counting>('every_minute', 'work_day', 'work_time')

test('counting by tables gives what a walk minute by minute gives', () => {
  const byWork = fc.constantFrom<Counting>('work_day', 'work_time')
  fc.assert(
    fc.property(byWork, minuteInYears, fc.integer({ min: 0, max: 12_000 }), (counting, from, minutes) => {
      const to = new Date(from.getTime() + minutes * 60_000)
      assert.equal(calendar.countedMs(counting, from, to), walkedMinutes(counting, from, minutes) * 60_000)
    }),
    { numRuns: 60 },
  )
})

test('counting is additive and never runs backwards', () => {
  fc.assert(
    fc.property(countings, instants, instants, instants, (counting, a, b, c) => {
      const count = (from: Date, to: Date): number => calendar.countedMs(counting, from, to)
      assert.equal(count(a, b) + count(b, c), count(a, c))
      assert.equal(count(a, b) >= 0, a <= b || count(a, b) === 0)
      assert.ok(Math.abs(count(a, b)) <= Math.abs(b.getTime() - a.getTime()))
    }),
  )
})

test('adding and counting undo each other, at the earliest instant', () => {
  fc.assert(
    fc.property(countings, instants, fc.integer({ min: 0, max: 400 * 86_400_000 }), (counting, at, ms) => {
      const reached = calendar.addCountedMs(counting, at, ms)
      assert.equal(calendar.countedMs(counting, at, reached), ms)
      if (ms > 0) assert.equal(calendar.countedMs(counting, at, new Date(reached.getTime() - 1)), ms - 1)
    }),
  )
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 6e9 }), (at, ms) => {
      assert.equal(calendar.workMinutesBetween(at, calendar.addWorkMinutes(at, ms / 60_000)), ms / 60_000)
    }),
  )
})

test('the next beginning of work costs no work time and lies in work time', () => {
  fc.assert(
    fc.property(instants, (at) => {
      const begin = calendar.workTimeFrom(at)
      assert.equal(calendar.workMinutesBetween(at, begin), 0)
      assert.ok(begin >= at)
      assert.equal(calendar.countedMs('work_time', begin, new Date(begin.getTime() + 1)), 1)
      assert.ok(
        begin.getTime() === at.getTime() || calendar.countedMs('work_time', at, new Date(at.getTime() + 1)) === 0,
      )
    }),
  )
})

test('work days before and after are the nearest ones', () => {
  fc.assert(
    fc.property(instants, (at) => {
      const date = calendar.dateAt(at)
      const next = calendar.nextWorkDay(date)
      for (let day = addDays(date, 1); day < next; day = addDays(day, 1)) assert.equal(calendar.isWorkDay(day), false)
      assert.equal(calendar.isWorkDay(next), true)
      const previous = calendar.previousWorkDay(next)
      assert.equal(calendar.isWorkDay(previous), true)
      assert.ok(previous <= date)
    }),
  )
})
