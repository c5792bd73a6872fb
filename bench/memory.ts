import { readFileSync } from 'node:fs'
import { signIn } from './case-list.ts'
import type { Figure } from './figure.ts'
import { type Ground, openAgent, rateOf, request } from './ground.ts'

const SECONDS = 4
const POLL_MS = 20
const TARGET_MB = 256
const EXPORT_TARGET_MB = 64

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

/** The server while 16 clients read the list, then what an export of all cases adds. */
export const measureMemory = async (ground: Ground): Promise<Figure[]> => {
  const agent = openAgent()
  const cookie = await signIn(ground, agent)
  const list = () => request(agent, `${ground.address}/api/cases.case.list?limit=20`, { cookie })
  const peak = await peakOf(ground.pid, rateOf(16, SECONDS, list))
  const before = residentMb(ground.pid)
  const exported = request(agent, `${ground.address}/api/cases.case.export`, { cookie })
  const during = await peakOf(ground.pid, exported)
  const { status } = await exported
  if (status !== 200) throw new Error(`no export: ${status}`)
  agent.destroy()
  return [
    { name: 'memory of the server under load', value: peak, unit: 'MB', target: { is: 'atMost', value: TARGET_MB } },
    {
      name: 'memory that an export adds',
      value: Math.max(0, during - before),
      unit: 'MB',
      target: { is: 'atMost', value: EXPORT_TARGET_MB },
    },
  ]
}
