import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { after, test } from 'node:test'
import { clamdScanner, noScanner, refuseInfected } from '#platform/files'

/** The harmless text that every scanner reports (eicar.org), in two halves so that no scanner reports this file. */
const EICAR = Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`)

interface FakeClamd {
  readonly port: number
  /** What each connection sent after the command, put together from its pieces. */
  readonly received: Buffer[]
}

const servers: Server[] = []
after(() => servers.forEach((server) => server.close()))

/** Reads one INSTREAM as clamd's manual describes it; undefined until the last piece has come. */
const streamOf = (sent: Buffer): Buffer | undefined => {
  const command = Buffer.from('zINSTREAM\0')
  if (sent.length < command.length) return undefined
  assert.ok(sent.subarray(0, command.length).equals(command), 'the command')
  const pieces: Buffer[] = []
  for (let at = command.length; at + 4 <= sent.length; ) {
    const length = sent.readUInt32BE(at)
    if (length === 0) return Buffer.concat(pieces)
    pieces.push(sent.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}

const clamdThat = (answer: (file: Buffer) => string | undefined): Promise<FakeClamd> =>
  new Promise((resolve) => {
    const received: Buffer[] = []
    const server = createServer((socket) => {
      let sent = Buffer.alloc(0)
      socket.on('error', () => {})
      socket.on('data', (piece) => {
        sent = Buffer.concat([sent, piece])
        const file = streamOf(sent)
        if (!file) return
        received.push(file)
        const line = answer(file)
        if (line === undefined) socket.destroy()
        else socket.end(`${line}\0`)
      })
    })
    servers.push(server)
    server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port, received }))
  })

const honest = (file: Buffer): string => (file.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK')
const scannerAt = (port: number, timeoutMs = 5_000) => clamdScanner({ host: '127.0.0.1', port, timeoutMs })

test('a clean file is clean, and clamd gets every byte of it', async () => {
  const clamd = await clamdThat(honest)
  for (const bytes of [Buffer.from('a photo'), Buffer.alloc(0), Buffer.alloc(300_000, 5)]) {
    assert.equal(await scannerAt(clamd.port).scan(bytes), 'clean')
    assert.ok(clamd.received.at(-1)?.equals(bytes))
  }
})

test('a file in which clamd finds something is refused', async () => {
  const clamd = await clamdThat(honest)
  assert.equal(await scannerAt(clamd.port).scan(EICAR), 'infected')
  await assert.rejects(refuseInfected(scannerAt(clamd.port), EICAR), { code: 'files.infected' })
  await refuseInfected(scannerAt(clamd.port), Buffer.from('clean'))
})

test('what could not be scanned is not let in', async () => {
  const answers = ['INSTREAM size limit exceeded. ERROR', 'stream: OK ERROR', '', 'OK', 'x'.repeat(10_000), undefined]
  for (const answer of answers) {
    const clamd = await clamdThat(() => answer)
    await assert.rejects(scannerAt(clamd.port).scan(Buffer.from('a')), { code: 'files.scanner_unavailable' }, answer)
  }
})

test('a clamd that is not there or does not answer is no reason to wait', async () => {
  const gone = await clamdThat(honest)
  await new Promise((resolve) => servers.pop()?.close(resolve))
  await assert.rejects(scannerAt(gone.port).scan(Buffer.from('a')), { code: 'files.scanner_unavailable' })
  const silent = createServer(() => {})
  servers.push(silent)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const scan = scannerAt((silent.address() as AddressInfo).port, 200).scan(Buffer.from('a'))
  await assert.rejects(scan, { code: 'files.scanner_unavailable' })
})

test('without a scanner everything is clean', async () => {
  assert.equal(await noScanner.scan(EICAR), 'clean')
})
