/** Writes a zip archive as a stream: parts of unknown length, one after the other, a piece of them in memory. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

export interface ZipPart {
  /** Path inside the archive, ASCII. */
  readonly name: string
  readonly pieces: Iterable<string> | AsyncIterable<string>
}

const LOCAL_HEADER = 0x04034b50
const DATA_DESCRIPTOR = 0x08074b50
const DIRECTORY_ENTRY = 0x02014b50
const END_RECORD = 0x06054b50
const VERSION = 20
const DEFLATED = 8
/** Sizes and checksum follow the data. */
const FLAG_DESCRIPTOR = 8
/** 1980-01-01: an archive of the same content is then the same archive. */
const DATE = 0x21
const PIECE_BYTES = 64 * 1024

interface Written {
  readonly name: Buffer
  readonly headerAt: number
  checksum: number
  unpackedCount: number
  packedCount: number
}

/** Little-endian fields of two (`s`) or four (`l`) bytes. */
const pack = (layout: string, ...values: number[]): Buffer => {
  const bytes = Buffer.alloc([...layout].reduce((sum, field) => sum + (field === 's' ? 2 : 4), 0))
  let at = 0
  values.forEach((value, index) => {
    at = layout[index] === 's' ? bytes.writeUInt16LE(value, at) : bytes.writeUInt32LE(value, at)
  })
  return bytes
}

async function* deflate(part: ZipPart, written: Written): AsyncGenerator<Buffer> {
  const counted = async function* (source: AsyncIterable<string>): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      const bytes = Buffer.from(piece)
      written.checksum = crc32(bytes, written.checksum)
      written.unpackedCount += bytes.length
      yield bytes
    }
  }
  const packed = createDeflateRaw({ chunkSize: PIECE_BYTES })
  const done = pipeline(Readable.from(part.pieces, { highWaterMark: 1 }), counted, packed)
  done.catch(() => {}) // it is awaited below; a fault must not be unhandled until then
  for await (const piece of packed as AsyncIterable<Buffer>) {
    written.packedCount += piece.length
    yield piece
  }
  await done
}

/** The bytes of an archive of these parts. Throws RangeError past 4 GiB, where the 32-bit format ends. */
export async function* zipPieces(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let at = 0
  const sent = (bytes: Buffer): Buffer => {
    at += bytes.length
    return bytes
  }
  for (const part of parts) {
    const written: Written = {
      name: Buffer.from(part.name),
      headerAt: at,
      checksum: 0,
      unpackedCount: 0,
      packedCount: 0,
    }
    const common = [VERSION, FLAG_DESCRIPTOR, DEFLATED, 0, DATE]
    yield sent(
      Buffer.concat([pack('lssssslllss', LOCAL_HEADER, ...common, 0, 0, 0, written.name.length, 0), written.name]),
    )
    for await (const piece of deflate(part, written)) yield sent(piece)
    const { checksum, packedCount, unpackedCount, name, headerAt } = written
    yield sent(pack('llll', DATA_DESCRIPTOR, checksum, packedCount, unpackedCount))
    const sizes = [checksum, packedCount, unpackedCount, name.length]
    directory.push(
      pack('lsssssslllsssssll', DIRECTORY_ENTRY, VERSION, ...common, ...sizes, 0, 0, 0, 0, 0, headerAt),
      name,
    )
  }
  const startsAt = at
  const entries = Buffer.concat(directory)
  yield entries
  yield pack('lsssslls', END_RECORD, 0, 0, directory.length / 2, directory.length / 2, entries.length, startsAt, 0)
}
