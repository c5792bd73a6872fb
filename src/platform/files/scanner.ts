import { connect, type Socket } from 'node:net'
import { refusal } from './refusals.ts'

export type Verdict = 'clean' | 'infected'

/** Looks for malware in what was uploaded. */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<Verdict>
}

/** For installations without a scanner: everything is clean. Photos are re-encoded anyway. */
export const noScanner: Scanner = { scan: async () => 'clean' }

/** Where clamd listens, and how many milliseconds one scan may take. */
export interface ClamdAddress {
  readonly host: string
  readonly port: number
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 30_000
/** Bytes in one piece of the stream. */
const PIECE_BYTES = 64 * 1024
/** Bytes of an answer; clamd's are one short line. */
const ANSWER_BYTES_MAX = 4096

/** `zINSTREAM`, then pieces each led by its length in four bytes, big endian, then a length of zero (man clamd). */
const send = async (socket: Socket, bytes: Uint8Array): Promise<void> => {
  const write = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => socket.write(piece, (fault) => (fault ? reject(fault) : resolve())))
  await write(Buffer.from('zINSTREAM\0'))
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(piece.byteLength)
    await write(length)
    await write(piece)
  }
  await write(Buffer.alloc(4))
}

const receive = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ''
    socket.on('data', (piece: Buffer) => {
      answer += piece.toString('latin1')
      if (answer.includes('\0')) resolve(answer.slice(0, answer.indexOf('\0')))
      else if (answer.length > ANSWER_BYTES_MAX) reject(new Error('clamd: answer too long'))
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('clamd: connection closed')))
  })

/**
 * A client of clamd over TCP. When clamd cannot be reached, answers in time with nothing, or says that it could not
 * scan, the file is refused with `files.scanner_unavailable`: what was not scanned is not let in.
 */
export const clamdScanner = ({ host, port, timeoutMs = TIMEOUT_MS }: ClamdAddress): Scanner => ({
  scan: async (bytes) => {
    const socket = connect({ host, port })
    const deadline = setTimeout(() => socket.destroy(new Error('clamd: no answer in time')), timeoutMs)
    try {
      const answer = receive(socket)
      // clamd may answer and hang up before it has read everything, so a failed send still waits for the answer
      send(socket, bytes).catch(() => {})
      const line = await answer
      if (/^stream: OK$/u.test(line)) return 'clean'
      if (/^stream: .+ FOUND$/u.test(line)) return 'infected'
      throw new Error(`clamd: ${line}`)
    } catch (fault) {
      throw refusal('files.scanner_unavailable', {}, fault)
    } finally {
      clearTimeout(deadline)
      socket.destroy()
    }
  },
})

/** Scans, and throws Refusal `files.infected` for what is not clean. */
export const refuseInfected = async (scanner: Scanner, bytes: Uint8Array): Promise<void> => {
  if ((await scanner.scan(bytes)) === 'infected') throw refusal('files.infected')
}
