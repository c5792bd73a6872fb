import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lazily, loadLibraries } from './lazily.ts'

test('a library is loaded once: when it is first asked for, or with all others that nobody has asked for', async () => {
  const loaded: string[] = []
  const asked = lazily(async () => loaded.push('asked'))
  lazily(async () => loaded.push('unasked'))
  assert.deepEqual(loaded, [])
  await asked()
  await asked()
  assert.deepEqual(loaded, ['asked'])
  await loadLibraries()
  assert.deepEqual(loaded, ['asked', 'unasked'])
})
