/** Reads zip archives that strangers sent: nothing is unpacked past its limit, nothing is written anywhere. */
import { crc32, createInflateRaw } from 'node:zlib'
import type { Result } from '#kernel/result'
import { err, ok } from '#kernel/result'

/** Why an archive or an entry was not read. `unsafe`: a path out of it, or more entries than a document has. */
export type ZipFault = 'not_a_zip' | 'damaged' | 'unsafe' | 'encrypted' | 'too_large'

export interface ZipEntry {
  readonly name: string
  readonly isEncrypted: boolean
  /** Bytes as packed and, by the archive's own word, as unpacked. */
  readonly packedCount: number
  readonly unpackedCount: number
  readonly method: number
  readonly checksum: number
  readonly headerAt: number
}

/** Entries in one archive: a large workbook has some dozens. */
const ENTRIES_MAX = 2_000
/** Bytes in which the end record can lie: its own 22 and a comment of 65,535. */
const END_RECORD_REACH = 65_557
const END_RECORD = 0x06054b50
const END_RECORD_64 = 0x06064b50
const END_LOCATOR_64 = 0x07064b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const IN_EXTRA_64 = 0xffffffff
/** Bytes that are unpacked at a time. */
const PIECE_BYTES = 64 * 1024
const STORED = 0
const DEFLATED = 8

const isUnsafeName = (name: string): boolean =>
  name.startsWith('/') || /[\\\0]|^[A-Za-z]:/u.test(name) || name.split('/').includes('..')

/** Number of entries and start of the directory, from the end record or its 64-bit form, which Java's writers use. */
const findDirectory = (bytes: Buffer): { count: number; startsAt: number } | undefined => {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - END_RECORD_REACH); at -= 1) {
    if (bytes.readUInt32LE(at) !== END_RECORD) continue
    const count = bytes.readUInt16LE(at + 10)
    const startsAt = bytes.readUInt32LE(at + 16)
    if (count !== 0xffff && startsAt !== IN_EXTRA_64) return { count, startsAt }
    if (at < 20 || bytes.readUInt32LE(at - 20) !== END_LOCATOR_64) return undefined
    const record = Number(bytes.readBigUInt64LE(at - 12))
    if (record + 56 > bytes.length || bytes.readUInt32LE(record) !== END_RECORD_64) return undefined
    return { count: Number(bytes.readBigUInt64LE(record + 32)), startsAt: Number(bytes.readBigUInt64LE(record + 48)) }
  }
  return undefined
}

/** The 64-bit values of an entry, in the order of the fields that did not fit (APPNOTE 4.5.3). */
const wideValues = (extra: Buffer): bigint[] => {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    return Array.from({ length: Math.floor(field.length / 8) }, (_, index) => field.readBigUInt64LE(index * 8))
  }
  return []
}

const readEntry = (bytes: Buffer, at: number): { entry: ZipEntry; endsAt: number } | undefined => {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined
  const nameEndsAt = at + 46 + bytes.readUInt16LE(at + 28)
  const extraEndsAt = nameEndsAt + bytes.readUInt16LE(at + 30)
  const endsAt = extraEndsAt + bytes.readUInt16LE(at + 32)
  if (endsAt > bytes.length) return undefined
  const wide = wideValues(bytes.subarray(nameEndsAt, extraEndsAt))
  const valueAt = (offset: number): number => {
    const value = bytes.readUInt32LE(offset)
    return value === IN_EXTRA_64 ? Number(wide.shift() ?? value) : value
  }
  const unpackedCount = valueAt(at + 24)
  const packedCount = valueAt(at + 20)
  const headerAt = valueAt(at + 42)
  const entry: ZipEntry = {
    name: bytes.toString('utf8', at + 46, nameEndsAt),
    isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    method: bytes.readUInt16LE(at + 10),
    checksum: bytes.readUInt32LE(at + 16),
    packedCount,
    unpackedCount,
    headerAt,
  }
  return { entry, endsAt }
}

/** Lists what an archive holds, without unpacking any of it. */
export const readZipDirectory = (bytes: Buffer): Result<readonly ZipEntry[], ZipFault> => {
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== LOCAL_HEADER) return err('not_a_zip')
  const directory = findDirectory(bytes)
  if (!directory) return err('damaged')
  if (directory.count > ENTRIES_MAX) return err('unsafe')
  const entries: ZipEntry[] = []
  let at = directory.startsAt
  for (let index = 0; index < directory.count; index += 1) {
    const read = readEntry(bytes, at)
    if (!read) return err('damaged')
    if (isUnsafeName(read.entry.name)) return err('unsafe')
    entries.push(read.entry)
    at = read.endsAt
  }
  return ok(entries)
}

/** The packed bytes of an entry, or why they cannot be had. */
const packedBytes = (bytes: Buffer, entry: ZipEntry): Result<Buffer, ZipFault> => {
  const { headerAt } = entry
  if (entry.isEncrypted) return err('encrypted')
  if (entry.method !== STORED && entry.method !== DEFLATED) return err('damaged')
  if (headerAt + 30 > bytes.length || bytes.readUInt32LE(headerAt) !== LOCAL_HEADER) return err('damaged')
  const startsAt = headerAt + 30 + bytes.readUInt16LE(headerAt + 26) + bytes.readUInt16LE(headerAt + 28)
  if (startsAt + entry.packedCount > bytes.length) return err('damaged')
  return ok(bytes.subarray(startsAt, startsAt + entry.packedCount))
}

const isZlibFault = (fault: unknown): boolean => String((fault as NodeJS.ErrnoException).code).startsWith('Z_')

/**
 * An entry in pieces, so that no more than a piece of it is in memory. It is refused when it has, or claims to have,
 * more than `bytesMax` unpacked bytes. Throws what `refuse` makes of a fault; the checksum is known only at the end, so
 * act on the pieces after the last one. Stopping early is allowed.
 */
export async function* unpackEntry(
  bytes: Buffer,
  entry: ZipEntry,
  bytesMax: number,
  refuse: (fault: ZipFault) => Error,
): AsyncGenerator<Buffer> {
  const packed = packedBytes(bytes, entry)
  if (!packed.ok) throw refuse(packed.error)
  if (entry.unpackedCount > bytesMax) throw refuse('too_large')
  if (entry.method === STORED) {
    if (crc32(packed.value) !== entry.checksum) throw refuse('damaged')
    yield packed.value
    return
  }
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES })
  inflate.end(packed.value)
  let checksum = 0
  let byteCount = 0
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      byteCount += piece.length
      if (byteCount > bytesMax) throw refuse('too_large')
      checksum = crc32(piece, checksum)
      yield piece
    }
  } catch (fault) {
    throw isZlibFault(fault) ? refuse('damaged') : fault
  }
  if (checksum !== entry.checksum) throw refuse('damaged')
}
