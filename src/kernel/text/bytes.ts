import { err, ok, type Result } from '../result.ts'
import { type Classifier, LABEL_CHARS_MAX, LABELS_MAX, WEIGHTS_MAX } from './classifier.ts'
import { vocabularyWith } from './vocabulary.ts'

/** Why bytes are no model: something else, written by another version, or damaged. */
export type ModelFault = 'notAModel' | 'otherVersion' | 'damaged'

const MAGIC = 0x475a5443
const VERSION = 2
/** Magic, version, labels, features, examples, temperature; all little-endian. */
const HEADER_BYTES = 20
const CHECK_BYTES = 4
const FEATURES_MAX = WEIGHTS_MAX
const UTF8_BYTES_MAX = 3
const VARINT_BYTES_MAX = 5

const checksumOf = (bytes: Uint8Array): number => {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** Numbers of up to 32 bits, small ones in few bytes: seven bits a byte, the least first (LEB128). */
const writeVarints = (numbers: Iterable<number>, count: number): Uint8Array => {
  const bytes = new Uint8Array(count * VARINT_BYTES_MAX)
  let end = 0
  for (let rest of numbers) {
    for (; rest >= 0x80; rest >>>= 7) bytes[end++] = (rest & 0x7f) | 0x80
    bytes[end++] = rest
  }
  return bytes.subarray(0, end)
}

function* gapsOf(ascending: Uint32Array): Generator<number> {
  let before = 0
  for (const number of ascending) {
    yield number - before
    before = number
  }
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return bytes
}

/** Little-endian numbers, whatever machine writes them. */
const writeFloats = (numbers: Float32Array): Uint8Array => {
  const view = new DataView(new ArrayBuffer(numbers.length * 4))
  numbers.forEach((number, index) => view.setFloat32(index * 4, number, true))
  return new Uint8Array(view.buffer)
}

/** A model as it is kept: under seven bytes a feature beside a byte for each label of it, nothing rounded. */
export const classifierToBytes = (model: Classifier): Uint8Array => {
  const { labels, vocabulary, weights, scales, biases, temperature } = model
  const header = new DataView(new ArrayBuffer(HEADER_BYTES))
  header.setUint32(0, MAGIC, true)
  header.setUint16(4, VERSION, true)
  header.setUint16(6, labels.length, true)
  header.setUint32(8, vocabulary.hashes.length, true)
  header.setUint32(12, vocabulary.exampleCount, true)
  header.setFloat32(16, temperature, true)
  const names = labels.flatMap((label) => {
    const bytes = new TextEncoder().encode(label)
    return [writeVarints([bytes.length], 1), bytes]
  })
  const body = joined([
    new Uint8Array(header.buffer),
    ...names,
    writeFloats(scales),
    writeFloats(biases),
    writeVarints(gapsOf(vocabulary.hashes), vocabulary.hashes.length),
    writeVarints(vocabulary.documents, vocabulary.documents.length),
    new Uint8Array(weights.buffer, weights.byteOffset, weights.length),
  ])
  const check = new DataView(new ArrayBuffer(CHECK_BYTES))
  check.setUint32(0, checksumOf(body), true)
  return joined([body, new Uint8Array(check.buffer)])
}

/** Reads on from where it stands; beyond the end there are only zeros, and `at` tells that it went too far. */
const readerOf = (bytes: Uint8Array, from: number) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = from
  const varint = (): number => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      value |= (byte & 0x7f) << shift
      if (byte < 0x80 || shift >= 28) return value >>> 0
    }
  }
  const take = (count: number): Uint8Array => bytes.subarray(at, (at += count))
  const float = (): number => ((at += 4) <= bytes.length ? view.getFloat32(at - 4, true) : 0)
  return { varint, take, float, at: () => at }
}

const readAscending = (next: () => number, count: number): Uint32Array => {
  let sum = 0
  return Uint32Array.from({ length: count }, () => (sum += next()))
}

const readBody = (bytes: Uint8Array): Classifier | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [labelCount, featureCount] = [view.getUint16(6, true), view.getUint32(8, true)]
  const [exampleCount, temperature] = [view.getUint32(12, true), view.getFloat32(16, true)]
  if (labelCount > LABELS_MAX || featureCount > FEATURES_MAX || !(temperature > 0)) return null
  if (featureCount * Math.max(labelCount, 2) > bytes.length) return null // before anything large is made
  const reader = readerOf(bytes, HEADER_BYTES)
  const labels: string[] = []
  for (let index = 0; index < labelCount; index++) {
    const length = reader.varint()
    if (length > LABEL_CHARS_MAX * UTF8_BYTES_MAX) return null
    labels.push(new TextDecoder().decode(reader.take(length)))
  }
  const scales = Float32Array.from(labels, reader.float)
  const biases = Float32Array.from(labels, reader.float)
  const hashes = readAscending(reader.varint, featureCount)
  const documents = Uint32Array.from({ length: featureCount }, reader.varint)
  const weights = Int8Array.from(reader.take(featureCount * labelCount), (byte) => (byte << 24) >> 24)
  if (reader.at() !== bytes.length || ![...scales, ...biases].every(Number.isFinite)) return null
  return { labels, vocabulary: vocabularyWith(hashes, documents, exampleCount), weights, scales, biases, temperature }
}

/** Reads what `classifierToBytes` wrote. Nothing in the bytes is believed before it was checked. */
export const classifierFromBytes = (bytes: Uint8Array): Result<Classifier, ModelFault> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER_BYTES + CHECK_BYTES || view.getUint32(0, true) !== MAGIC) return err('notAModel')
  if (view.getUint16(4, true) !== VERSION) return err('otherVersion')
  const body = bytes.subarray(0, -CHECK_BYTES)
  if (view.getUint32(body.length, true) !== checksumOf(body)) return err('damaged')
  const model = readBody(body)
  return model ? ok(model) : err('damaged')
}
