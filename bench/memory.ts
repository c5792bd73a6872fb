import { readFileSync } from 'node:fs'
import { readZipDirectory, unpackEntry } from '#platform/zip'
import { districtRead, fillUp, signIn } from './case-list.ts'
import type { Figure } from './figure.ts'
import { type Ground, openAgent, rateOf, request } from './ground.ts'

const SECONDS = 4
const POLL_MS = 20
const TARGET_MB = 256
const EXPORT_TARGET_MB = 64
const EXPORTED_CASES = 100_000
const HEADING_ROWS = 1
const UNPACKED_BYTES_MAX = 1024 * 1024 * 1024

/** Resident memory of a process; only Linux tells it this way. */
const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** The most that the process held while the work went on. */
const peakOf = async (pid: number, work: Promise<unknown>): Promise<number> => {
  let peak = residentMb(pid)
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMb(pid))
  }, POLL_MS)
  await work.finally(() => clearInterval(timer))
  return peak
}

/** Data rows of the one sheet of a workbook. */
const rowsOfWorkbook = async (bytes: Buffer): Promise<number> => {
  const directory = readZipDirectory(bytes)
  const sheet = directory.ok ? directory.value.find(({ name }) => name === 'xl/worksheets/sheet1.xml') : undefined
  if (!sheet) throw new Error('the export is no workbook')
  let rowCount = 0
  let rest = ''
  const refuse = (fault: string): Error => new Error(`the export is damaged: ${fault}`)
  for await (const piece of unpackEntry(bytes, sheet, UNPACKED_BYTES_MAX, refuse)) {
    const parts = `${rest}${piece.toString('latin1')}`.split('<row ')
    rowCount += parts.length - 1
    // A tag may be cut by the end of the piece.
    rest = (parts.at(-1) ?? '').slice(-4)
  }
  return rowCount - HEADING_ROWS
}

/** The server while 16 clients read the list, then what an export of 100,000 cases adds, every row of which must be there. */
export const measureMemory = async (ground: Ground): Promise<Figure[]> => {
  const agent = openAgent()
  const cookie = await signIn(ground, agent)
  const list = () => request(agent, `${ground.address}/api/cases.case.list?limit=20`, { cookie })
  const peak = await peakOf(ground.pid, rateOf(16, SECONDS, list))
  const caseCount = await fillUp(ground, await districtRead(ground, agent, cookie), EXPORTED_CASES)
  const before = residentMb(ground.pid)
  const exported = request(agent, `${ground.address}/api/cases.case.export`, { cookie })
  const during = await peakOf(ground.pid, exported)
  const { status, bytes } = await exported
  if (status !== 200) throw new Error(`no export: ${status}`)
  const rowCount = await rowsOfWorkbook(bytes)
  if (rowCount !== caseCount) throw new Error(`${rowCount} of ${caseCount} cases are in the export`)
  agent.destroy()
  return [
    { name: 'memory of the server under load', value: peak, unit: 'MB', target: { is: 'atMost', value: TARGET_MB } },
    {
      name: `memory that an export of ${rowCount} rows adds`,
      value: Math.max(0, during - before),
      unit: 'MB',
      target: { is: 'atMost', value: EXPORT_TARGET_MB },
    },
  ]
}
