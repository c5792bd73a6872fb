import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addWords, currentLanguage, refusalWords, setLanguage, t, withLanguage } from './i18n.ts'
import { readWords } from './ui/words.testing.ts'

readWords('ui')

test('a phrase is drawn in the language of the page, and plural forms only where the language has them', () => {
  assert.equal(t('ui:close'), '关闭')
  assert.equal(t('ui:unit.day', { count: 1 }), '1 天')
  withLanguage('en', () => {
    assert.equal(t('ui:close'), 'Close')
    assert.equal(t('ui:unit.day', { count: 1 }), '1 day')
    assert.equal(t('ui:unit.day', { count: 2 }), '2 days')
  })
})

test('what a person wrote goes into a phrase as it is: drawing escapes it, words do not', () => {
  assert.equal(t('ui:list.selectOne', { name: '<b>井盖</b> & 3 幢' }), '选择：<b>井盖</b> & 3 幢')
})

test('drawing in a language puts the old one back, also when drawing fails', () => {
  assert.throws(
    () =>
      withLanguage('en', () => {
        assert.equal(currentLanguage(), 'en')
        throw new Error('no such page')
      }),
    /no such page/,
  )
  assert.equal(currentLanguage(), 'zh-CN')
})

test('drawing that waits is refused, because another request would draw in its language', () => {
  assert.throws(() => withLanguage('en', async () => t('ui:close')), /synchronously/)
  assert.equal(currentLanguage(), 'zh-CN')
})

test('a refusal is said by its phrase, and a code without one never reaches a resident', () => {
  addWords('zh-CN', 'sample', { 'refusal.closed': '{{number}} 已经结案' })
  assert.equal(refusalWords('sample.closed', { number: 'HS-0618-0027' }), 'HS-0618-0027 已经结案')
  assert.equal(refusalWords('sample.unheardOf'), t('ui:refuse.unknown'))
})

test('the browser sets the language of the whole app', () => {
  setLanguage('en')
  assert.equal(t('ui:undo'), 'Undo')
  setLanguage('zh-CN')
  assert.equal(t('ui:undo'), '撤销')
})
