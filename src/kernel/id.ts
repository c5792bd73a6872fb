import { z } from 'zod'

/** A UUID made in the app (version 7: sorts by time of making, so that index pages stay warm). */
export const idShape = z.uuid()

/**
 * A new UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits.
 * `atMs` and `random` are arguments because the kernel owns neither clock nor chance.
 */
export const uuidAt = (atMs: number, random: Uint8Array): string => {
  const bytes = Uint8Array.from(random.subarray(0, 16))
  let rest = Math.floor(atMs)
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
