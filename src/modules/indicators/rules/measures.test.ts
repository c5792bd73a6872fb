import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCalendar } from '#kernel/time/testing'
import { type CountedFacts, countCase, type DeedFacts, type VisitFacts } from './measures.ts'

const calendar = buildCalendar()
const at = (text: string): Date => new Date(`${text}+08:00`)

const visit = (over: Partial<VisitFacts>): VisitFacts => ({
  number: 1,
  state: 'handling',
  clock: 'handling',
  hasLimit: true,
  enteredAt: at('2026-06-10T09:00:00'),
  leftAt: null,
  leftBy: null,
  leftByPersonId: null,
  dueAt: at('2026-06-17T09:00:00'),
  isLate: null,
  usedMinutes: null,
  organizationId: 'unit',
  personId: null,
  ...over,
})

const deed = (number: number, action: string, when: string, from: string | null, to: string | null): DeedFacts => ({
  number,
  action: `cases.case.${action}`,
  at: at(when),
  personId: 'somebody',
  role: 'communityWorker',
  fromState: from,
  toState: to,
})

const facts = (over: Partial<CountedFacts>): CountedFacts => ({
  reportedAt: at('2026-06-10T09:00:00'),
  rating: null,
  resolvedLevel: null,
  organizationId: null,
  visits: [],
  deeds: [deed(1, 'report', '2026-06-10T09:00:00', null, 'reported')],
  ...over,
})

const countedAt = (over: Partial<CountedFacts>, now: string): string[] =>
  countCase(facts(over), calendar, at(now)).map(({ measure, on }) => `${measure} ${on}`)

test('an open stay is due the instant after its deadline, and for the day on which it fell due', () => {
  const visits = [visit({})]
  assert.ok(!countedAt({ visits }, '2026-06-17T09:00:00').some((line) => line.startsWith('handlingDue')))
  const late = countedAt({ visits }, '2026-06-17T09:00:00.001')
  assert.ok(late.includes('handlingDue 2026-06-17') && late.includes('handlingLate 2026-06-17'))
})

test('what was done in time counts for the day it was done, what was late for the day it was due', () => {
  const done = { leftBy: 'cases.case.resolve', leftAt: at('2026-06-16T23:59:59') }
  const inTime = countedAt({ visits: [visit({ ...done, isLate: false })] }, '2026-06-30T00:00:00')
  assert.ok(inTime.includes('handlingDue 2026-06-16') && inTime.includes('handledInTime 2026-06-16'))
  const late = [visit({ ...done, leftAt: at('2026-06-20T00:00:00'), isLate: true })]
  const lines = countedAt({ visits: late }, '2026-06-30T00:00:00')
  assert.ok(lines.includes('handlingLate 2026-06-17') && lines.includes('handled 2026-06-20'))
  assert.ok(!lines.some((line) => line.startsWith('handledInTime')))
})

test('what was given back in time was not to be handled, what was kept past due was', () => {
  const back = { leftBy: 'cases.case.return', leftAt: at('2026-06-12T09:00:00') }
  const filed = visit({ state: 'filed', clock: 'dispatch', leftBy: 'cases.case.dispatch', isLate: false })
  const lines = countedAt({ visits: [filed, visit({ number: 2, ...back, isLate: false })] }, '2026-06-30T00:00:00')
  assert.ok(lines.includes('dispatched 2026-06-10') && lines.includes('dispatchReturned 2026-06-10'))
  assert.ok(!lines.some((line) => /^(handlingDue|dispatchHeld)/.test(line)))
  assert.ok(
    countedAt({ visits: [visit({ ...back, isLate: true })] }, '2026-06-30T00:00:00').includes(
      'handlingLate 2026-06-17',
    ),
  )
})

test('handed over within one work day is quick to the minute, and a weekend does not count', () => {
  const reportedAt = at('2026-06-12T10:00:00')
  const given = (when: string) =>
    countedAt({ reportedAt, deeds: [deed(1, 'dispatch', when, 'filed', 'handling')] }, '2026-06-30T00:00:00')
  assert.ok(given('2026-06-15T10:00:00').includes('handedOverQuickly 2026-06-12'), 'Friday to Monday, the same hour')
  const tooLate = given('2026-06-16T18:00:00')
  assert.ok(tooLate.includes('handoverOf 2026-06-12') && !tooLate.includes('handedOverQuickly 2026-06-12'))
})

test('what was refused before anybody had to handle it is not to be handed over', () => {
  const deeds = [deed(1, 'refuse', '2026-06-10T10:00:00', 'reported', 'refused')]
  assert.ok(!countedAt({ deeds }, '2026-06-30T00:00:00').some((line) => line.startsWith('handoverOf')))
})

test('a case that is taken up again after its closing was not solved, and its last word counts once', () => {
  const closed = deed(2, 'close', '2026-06-14T10:00:00', 'verified', 'closed')
  const bad = deed(3, 'evaluate', '2026-06-15T10:00:00', 'closed', 'correcting')
  const again = deed(4, 'close', '2026-06-20T10:00:00', 'verified', 'closed')
  const good = deed(5, 'revisit', '2026-06-21T10:00:00', 'closed', 'evaluated')
  const first = countedAt({ deeds: [closed], resolvedLevel: 'grid' }, '2026-06-30T00:00:00')
  assert.ok(first.includes('solved 2026-06-14') && first.includes('solvedCommunity 2026-06-14'))
  const lines = countedAt({ deeds: [closed, bad, again, good], rating: 4 }, '2026-06-30T00:00:00')
  assert.ok(!lines.some((line) => line.startsWith('solved ')))
  assert.deepEqual(
    lines.filter((line) => /^(judged|satisfied|closedOnce|revisited)/.test(line)),
    ['closedOnce 2026-06-14', 'revisited 2026-06-14', 'judged 2026-06-21', 'satisfied 2026-06-21'],
  )
})
