import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, type CivilDate, weekdayOf } from '#kernel/time'
import { daysWalked, onDuty, walkerOn, windowOf, windowOn, windowWords } from './plan.ts'

const MONDAY = '2026-06-15' as CivilDate
const always = (): boolean => true
const open = { startsOn: MONDAY, endsOn: null }

test('a route of weekdays is walked on these days only, one of an interval from its first day on', () => {
  assert.deepEqual(daysWalked({ kind: 'weekdays', weekdays: [1, 5] }, open, MONDAY, 7, always), [
    '2026-06-15',
    '2026-06-19',
  ])
  assert.deepEqual(daysWalked({ kind: 'interval', everyDays: 3 }, open, addDays(MONDAY, 1), 7, always), [
    '2026-06-18',
    '2026-06-21',
  ])
})

test('a route of work days follows the calendar, whatever the day of the week', () => {
  const holiday = '2026-06-19'
  const makeup = '2026-06-21'
  const isWorkDay = (day: CivilDate): boolean => day !== holiday && (weekdayOf(day) <= 5 || day === makeup)
  assert.deepEqual(daysWalked({ kind: 'workDays' }, open, MONDAY, 7, isWorkDay), [
    '2026-06-15',
    '2026-06-16',
    '2026-06-17',
    '2026-06-18',
    '2026-06-21',
  ])
})

test('nothing is walked before the first day of a route, nor on the day it ended', () => {
  const span = { startsOn: '2026-06-16' as CivilDate, endsOn: '2026-06-18' as CivilDate }
  assert.deepEqual(daysWalked({ kind: 'interval', everyDays: 1 }, span, MONDAY, 7, always), [
    '2026-06-16',
    '2026-06-17',
  ])
})

test('a window may go over midnight, and one without length is none', () => {
  assert.deepEqual(windowOf('19:00', '22:00'), { from: 1140, until: 1320 })
  assert.deepEqual(windowOf('22:00', '02:00'), { from: 1320, until: 1560 })
  assert.equal(windowOf('08:30', '08:30'), null)
  const night = { from: 1320, until: 1560 }
  assert.deepEqual(windowWords(night), { from: '22:00', until: '02:00' })
  assert.equal(windowOn(MONDAY, night).until.toISOString(), '2026-06-15T18:00:00.000Z')
})

test('whoever may walk takes turns: the same day the same person, and over the days each as often as the other', () => {
  const people = ['c', 'a', 'b', 'a']
  assert.equal(walkerOn(MONDAY, people, 0), walkerOn(MONDAY, [...people].reverse(), 0))
  assert.notEqual(walkerOn(MONDAY, people, 0), walkerOn(MONDAY, people, 1))
  const counts = new Map<string | null, number>()
  for (let day = 0; day < 30; day += 1) {
    const walker = walkerOn(addDays(MONDAY, day), people, 0)
    counts.set(walker, (counts.get(walker) ?? 0) + 1)
  }
  assert.deepEqual([...counts.values()], [10, 10, 10])
  assert.equal(walkerOn(MONDAY, [], 0), null)
})

test('on duty is who stands on the roster for that day of the week, from the first day to before the last', () => {
  const line = { personId: 'a', weekdays: [1], startsOn: '2026-06-15', endsOn: '2026-06-22' }
  assert.deepEqual(onDuty([line], MONDAY), ['a'])
  assert.deepEqual(onDuty([line], addDays(MONDAY, 1)), [])
  assert.deepEqual(onDuty([line], addDays(MONDAY, 7)), [])
  assert.deepEqual(onDuty([{ ...line, endsOn: null }], addDays(MONDAY, 7)), ['a'])
})
