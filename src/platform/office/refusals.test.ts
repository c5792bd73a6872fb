import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellFaults, officeRefusals } from '#platform/office'
import { hasPhrase } from '#platform/words'

test('every refusal of a table and every fault of a cell has a phrase in Chinese and in English', () => {
  for (const code of [...officeRefusals, ...cellFaults]) {
    const key = code.replace('.', ':refusal.')
    for (const language of ['zh-CN', 'en'] as const) assert.ok(hasPhrase(language, key), `${language} ${code}`)
  }
})
