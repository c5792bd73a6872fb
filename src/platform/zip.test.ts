import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readZipDirectory, unpackEntry, type ZipEntry, type ZipFault } from '#platform/zip'
import { type ZipPart, zipOf } from './zip.testing.ts'

const LIMIT = 1_000_000

const entriesOf = (bytes: Buffer): readonly ZipEntry[] => {
  const directory = readZipDirectory(bytes)
  assert.ok(directory.ok)
  return directory.value
}

const firstOf = (bytes: Buffer): ZipEntry => {
  const [entry] = entriesOf(bytes)
  assert.ok(entry)
  return entry
}

const unpack = async (bytes: Buffer, entry = firstOf(bytes), bytesMax = LIMIT): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of unpackEntry(bytes, entry, bytesMax, (fault) => new Error(fault))) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const assertFault = (fault: ZipFault, bytes: Buffer): Promise<void> => assert.rejects(unpack(bytes), { message: fault })

test('entries come out as they went in: deflated, stored, with 64-bit sizes', async () => {
  const content = '共治'.repeat(100_000)
  for (const part of [{}, { isStored: true }, { isWide: true }]) {
    const bytes = zipOf([{ name: 'a.xml', content, ...part }])
    const entry = firstOf(bytes)
    assert.equal(entry.unpackedCount, Buffer.byteLength(content))
    assert.equal(await unpack(bytes), content)
  }
})

test('an archive with a comment behind its end is read', () => {
  const bytes = zipOf([{ name: 'a', content: 'a' }])
  const commented = Buffer.concat([bytes, Buffer.from('comment')])
  commented.writeUInt16LE(7, bytes.length - 2)
  assert.equal(entriesOf(commented).length, 1)
})

test('an entry that is, or claims to be, too large is refused before it fills the memory', async () => {
  await assertFault('too_large', zipOf([{ name: 'a', content: 'a'.repeat(LIMIT + 1) }]))
  await assertFault('too_large', zipOf([{ name: 'a', content: 'a', claimedBytes: LIMIT + 1 }]))
  await assertFault('too_large', zipOf([{ name: 'a', content: 'a'.repeat(50 * LIMIT), claimedBytes: 10 }]))
})

test('a wrong checksum, a cut stream and an unknown method are damage', async () => {
  await assertFault('damaged', zipOf([{ name: 'a', content: 'abc', checksum: 1 }]))
  await assertFault('damaged', zipOf([{ name: 'a', content: 'abc', checksum: 1, isStored: true }]))
  const noise = zipOf([{ name: 'a', content: 'abcdefgh'.repeat(100) }])
  noise.fill(0xff, 31, 40)
  await assertFault('damaged', noise)
})

test('an encrypted entry is named so', async () => {
  await assertFault('encrypted', zipOf([{ name: 'a', content: 'abc', isEncrypted: true }]))
})

test('paths that lead out of the archive are refused', () => {
  for (const name of ['../a', 'a/../../b', '/etc/passwd', 'C:\\a', 'a\\..\\b', 'a\0b']) {
    assert.deepEqual(readZipDirectory(zipOf([{ name, content: 'a' }])), { ok: false, error: 'unsafe' }, name)
  }
  assert.ok(readZipDirectory(zipOf([{ name: 'a..b/..c', content: 'a' }])).ok)
})

test('thousands of entries are refused', () => {
  const parts: ZipPart[] = Array.from({ length: 2_001 }, (_, index) => ({ name: `${index}`, content: '' }))
  assert.deepEqual(readZipDirectory(zipOf(parts)), { ok: false, error: 'unsafe' })
  assert.ok(readZipDirectory(zipOf(parts.slice(1))).ok)
})

test('what is no archive, or half of one, is told apart', () => {
  assert.deepEqual(readZipDirectory(Buffer.from('')), { ok: false, error: 'not_a_zip' })
  assert.deepEqual(readZipDirectory(Buffer.from('%PDF-1.7')), { ok: false, error: 'not_a_zip' })
  const bytes = zipOf([{ name: 'a', content: 'abc'.repeat(1000) }])
  assert.deepEqual(readZipDirectory(bytes.subarray(0, -10)), { ok: false, error: 'damaged' })
})

test('an archive with any bytes changed ends in its entries or in a typed fault', async () => {
  const bytes = zipOf([
    { name: 'a', content: 'abc'.repeat(100) },
    { name: 'b', content: 'b', isWide: true },
  ])
  const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const changed = Buffer.from(bytes)
      for (const { at, value } of changes) changed[at] = value
      const directory = readZipDirectory(changed)
      for (const entry of directory.ok ? directory.value : []) {
        await unpack(changed, entry).catch(({ message }: Error) =>
          assert.match(message, /^(damaged|encrypted|too_large)$/),
        )
      }
    }),
    { numRuns: 500 },
  )
})

test('the 64-bit end record of large archives is followed', () => {
  const bytes = zipOf([{ name: 'a', content: 'a', isWide: true }])
  const end = bytes.subarray(-22)
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 0, 'latin1')
  record.writeBigUInt64LE(1n, 32)
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 0, 'latin1')
  locator.writeBigUInt64LE(BigInt(bytes.length - 22), 8)
  const narrow = Buffer.from(end)
  narrow.writeUInt16LE(0xffff, 10)
  narrow.writeUInt32LE(0xffffffff, 16)
  const wide = Buffer.concat([bytes.subarray(0, -22), record, locator, narrow])
  assert.equal(entriesOf(wide).length, 1)
  assert.deepEqual(readZipDirectory(Buffer.concat([bytes.subarray(0, -22), narrow])), { ok: false, error: 'damaged' })
})
