import type { Classifier } from './classifier.ts'

// magic, version, bits, labels, temperature; labels; rarity and weights as one byte each with their scale.
const MAGIC = 0x475a5443
const VERSION = 1
const HEADER_BYTES = 16
const LABELS_MAX = 3_000
const BITS_MAX = 20
const LABEL_BYTES_MAX = 200
const INT8_MAX = 127
const UINT8_MAX = 255

const greatest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/**
 * A model as it is kept: one byte a feature and label. Of weights the root is rounded, for most are small; guesses may
 * differ where labels are nearly equal.
 */
export const classifierToBytes = ({ bits, labels, rarity, weights, temperature }: Classifier): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32LE(MAGIC, 0)
  header.writeUInt8(VERSION, 4)
  header.writeUInt8(bits, 5)
  header.writeUInt16LE(labels.length, 6)
  header.writeFloatLE(temperature, 8)
  const rarest = greatest(rarity) || 1
  header.writeFloatLE(rarest, 12)
  const parts: Uint8Array[] = [header]
  for (const label of labels) {
    const bytes = Buffer.from(label, 'utf8').subarray(0, LABEL_BYTES_MAX)
    parts.push(Buffer.from([bytes.length]), bytes)
  }
  parts.push(Uint8Array.from(rarity, (value) => Math.round((value / rarest) * UINT8_MAX)))
  for (const row of weights) {
    const scale = greatest(row) || 1
    const lead = Buffer.alloc(8)
    lead.writeFloatLE(scale, 0)
    lead.writeFloatLE(row[row.length - 1] ?? 0, 4)
    parts.push(
      lead,
      new Uint8Array(
        Int8Array.from(row.subarray(0, -1), (value) =>
          Math.round(Math.sign(value) * Math.sqrt(Math.abs(value) / scale) * INT8_MAX),
        ).buffer,
      ),
    )
  }
  return Buffer.concat(parts)
}

/** Reads what `classifierToBytes` wrote; null for anything else, and nothing beyond its end is believed. */
export const classifierFromBytes = (bytes: Buffer): Classifier | null => {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt8(4) !== VERSION) {
    return null
  }
  const [bits, count, temperature, rarest] = [
    bytes.readUInt8(5),
    bytes.readUInt16LE(6),
    bytes.readFloatLE(8),
    bytes.readFloatLE(12),
  ]
  if (bits < 1 || bits > BITS_MAX || count > LABELS_MAX || !(temperature > 0) || !(rarest > 0)) return null
  const size = 2 ** bits
  const labels: string[] = []
  let at = HEADER_BYTES
  for (let index = 0; index < count; index++) {
    const length = bytes[at] ?? UINT8_MAX
    if (length > LABEL_BYTES_MAX) return null
    labels.push(bytes.subarray(at + 1, at + 1 + length).toString('utf8'))
    at += 1 + length
  }
  if (bytes.length !== at + size + count * (8 + size)) return null
  const rarity = Float32Array.from(bytes.subarray(at, at + size), (value) => (value / UINT8_MAX) * rarest)
  at += size
  const weights = labels.map(() => {
    const [scale, bias] = [bytes.readFloatLE(at), bytes.readFloatLE(at + 4)]
    const row = new Float32Array(size + 1)
    for (let index = 0; index < size; index++) {
      const root = bytes.readInt8(at + 8 + index) / INT8_MAX
      row[index] = root * Math.abs(root) * scale
    }
    row[size] = bias
    at += 8 + size
    return row
  })
  return { bits, labels, rarity, weights, temperature }
}
