import { crc32, deflateRawSync } from 'node:zlib'

/** What a test wants in an archive; the numbers are lies about the content. */
export interface ZipPart {
  readonly name: string
  readonly content: string | Buffer
  readonly claimedBytes?: number
  readonly isEncrypted?: boolean
  readonly checksum?: number
  readonly isStored?: boolean
  /** `content` is a raw deflate stream already. */
  readonly isPacked?: boolean
  /** Writes sizes and place as 64-bit values, as Java's writers do. */
  readonly isWide?: boolean
}

interface Packed {
  readonly local: Buffer
  readonly entry: Buffer
}

const WIDE = 0xffffffff

const wideExtra = (unpacked: number, packed: number, at: number): Buffer => {
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  extra.writeBigUInt64LE(BigInt(unpacked), 4)
  extra.writeBigUInt64LE(BigInt(packed), 12)
  extra.writeBigUInt64LE(BigInt(at), 20)
  return extra
}

const pack = (part: ZipPart, at: number): Packed => {
  const content = Buffer.from(part.content)
  const data = part.isStored || part.isPacked ? content : deflateRawSync(content)
  const name = Buffer.from(part.name)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(part.isEncrypted ? 1 : 0, 2)
  fields.writeUInt16LE(part.isStored ? 0 : 8, 4)
  fields.writeUInt32LE(part.checksum ?? crc32(content), 10)
  const unpacked = part.claimedBytes ?? content.length
  fields.writeUInt32LE(part.isWide ? WIDE : data.length, 14)
  fields.writeUInt32LE(part.isWide ? WIDE : unpacked, 18)
  fields.writeUInt16LE(name.length, 22)
  const extra = part.isWide ? wideExtra(unpacked, data.length, at) : Buffer.alloc(0)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(part.isWide ? WIDE : at, 10)
  const sized = Buffer.from(fields)
  sized.writeUInt16LE(extra.length, 24)
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, data]),
    entry: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), sized, tail, name, extra]),
  }
}

/** An archive of these parts, honest or not, for tests. */
export const zipOf = (parts: readonly ZipPart[]): Buffer => {
  const packed: Packed[] = []
  let at = 0
  for (const part of parts) {
    const next = pack(part, at)
    packed.push(next)
    at += next.local.length
  }
  const directory = Buffer.concat(packed.map(({ entry }) => entry))
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...packed.map(({ local }) => local), directory, end])
}
