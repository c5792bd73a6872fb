import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filesRefusals } from '#platform/files'
import { hasPhrase } from '#platform/words'

test('every refusal of a file has a phrase in Chinese and in English', () => {
  for (const code of filesRefusals) {
    const key = code.replace('.', ':refusal.')
    for (const language of ['zh-CN', 'en'] as const) assert.ok(hasPhrase(language, key), `${language} ${code}`)
  }
})
