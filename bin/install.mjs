// The packages of package-lock.json in node_modules.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root, withFolderLock } from './folder.mjs'
import { runNpm } from './npm.mjs'

const readPackages = (file) => {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}

/**
 * Optional packages are mostly binaries, one per platform, and the one of this machine is needed. Those that name no
 * platform belong to another one (WebAssembly). musl is left out, since the database's binaries need glibc.
 */
const isForHere = ({ os = [], cpu = [], libc = ['glibc'] }) =>
  os.includes(process.platform) && cpu.includes(process.arch) && libc.includes('glibc')

/** Names of the packages in the lock that npm does not list as installed in that version, with that hash. */
const listMissing = () => {
  // npm writes this file as the last act of an installation.
  const installed = readPackages('node_modules/.package-lock.json')
  return Object.entries(readPackages('package-lock.json')).filter(
    ([name, entry]) =>
      name !== '' &&
      (entry.optional !== true || isForHere(entry)) &&
      (installed[name]?.version !== entry.version || installed[name]?.integrity !== entry.integrity),
  )
}

// After an installation this holds what was tried: an optional package that cannot be had is not tried at every start.
const stampFile = path.join(root, 'node_modules', '.gongzhi-install')

const hashLock = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')

const readStamp = () => {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    return null
  }
}

const isInstalled = () => {
  const missing = listMissing()
  if (missing.length === 0) return true
  return missing.every(([, entry]) => entry.optional === true) && readStamp() === hashLock()
}

/**
 * Installs when node_modules is missing or differs from the lock; true when something was installed. npm is run by the
 * Node that will run Gongzhi: an older one would leave out packages that say they need a newer Node.
 */
export const ensureInstalled = async (node, report) => {
  if (isInstalled()) return false
  report()
  await withFolderLock(async () => {
    // Not `npm ci`: it refuses a lock in which a platform package is missing that no registry within reach has. This
    // takes every version and hash from the lock as well, and leaves the lock as it is. The build needs the dev packages.
    if (isInstalled()) return
    await runNpm(node, ['install', '--no-save', '--include=dev', '--include=optional'], { cwd: root })
    writeFileSync(stampFile, hashLock())
  })
  return true
}
