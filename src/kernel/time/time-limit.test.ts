import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ClockFacts, Pause, TimeLimit, TimeLimitUnit } from '#kernel/time'
import {
  clockState,
  dueAt,
  limitMinutesOf,
  remainingMinutes,
  timeLimitShape,
  timeLimitUnits,
  usedMinutes,
} from '#kernel/time'
import { buildCalendar, chinaTime } from './testing.ts'

// The same examples in every run: a run that fails can be run again.
fc.configureGlobal({ seed: 20_260_618 })

const calendar = buildCalendar()
const limitOf = (unit: TimeLimitUnit, amount: number): TimeLimit => ({ unit, amount })
const pauseOf = (from: string, to: string | null): Pause => ({
  from: chinaTime(from),
  to: to === null ? null : chinaTime(to),
})
const dueOf = (limit: TimeLimit, startAt: string, pauses: readonly Pause[] = []): Date | null =>
  dueAt(limit, chinaTime(startAt), pauses, calendar).dueAt

test('a limit is a unit and an amount that makes sense in it', () => {
  const good = [
    limitOf('urgent_hour', 0.5),
    limitOf('work_hour', 0.33),
    limitOf('work_hour', 0.07),
    limitOf('work_day', 15),
    limitOf('natural_day', 3650),
  ]
  for (const limit of good) assert.equal(timeLimitShape.safeParse(limit).success, true, JSON.stringify(limit))
  const bad: unknown[] = [
    limitOf('work_day', 0),
    limitOf('work_day', -1),
    limitOf('work_day', 1.5),
    limitOf('natural_day', 0.5),
    limitOf('work_day', 3651),
    limitOf('work_hour', 0.333),
    limitOf('work_hour', Number.NaN),
    limitOf('work_hour', Number.POSITIVE_INFINITY),
    { unit: 'week', amount: 1 },
    { unit: 'work_day', amount: '1' },
    { unit: 'work_day' },
  ]
  for (const limit of bad) assert.equal(timeLimitShape.safeParse(limit).success, false, JSON.stringify(limit))
})

test('every whole minute can be said in hours with two decimals', () => {
  for (let minutes = 1; minutes <= 600; minutes += 1) {
    const limit = { unit: 'urgent_hour', amount: Math.round((minutes / 60) * 100) / 100 }
    assert.equal(limitMinutesOf(timeLimitShape.parse(limit)), minutes)
  }
})

test('the matter of the look: each step uses and exceeds what its page says', () => {
  // look/case.html: 螳川花园, June 2026; the street starts work at 8:30.
  const street = buildCalendar({
    workSpans: [
      ['08:30', '12:00'],
      ['13:30', '17:30'],
    ],
  })
  const shown = (unit: TimeLimitUnit, amount: number, startAt: string, endedAt: string, pauses: Pause[] = []) => {
    const facts = { limit: limitOf(unit, amount), startAt: chinaTime(startAt), pauses, endedAt: chinaTime(endedAt) }
    const { state, usedMinutes: used, lateMinutes } = clockState(facts, chinaTime('2026-06-18 20:00'), street)
    assert.equal(state, 'done')
    return [used, lateMinutes]
  }
  assert.deepEqual(shown('urgent_hour', 1, '2026-06-11 08:20', '2026-06-11 08:44'), [24, 0])
  assert.deepEqual(shown('work_hour', 4, '2026-06-11 08:44', '2026-06-11 09:49'), [65, 0])
  // 用 2 天 3 小时，限 3 个工作日, over a weekend
  assert.deepEqual(shown('work_day', 3, '2026-06-11 09:49', '2026-06-15 12:49'), [2 * 1440 + 180, 0])
  // 返工限 1 个工作日，停表 6月17日 9:00 到 6月18日 12:25，超 2 小时 10 分
  const waiting = pauseOf('2026-06-17 09:00', '2026-06-18 12:25')
  assert.deepEqual(shown('work_day', 1, '2026-06-16 10:05', '2026-06-18 15:40', [waiting]), [1440 + 130, 130])
  assert.deepEqual(shown('urgent_hour', 0.5, '2026-06-18 15:40', '2026-06-18 15:58'), [18, 0])
  const verdict = {
    limit: limitOf('natural_day', 3),
    startAt: chinaTime('2026-06-18 16:00'),
    pauses: [],
    endedAt: null,
  }
  const clock = clockState(verdict, chinaTime('2026-06-18 20:00'), street)
  assert.deepEqual(clock.dueAt, chinaTime('2026-06-21 16:00'))
  assert.equal(clock.leftMinutes, 2 * 1440 + 20 * 60)
})

test('what was left when the clock stopped is left when it goes on', () => {
  // One hour of two used, on again the next morning.
  assert.deepEqual(
    dueOf(limitOf('work_hour', 2), '2026-03-10 16:00', [pauseOf('2026-03-10 17:00', '2026-03-11 10:00')]),
    chinaTime('2026-03-11 11:00'),
  )
  // Two whole work days out of the middle.
  assert.deepEqual(
    dueOf(limitOf('work_day', 3), '2026-03-09 10:00', [pauseOf('2026-03-10 10:00', '2026-03-12 10:00')]),
    chinaTime('2026-03-16 10:00'),
  )
  assert.deepEqual(
    dueOf(limitOf('natural_day', 3), '2026-03-09 10:00', [pauseOf('2026-03-10 10:00', '2026-03-12 22:00')]),
    chinaTime('2026-03-14 22:00'),
  )
  assert.deepEqual(
    dueOf(limitOf('urgent_hour', 1), '2026-03-10 23:30', [pauseOf('2026-03-10 23:45', '2026-03-11 08:00')]),
    chinaTime('2026-03-11 08:45'),
  )
})

test('a pause over free time costs work limits nothing, and natural limits all of it', () => {
  const holiday = [pauseOf('2026-06-18 17:30', '2026-06-22 09:00')]
  assert.deepEqual(
    dueOf(limitOf('work_hour', 4), '2026-06-18 16:00', holiday),
    dueOf(limitOf('work_hour', 4), '2026-06-18 16:00'),
  )
  const freeDays = [pauseOf('2026-06-19 00:00', '2026-06-22 00:00')]
  assert.deepEqual(dueOf(limitOf('work_day', 1), '2026-06-18 10:32', freeDays), chinaTime('2026-06-22 10:32'))
  assert.deepEqual(dueOf(limitOf('natural_day', 1), '2026-06-18 10:32', freeDays), chinaTime('2026-06-22 10:32'))
})

test('while nobody has ended the pause there is no due instant, only what was used before', () => {
  const due = dueAt(
    limitOf('work_hour', 4),
    chinaTime('2026-03-10 09:00'),
    [pauseOf('2026-03-10 10:30', null)],
    calendar,
  )
  assert.deepEqual(due, { dueAt: null, soonAt: null, usedMinutes: 90, limitMinutes: 240, provisional: false })
  // Three of four hours used: soon is a fact already, due is not.
  const late = dueAt(
    limitOf('work_hour', 4),
    chinaTime('2026-03-10 09:00'),
    [pauseOf('2026-03-10 14:00', null)],
    calendar,
  )
  assert.deepEqual([late.dueAt, late.soonAt, late.usedMinutes], [null, chinaTime('2026-03-10 12:00'), 210])
  // Stopped before work began on a start at night.
  const early = dueAt(
    limitOf('work_day', 1),
    chinaTime('2026-03-10 20:00'),
    [pauseOf('2026-03-10 21:00', null)],
    calendar,
  )
  assert.deepEqual([early.dueAt, early.usedMinutes], [null, 0])
})

test('a pause that begins when the limit has ended moves nothing', () => {
  const limit = limitOf('work_hour', 3)
  for (const from of ['2026-03-10 12:00', '2026-03-10 15:00']) {
    for (const to of [null, '2026-03-12 09:00']) {
      assert.deepEqual(dueOf(limit, '2026-03-10 09:00', [pauseOf(from, to)]), chinaTime('2026-03-10 12:00'))
    }
  }
  assert.equal(dueOf(limit, '2026-03-10 09:00', [pauseOf('2026-03-10 11:59', null)]), null)
})

test('a pause that ends before it begins stops nothing', () => {
  const backwards = [pauseOf('2026-03-10 11:00', '2026-03-10 10:00')]
  assert.deepEqual(dueOf(limitOf('work_hour', 3), '2026-03-10 09:00', backwards), chinaTime('2026-03-10 12:00'))
})

test('a start in free time counts from the next work, and a pause until then costs nothing', () => {
  const limit = limitOf('work_day', 1)
  const until = (to: string): Pause[] => [pauseOf('2026-03-14 10:00', to)]
  assert.deepEqual(dueOf(limit, '2026-03-14 10:00', until('2026-03-16 09:00')), chinaTime('2026-03-17 09:00'))
  assert.deepEqual(dueOf(limit, '2026-03-14 10:00', until('2026-03-16 11:00')), chinaTime('2026-03-17 11:00'))
})

test('deadlines that rest on an unpublished year are provisional, natural ones never', () => {
  const isProvisional = (unit: TimeLimitUnit, amount: number, startAt: string): boolean =>
    dueAt(limitOf(unit, amount), chinaTime(startAt), [], calendar).provisional
  assert.equal(isProvisional('work_day', 1, '2026-12-30 10:00'), false)
  assert.equal(isProvisional('work_day', 2, '2026-12-30 10:00'), true)
  assert.equal(isProvisional('work_hour', 8, '2026-12-31 10:00'), true)
  assert.equal(isProvisional('natural_day', 2, '2026-12-31 10:00'), false)
  assert.equal(isProvisional('urgent_hour', 48, '2026-12-31 10:00'), false)
})

test('the clock runs ok, soon, late, and stays done', () => {
  const facts: ClockFacts = {
    limit: limitOf('work_hour', 6),
    startAt: chinaTime('2026-03-10 09:00'),
    pauses: [],
    endedAt: null,
  }
  const at = (now: string, ended: string | null = null): unknown[] => {
    const endedAt = ended === null ? null : chinaTime(ended)
    const clock = clockState({ ...facts, endedAt }, chinaTime(now), calendar)
    return [clock.state, clock.usedMinutes, clock.leftMinutes, clock.lateMinutes, clock.usedShare]
  }
  // Due at 16:30; three quarters, 270 minutes, are used at 15:00.
  assert.deepEqual(at('2026-03-10 08:00'), ['ok', 0, 510, 0, 0])
  assert.deepEqual(at('2026-03-10 09:00'), ['ok', 0, 450, 0, 0])
  assert.deepEqual(at('2026-03-10 14:59'), ['ok', 269, 91, 0, 269 / 360])
  assert.deepEqual(at('2026-03-10 15:00'), ['soon', 270, 90, 0, 0.75])
  assert.deepEqual(at('2026-03-10 16:30'), ['soon', 360, 0, 0, 1])
  assert.deepEqual(at('2026-03-10 16:31'), ['late', 361, null, 1, 1])
  assert.deepEqual(at('2026-03-11 08:00'), ['late', 420, null, 930, 1])
  assert.deepEqual(at('2026-03-12 08:00', '2026-03-10 16:30'), ['done', 360, null, 0, 1])
  assert.deepEqual(at('2026-03-12 08:00', '2026-03-10 17:30'), ['done', 420, null, 60, 1])
})

test('the due instant itself is in time and the next millisecond is late', () => {
  const facts = { limit: limitOf('work_hour', 3), startAt: chinaTime('2026-03-10 09:00'), pauses: [] }
  const due = chinaTime('2026-03-10 12:00')
  for (const [afterMs, isLate] of [
    [0, false],
    [1, true],
  ] as const) {
    const at = new Date(due.getTime() + afterMs)
    const open = clockState({ ...facts, endedAt: null }, at, calendar)
    assert.deepEqual([open.state, open.isLate, open.lateMinutes], [isLate ? 'late' : 'soon', isLate, 0])
    const done = clockState({ ...facts, endedAt: at }, chinaTime('2026-03-12 09:00'), calendar)
    assert.deepEqual([done.state, done.isLate, done.lateMinutes], ['done', isLate, 0])
  }
})

test('the last hour on the wall is soon, however little is used', () => {
  const facts: ClockFacts = {
    limit: limitOf('urgent_hour', 2),
    startAt: chinaTime('2026-03-10 09:00'),
    pauses: [],
    endedAt: null,
  }
  assert.equal(clockState(facts, chinaTime('2026-03-10 09:59'), calendar).state, 'ok')
  assert.equal(clockState(facts, chinaTime('2026-03-10 10:00'), calendar).state, 'soon')
  const half = { ...facts, limit: limitOf('urgent_hour', 0.5) }
  assert.equal(clockState(half, chinaTime('2026-03-10 09:00'), calendar).state, 'soon')
  assert.deepEqual(dueAt(half.limit, half.startAt, [], calendar).soonAt, half.startAt)
})

test('a stopped clock is paused, unless it was late before', () => {
  const facts: ClockFacts = {
    limit: limitOf('work_hour', 6),
    startAt: chinaTime('2026-03-10 09:00'),
    pauses: [pauseOf('2026-03-10 11:00', null)],
    endedAt: null,
  }
  const stopped = clockState(facts, chinaTime('2026-03-20 11:00'), calendar)
  assert.deepEqual(
    [stopped.state, stopped.dueAt, stopped.usedMinutes, stopped.leftMinutes],
    ['paused', null, 120, null],
  )
  assert.equal(clockState(facts, chinaTime('2026-03-10 10:59'), calendar).state, 'ok')
  assert.equal(clockState(facts, chinaTime('2026-03-10 11:00'), calendar).state, 'paused')
  const planned = { ...facts, pauses: [pauseOf('2026-03-10 11:00', '2026-03-11 11:00')] }
  const waiting = clockState(planned, chinaTime('2026-03-11 10:00'), calendar)
  assert.deepEqual([waiting.state, waiting.dueAt], ['paused', chinaTime('2026-03-11 16:30')])
  assert.equal(clockState(planned, chinaTime('2026-03-11 11:00'), calendar).state, 'ok')
  const overdue = { ...facts, pauses: [pauseOf('2026-03-10 17:00', '2026-03-10 18:00')] }
  const late = (now: string): unknown[] => {
    const { state, lateMinutes } = clockState(overdue, chinaTime(now), calendar)
    return [state, lateMinutes]
  }
  assert.deepEqual(late('2026-03-10 17:00'), ['late', 30])
  assert.deepEqual(late('2026-03-10 17:45'), ['late', 30])
  assert.deepEqual(late('2026-03-10 18:10'), ['late', 40])
})

test('facts of the past give the same deadline whatever the zone of the process', () => {
  const zone = process.env.TZ
  try {
    for (const name of ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      process.env.TZ = name
      const fresh = buildCalendar()
      const due = dueAt(limitOf('work_day', 1), chinaTime('2026-06-18 10:32'), [], fresh)
      assert.deepEqual(due.dueAt, chinaTime('2026-06-22 10:32'))
    }
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})

// Properties

const MINUTE_MS = 60_000
const instants = fc.date({
  min: chinaTime('2024-01-01 00:00'),
  max: chinaTime('2026-06-30 00:00'),
  noInvalidDate: true,
})
const limits = fc
  .record({ unit: fc.constantFrom(...timeLimitUnits), hundredths: fc.integer({ min: 1, max: 4000 }) })
  .map(({ unit, hundredths }) => limitOf(unit, unit.endsWith('day') ? Math.ceil(hundredths / 100) : hundredths / 100))
// Not fc.double: most doubles between 0 and 1 are next to 0.
const shares = fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100)
const stretches = fc.array(
  fc.record({ after: fc.integer({ min: -1e9, max: 4e9 }), length: fc.integer({ min: 0, max: 1e9 }) }),
  { maxLength: 5 },
)
const scenes = fc.record({ limit: limits, startAt: instants, spans: stretches }).map(({ limit, startAt, spans }) => ({
  limit,
  startAt,
  pauses: spans.map(({ after, length }) => ({
    from: new Date(startAt.getTime() + after),
    to: new Date(startAt.getTime() + after + length),
  })),
}))
const closedDue = (limit: TimeLimit, startAt: Date, pauses: readonly Pause[]): Date => {
  const due = dueAt(limit, startAt, pauses, calendar).dueAt
  assert.ok(due, 'only an open pause leaves no due instant')
  return due
}

test('due is never before the start, and just what the limit gives is used by then', () => {
  fc.assert(
    fc.property(scenes, ({ limit, startAt, pauses }) => {
      const due = closedDue(limit, startAt, pauses)
      assert.ok(due > startAt)
      assert.equal(usedMinutes(limit, startAt, due, pauses, calendar), limitMinutesOf(limit))
      const before = new Date(due.getTime() - 1)
      assert.ok(usedMinutes(limit, startAt, before, pauses, calendar) < limitMinutesOf(limit), 'the earliest instant')
      assert.equal(remainingMinutes(limit, startAt, due, pauses, calendar), 0)
    }),
  )
})

test('a greater limit, a later start or one more pause never brings the deadline forward', () => {
  fc.assert(
    fc.property(
      scenes,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 1e9 }),
      instants,
      (scene, more, wait, at) => {
        const { limit, startAt, pauses } = scene
        const due = closedDue(limit, startAt, pauses)
        assert.ok(closedDue({ ...limit, amount: limit.amount + more }, startAt, pauses) > due)
        assert.ok(closedDue(limit, new Date(startAt.getTime() + wait), pauses) >= due)
        assert.ok(closedDue(limit, startAt, [...pauses, { from: at, to: new Date(at.getTime() + wait) }]) >= due)
      },
    ),
  )
})

test('pausing and resuming at the same instant changes nothing', () => {
  fc.assert(
    fc.property(scenes, instants, ({ limit, startAt, pauses }, at) => {
      const blink = [...pauses, { from: at, to: at }]
      assert.deepEqual(dueAt(limit, startAt, blink, calendar), dueAt(limit, startAt, pauses, calendar))
    }),
  )
})

test('splitting a pause, doubling it or shuffling pauses changes nothing', () => {
  fc.assert(
    fc.property(scenes, shares, instants, ({ limit, startAt, pauses }, share, now) => {
      const split = pauses.flatMap(({ from, to }) => {
        const middle = new Date(Math.round(from.getTime() + (to.getTime() - from.getTime()) * share))
        return [
          { from: middle, to },
          { from, to: middle },
          { from, to },
        ]
      })
      assert.deepEqual(dueAt(limit, startAt, split, calendar), dueAt(limit, startAt, pauses, calendar))
      assert.equal(
        usedMinutes(limit, startAt, now, split, calendar),
        usedMinutes(limit, startAt, now, pauses, calendar),
      )
    }),
  )
})

test('a clock stopped and started again has just its remaining time left', () => {
  fc.assert(
    fc.property(limits, instants, shares, fc.integer({ min: 1, max: 1e9 }), (limit, startAt, share, wait) => {
      const due = closedDue(limit, startAt, [])
      const from = new Date(startAt.getTime() + Math.floor((due.getTime() - startAt.getTime()) * share))
      const left = remainingMinutes(limit, startAt, from, [], calendar)
      const stopped = dueAt(limit, startAt, [{ from, to: null }], calendar)
      assert.ok(left > 0, 'stopped before it fell due')
      assert.equal(stopped.dueAt, null)
      assert.equal(stopped.usedMinutes, usedMinutes(limit, startAt, from, [], calendar))
      const to = new Date(from.getTime() + wait)
      assert.equal(remainingMinutes(limit, startAt, to, [{ from, to }], calendar), left)
      const again = closedDue(limit, startAt, [{ from, to }])
      assert.equal(remainingMinutes(limit, startAt, again, [{ from, to }], calendar), 0)
    }),
  )
})

test('used time never runs backwards and never faster than the wall', () => {
  fc.assert(
    fc.property(scenes, instants, fc.integer({ min: 0, max: 1e9 }), ({ limit, startAt, pauses }, now, wait) => {
      const used = usedMinutes(limit, startAt, now, pauses, calendar)
      const later = usedMinutes(limit, startAt, new Date(now.getTime() + wait), pauses, calendar)
      assert.ok(used >= 0 && later >= used)
      assert.ok(later - used <= wait / MINUTE_MS + 1e-6)
    }),
  )
})

test('the state of a clock agrees with its due and soon instants', () => {
  fc.assert(
    fc.property(scenes, instants, ({ limit, startAt, pauses }, now) => {
      const due = dueAt(limit, startAt, pauses, calendar)
      const clock = clockState({ limit, startAt, pauses, endedAt: null }, now, calendar)
      assert.ok(due.dueAt && due.soonAt && due.soonAt <= due.dueAt && due.soonAt >= startAt)
      assert.equal(clock.state === 'late', now > due.dueAt)
      if (clock.state === 'soon') assert.ok(now >= due.soonAt)
      if (clock.state === 'ok') assert.ok(now < due.soonAt && clock.usedShare < 0.75)
      assert.equal(clock.leftMinutes === null, clock.state === 'late')
      assert.ok(clock.usedShare >= 0 && clock.usedShare <= 1 && clock.lateMinutes >= 0)
    }),
  )
})
