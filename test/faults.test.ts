// kill -9 of the server and of PostgreSQL while several people report: what was acknowledged is there once, and the same
// request again changes nothing. Six kills in the usual run; FAULT_ROUNDS=20 makes it twenty, in some three minutes.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { createDistrict } from '#modules/places/contract'
import { inTransaction, newId, systemCtx } from '#platform/context'
import { openPlatform, type Platform } from '../src/main.ts'
import { readConfig } from '#platform/config'
import { diceOf } from './bad-input/random.ts'
import { type ServerProcess, startServerProcess } from './server/child.ts'

const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 6)
const CLIENTS = 6
/** The kill comes somewhere in this time after the load began. */
const LOAD_MS_MIN = 150
const LOAD_MS_RANGE = 400
const BACK_WITHIN_MS = 30_000
const RETRY_PAUSE_MS = 100
const RESENT_PER_ROUND = 10

// The data folder belongs to the account of the database, when that is another.
const base = mkdtempSync(join(tmpdir(), 'gongzhi-faults-'))
chmodSync(base, 0o711)
const folder = join(base, 'data')
const env = { GONGZHI_DATA: folder }
const running: { server: ServerProcess | null; observer: Platform | null } = { server: null, observer: null }

after(async () => {
  await running.server?.end('SIGTERM')
  await running.observer?.stop()
  rmSync(base, { recursive: true, force: true })
})

const openObserver = (): Promise<Platform> =>
  openPlatform(readConfig({ ...env, GONGZHI_SCENARIO: 'none' }), { purpose: 'command', log: () => undefined })

/** One report: what it says is its own, so that it can be counted. */
interface Report {
  readonly key: string
  readonly title: string
  /** Number of the case, once the server has acknowledged it. */
  number: string | null
}

let requestCount = 0

/** Sends it once. True when it was acknowledged; false when the server was not there, or said that it is busy. */
const sendReport = async (report: Report): Promise<boolean> => {
  requestCount += 1
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': report.key,
    // From many addresses, as many people would: each may report only so often a minute.
    'x-forwarded-for': `10.0.${(requestCount >> 8) & 255}.${requestCount & 255}`,
  }
  const body = JSON.stringify({ title: report.title, body: `${report.title}，晚上看不见路` })
  let response: Response
  try {
    response = await fetch(`${running.server?.address}/api/cases.case.report`, { method: 'POST', headers, body })
    if (response.status === 503) return false
    const answer = (await response.json()) as { case?: { number: string }; code?: string }
    assert.equal(response.status, 200, `${JSON.stringify(answer)}\n${running.server?.said()}`)
    const number = answer.case?.number ?? ''
    if (report.number !== null) assert.equal(number, report.number, 'the same request got another case')
    report.number = number
    return true
  } catch (fault) {
    // The connection was refused or broke off.
    if (fault instanceof TypeError || (fault as { name?: string }).name === 'SyntaxError') return false
    throw fault
  }
}

const sendUntilAcknowledged = async (report: Report): Promise<void> => {
  const end = Date.now() + BACK_WITHIN_MS
  while (!(await sendReport(report))) {
    if (Date.now() > end)
      throw new Error(`not acknowledged in ${BACK_WITHIN_MS} ms: ${report.title}\n${running.server?.said()}`)
    await sleep(RETRY_PAUSE_MS)
  }
}

/** Clients report one after the other until something breaks under them; what is open then stays without a number. */
const load = async (round: number, isOver: () => boolean): Promise<Report[]> => {
  const reports: Report[] = []
  const client = async (number: number): Promise<void> => {
    for (let count = 1; !isOver(); count += 1) {
      const report = { key: randomUUID(), title: `第 ${round} 轮 ${number} 号的第 ${count} 件`, number: null }
      reports.push(report)
      if (!(await sendReport(report))) return
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index + 1)))
  return reports
}

const killPostgres = (): void => {
  const [pid] = readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

const titlesKept = (observer: Platform, districtId: number): Promise<string[]> =>
  inTransaction(systemCtx(observer.services, districtId), async (tx) => {
    const query = CompiledQuery.raw(`select title from cases.case_file where district_id = ${districtId}`)
    const { rows } = await tx.db.executeQuery<{ title: string }>(query)
    return rows.map((row) => row.title)
  })

const foundDistrict = async (): Promise<number> => {
  const founder = await openObserver()
  const ctx = systemCtx(founder.services, 0)
  const district = await founder.services.operations.perform({ ...ctx, requestId: newId(ctx) }, createDistrict, {
    city: { name: '测试市', code: '370100000000' },
    name: '测试区',
    code: '370199000000',
    center: { longitude: 117, latitude: 36.6 },
    validFrom: '2020-01-01',
  })
  await founder.stop()
  return district.id
}

test(`of what is acknowledged nothing is lost and nothing doubled by ${ROUNDS} kills of server and database`, async () => {
  const districtId = await foundDistrict()
  const dice = diceOf(ROUNDS)
  const reports: Report[] = []
  let cutOffCount = 0
  running.server = await startServerProcess(env)
  for (let round = 1; round <= ROUNDS; round += 1) {
    const isOfServer = round % 2 === 1
    let isOver = false
    const loaded = load(round, () => isOver)
    await sleep(LOAD_MS_MIN + dice.roll(LOAD_MS_RANGE))
    if (isOfServer) await running.server.end('SIGKILL')
    else killPostgres()
    isOver = true
    const made = await loaded
    cutOffCount += made.filter((report) => report.number === null).length
    if (isOfServer) running.server = await startServerProcess(env)
    const acknowledged = made.filter((report) => report.number !== null)
    // First those that were cut off, as their browsers would; then some that had their answer.
    for (const report of made.filter((one) => one.number === null)) await sendUntilAcknowledged(report)
    for (const report of acknowledged.slice(-RESENT_PER_ROUND)) await sendUntilAcknowledged(report)
    reports.push(...made)
  }
  running.observer = await openObserver()
  const kept = await titlesKept(running.observer, districtId)
  assert.deepEqual(kept.sort(), reports.map((report) => report.title).sort())
  assert.equal(new Set(reports.map((report) => report.number)).size, reports.length, 'a number of its own for each')
  assert.ok(cutOffCount >= ROUNDS, `kills under load cut something off: ${cutOffCount} in ${ROUNDS} rounds`)
})
