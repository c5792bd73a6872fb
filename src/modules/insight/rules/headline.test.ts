import assert from 'node:assert/strict'
import { test } from 'node:test'
import { say } from '#platform/words'
import { type HeadlineFacts, headlineOf } from './headline.ts'

const quiet: HeadlineFacts = { reported: { now: 40, before: 40 }, late: 0, open: 12, categories: [] }

const saidIn = (language: 'zh-CN' | 'en', over: Partial<HeadlineFacts>): string => {
  const clauses = headlineOf({ ...quiet, ...over })
  const said = clauses.map(({ key, data }) => say(language, `insight:headline.${key}`, data))
  return said.join(say(language, 'insight:headline.join'))
}

test('it says by which share fewer raised something, and what is late', () => {
  const facts = { reported: { now: 86, before: 100 }, late: 37 }
  assert.equal(saidIn('zh-CN', facts), '来反映的事少了 14%，37 件超时没办完')
  assert.equal(saidIn('en', facts), '14% fewer matters raised; 37 are late')
})

test('of few a difference is said, not a share', () => {
  assert.equal(saidIn('zh-CN', { reported: { now: 5, before: 11 } }), '来反映的事少了 6 件，在办的 12 件都没超时')
  assert.equal(
    saidIn('en', { reported: { now: 5, before: 11 } }),
    '6 fewer matters raised; none of the 12 open ones is late',
  )
  assert.equal(saidIn('zh-CN', { reported: { now: 90, before: 30 } }), '来反映的事多了 60 件，在办的 12 件都没超时')
  assert.equal(saidIn('zh-CN', { reported: { now: 39, before: 30 } }), '来反映的事多了 30%，在办的 12 件都没超时')
})

test('a small change is no news, and with nothing to compare with nothing is compared', () => {
  assert.equal(saidIn('zh-CN', { reported: { now: 41, before: 40 } }), '来反映的事和上月差不多，在办的 12 件都没超时')
  assert.equal(saidIn('zh-CN', { reported: { now: 7, before: 0 } }), '这个月来反映 7 件，在办的 12 件都没超时')
  assert.equal(saidIn('zh-CN', { reported: { now: 0, before: 0 }, open: 0 }), '这个月还没有人来反映，手上没有没办完的')
  assert.equal(
    saidIn('en', { reported: { now: 0, before: 3 }, open: 0 }),
    'Nothing raised so far this month; nothing is open',
  )
})

test('when nothing is late, it says what is raised more often', () => {
  const categories = [
    { name: '停车', now: 9, before: 8 },
    { name: '噪声扰民', now: 9, before: 4 },
    { name: '养犬', now: 2, before: 9 },
  ]
  assert.equal(saidIn('zh-CN', { categories }), '来反映的事和上月差不多，噪声扰民多了 5 件')
  assert.equal(saidIn('en', { categories, late: 1 }), 'About as many matters raised as last month; 1 is late')
})
