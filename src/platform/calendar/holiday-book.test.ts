import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { addDays, createWorkCalendar, festivals } from '#kernel/time'
import { civilDate, handwrittenBook, stateCouncilArrangements } from '#kernel/time/testing'
import { createHolidayBook } from '#platform/calendar/holiday-book'

const book = createHolidayBook()

test('every day of 2024, 2025 and 2026 is worked or free as the State Council arranged it', () => {
  const calendar = createWorkCalendar({ book })
  const makeup = new Set(stateCouncilArrangements.flatMap((arrangement) => arrangement.makeup))
  const isFree = (date: string): boolean => stateCouncilArrangements.some(({ from, to }) => from <= date && date <= to)
  let days = 0
  let workDays = 0
  for (let time = Date.UTC(2024, 0, 1); time < Date.UTC(2027, 0, 1); time += 86_400_000) {
    const date = civilDate(new Date(time).toISOString().slice(0, 10))
    const isWeekend = [0, 6].includes(new Date(time).getUTCDay())
    const worked = makeup.has(date) || (!isWeekend && !isFree(date))
    assert.equal(calendar.isWorkDay(date), worked, date)
    const reason = makeup.has(date) ? 'makeup' : isFree(date) ? 'holiday' : isWeekend ? 'weekend' : 'weekday'
    const explained = calendar.explain(date)
    assert.deepEqual([explained.reason, explained.isWorkDay, explained.provisional], [reason, worked, false], date)
    assert.equal(explained.festival, handwrittenBook.festivalOf(date), date)
    days += 1
    if (worked) workDays += 1
  }
  assert.deepEqual([days, workDays], [1096, 251 + 248 + 248])
})

test('the book says which years it knows and where they come from', () => {
  assert.equal(book.coversYears.from, 2004)
  assert.ok(book.coversYears.to >= 2026)
  assert.match(book.edition, /^chinese-days \d+\.\d+\.\d+$/)
})

test('a year without a notice is Monday to Friday and marked provisional', () => {
  const calendar = createWorkCalendar({ book })
  for (const year of [book.coversYears.from - 1, book.coversYears.to + 1]) {
    for (let date = civilDate(`${year}-01-01`); date < `${year + 1}-01-01`; date = addDays(date, 1)) {
      const { weekday, isWorkDay, provisional } = calendar.explain(date)
      assert.deepEqual([isWorkDay, provisional], [weekday <= 5, true], date)
    }
  }
})

test('every holiday of the years known has a festival with a name of ours', () => {
  const calendar = createWorkCalendar({ book })
  const seen = new Set<string>()
  for (
    let date = civilDate(`${book.coversYears.from}-01-01`);
    date < `${book.coversYears.to + 1}-01-01`;
    date = addDays(date, 1)
  ) {
    const { reason, festival } = calendar.explain(date)
    assert.equal(festival !== null, reason === 'holiday' || reason === 'makeup', date)
    if (festival) seen.add(festival)
  }
  assert.deepEqual([...seen].sort(), [...festivals].sort())
})

test('a process west of Greenwich reads the same days', () => {
  const script = `
    import { createHolidayBook } from '#platform/calendar/holiday-book'
    const book = createHolidayBook()
    console.log(['2026-06-18', '2026-06-19', '2026-06-21', '2026-06-22', '2026-10-10'].map(book.dayKind).join())`
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TZ: 'America/Los_Angeles' },
    encoding: 'utf8',
  })
  assert.equal(said.trim(), 'ordinary,holiday,holiday,ordinary,makeup')
})
