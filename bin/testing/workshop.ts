import { chmodSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isAlive } from '#platform/db/embedded/alive'
import { stopPostmaster } from '#platform/db/embedded/postmaster'

const PREFIX = 'gongzhi-test-'
// For root's tests another user runs PostgreSQL.
const OTHERS_MAY_PASS = 0o711

const clear = async (folder: string): Promise<void> => {
  for (const cluster of globSync('**/postgres/cluster', { cwd: folder }))
    await stopPostmaster(path.join(folder, cluster))
  rmSync(folder, { recursive: true, force: true })
}

/** Ends what a killed test run left: its databases and its temporary files. Those of other users stay. */
const clearLeftBehind = async (): Promise<void> => {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = Number(/^gongzhi-test-(\d+)-/.exec(name)?.[1])
    if (!(pid > 0) || isAlive(pid)) continue
    await clear(path.join(os.tmpdir(), name)).catch(() => undefined)
  }
}

/** One folder for everything the tests write, named by our process, so that the next run can clear it after a kill. */
export const openWorkshop = async (): Promise<{ folder: string; close(): Promise<void> }> => {
  await clearLeftBehind()
  const folder = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, OTHERS_MAY_PASS)
  const temporary = path.join(folder, 'tmp')
  mkdirSync(temporary)
  process.env['TMPDIR'] = temporary
  return { folder, close: () => clear(folder) }
}
