import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#platform/db/embedded'
import serverFlags from '../bin/server-flags.json' with { type: 'json' }

const root = path.resolve(import.meta.dirname, '..')

/** A real server with the demonstration, as a process of its own, and the database under it. */
export interface Ground {
  readonly address: string
  readonly pid: number
  readonly databaseUrl: string
  readonly dataFolder: string
  /** From the start of the process to the first answer, in milliseconds. */
  readonly startMs: number
  stop(): Promise<void>
}

export const newDataFolder = (): { folder: string; remove: () => void } => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gongzhi-bench-'))
  // Root has another user run the database.
  chmodSync(folder, 0o711)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const addressIn = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      const found = /Gongzhi \S+ {2}(http:\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the server ended early: ${said}`)))
  })

export const startGround = async (dataFolder: string): Promise<Ground> => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...serverFlags, path.join(root, 'dist/start/start.js')], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      GONGZHI_DATA: dataFolder,
      NODE_COMPILE_CACHE: path.join(root, '.cache', 'compile'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await addressIn(child)
  await request(openAgent(), `${address}/healthz`)
  const startMs = performance.now() - startedAt
  const beside = await startEmbedded({ dataFolder, purpose: 'command', log: () => undefined })
  const stop = async (): Promise<void> => {
    await beside.stop()
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return { address, pid: child.pid ?? 0, databaseUrl: beside.url, dataFolder, startMs, stop }
}

export const openAgent = (): http.Agent => new http.Agent({ keepAlive: true, maxSockets: 16 })

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
}

/** One request. Each comes from an address of its own, or the limits per address would be measured. */
export const request = (
  agent: http.Agent,
  url: string,
  over: { readonly body?: object; readonly cookie?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const octet = (): number => 1 + Math.floor(Math.random() * 250)
    const headers = {
      'x-forwarded-for': `10.${octet()}.${octet()}.${octet()}`,
      ...(over.cookie ? { cookie: over.cookie } : {}),
      ...(over.body
        ? { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'sec-fetch-site': 'same-origin' }
        : {}),
    }
    const sent = http.request(url, { agent, headers, method: over.body ? 'POST' : 'GET' }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => void chunks.push(chunk))
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() })
      })
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(over.body ? JSON.stringify(over.body) : undefined)
  })

/** How often something is done by so many clients side by side, and how long nineteen of twenty wait for it at most. */
export interface Pace {
  readonly perSecond: number
  readonly p95Ms: number
}

export const paceOf = async (clients: number, seconds: number, work: () => Promise<unknown>): Promise<Pace> => {
  const startedAt = performance.now()
  const waits: number[] = []
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      const askedAt = performance.now()
      await work()
      waits.push(performance.now() - askedAt)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const perSecond = waits.length / ((performance.now() - startedAt) / 1000)
  return { perSecond, p95Ms: waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? 0 }
}

export const rateOf = async (clients: number, seconds: number, work: () => Promise<unknown>): Promise<number> =>
  (await paceOf(clients, seconds, work)).perSecond

/** A connection that sees the rows of one district. */
export const connectTo = async (ground: Ground, districtId: number): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: ground.databaseUrl })
  await client.connect()
  await client.query(`set gongzhi.district_id = '${districtId}'`)
  return client
}

/** The district that this case is in. */
export const districtOfCase = async (ground: Ground, id: string): Promise<number> => {
  const client = await connectTo(ground, 0)
  try {
    const { rows } = await client.query<{ id: number }>("select id::int from places.place where level = 'district'")
    for (const district of rows) {
      await client.query(`set gongzhi.district_id = '${district.id}'`)
      if ((await client.query('select 1 from cases.case_file where id = $1', [id])).rowCount) return district.id
    }
    throw new Error(`case ${id} is in no district of ${rows.map((row) => row.id).join(', ')}`)
  } finally {
    await client.end()
  }
}
