// The folder of this copy of Gongzhi, and a lock that lets only one launcher install or build in it at a time.
import { mkdirSync, openSync, closeSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { say } from './progress.mjs'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const LOCK_POLL_MILLISECONDS = 500

const lockFile = path.join(root, '.cache', 'launch.lock')

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const readOwner = () => {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return 0
  }
}

const tryLock = () => {
  try {
    const file = openSync(lockFile, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

/** Runs `work` while no other launcher of this folder runs its own; a lock left by a killed launcher is taken over. */
export const withFolderLock = async (work) => {
  mkdirSync(path.dirname(lockFile), { recursive: true })
  let told = false
  while (!tryLock()) {
    const owner = readOwner()
    if (owner > 0 && owner !== process.pid && isAlive(owner)) {
      if (!told) say(`等待另一个启动程序 waiting for another launcher (pid ${owner})`)
      told = true
    } else if (owner > 0) {
      unlinkSync(lockFile)
      continue
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MILLISECONDS))
  }
  try {
    return await work()
  } finally {
    unlinkSync(lockFile)
  }
}
