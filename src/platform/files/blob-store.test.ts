import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { createFileStore } from '#platform/files'

const folder = mkdtempSync(join(tmpdir(), 'gongzhi-blobs-'))
after(() => rmSync(folder, { recursive: true }))
const store = createFileStore(folder)
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)

test('bytes come back as they went in, under the hash of what they are', async () => {
  const bytes = Buffer.from('一张照片')
  const stored = await store.put(bytes)
  assert.deepEqual(stored, { key: hashOf(bytes), sha256: hashOf(bytes), byteCount: bytes.length })
  const opened = await store.open(stored.key)
  assert.equal(opened.byteCount, bytes.length)
  assert.deepEqual(await buffer(opened.stream), bytes)
})

test('the same bytes are kept once, also when many put them at the same moment', async () => {
  const bytes = Buffer.from('twice')
  const keys = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes).then(({ key }) => key)))
  assert.equal(new Set(keys).size, 1)
  assert.equal(filesIn(folder).filter((name) => name.startsWith(hashOf(bytes))).length, 1)
})

test('nothing bytes and many bytes are kept too', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(5_000_000, 7)]) {
    const { key } = await store.put(bytes)
    assert.ok((await buffer((await store.open(key)).stream)).equals(bytes))
  }
})

test('a file that was cut is written again', async () => {
  const bytes = Buffer.from('to be cut')
  const { key } = await store.put(bytes)
  truncateSync(join(folder, key.slice(0, 2), key.slice(2, 4), key), 3)
  await store.put(bytes)
  assert.deepEqual(await buffer((await store.open(key)).stream), bytes)
})

test('a key names nothing outside of the folder', async () => {
  const keys = ['../../etc/passwd', '/etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(63)}/`, `../${'a'.repeat(61)}`]
  for (const key of [...keys, hashOf(Buffer.from('never put'))]) {
    await assert.rejects(store.open(key), { code: 'files.not_found' }, key)
  }
  await assert.rejects(store.remove('../x'), { code: 'files.not_found' })
})

test('what is removed is gone, and may be removed again', async () => {
  const { key } = await store.put(Buffer.from('gone'))
  await store.remove(key)
  await store.remove(key)
  await assert.rejects(store.open(key), { code: 'files.not_found' })
})

test('when the system takes no more bytes the file is refused and leaves nothing behind', {
  skip: process.platform === 'win32',
}, () => {
  const full = mkdtempSync(join(tmpdir(), 'gongzhi-full-'))
  const script = `
    import { createFileStore } from '#platform/files'
    await createFileStore(process.argv[1]).put(Buffer.alloc(1_000_000)).catch((fault) => console.log(fault.code))
  `
  // the largest file that the process may write: 64 blocks
  const run = spawnSync(
    'sh',
    ['-c', 'ulimit -f 64 && exec "$0" --input-type=module -e "$1" "$2"', process.execPath, script, full],
    {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    },
  )
  assert.equal(run.stdout.trim(), 'files.storage_full', run.stderr)
  assert.deepEqual(filesIn(full), [])
  rmSync(full, { recursive: true })
})
