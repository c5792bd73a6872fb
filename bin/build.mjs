// The web build, and that of the server. Every build of the project is named in `builds`; each is skipped while its files are not there.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, withFolderLock } from './folder.mjs'
import { runQuietly, say, StepError } from './progress.mjs'

/** `needs`: the files without which the build is skipped; `args`: of vite. */
const builds = [
  { name: 'client', needs: ['vite.config.ts'], args: ['build'] },
  { name: 'server', needs: ['vite.config.ts', 'src/web/portal/render.tsx'], args: ['build', '--ssr'] },
  { name: 'start', needs: ['vite.start.config.ts'], args: ['build', '--config', 'vite.start.config.ts'] },
]

const sources = [
  'src',
  'scenarios',
  'bin',
  'locales',
  'public',
  'vite.config.ts',
  'vite.start.config.ts',
  'tsconfig.json',
  'package-lock.json',
]
const stampFile = path.join(root, 'dist', '.gongzhi-build')

const listFiles = (file) => {
  const full = path.join(root, file)
  if (!existsSync(full)) return []
  let entries
  try {
    entries = readdirSync(full, { withFileTypes: true })
  } catch (error) {
    if (error.code !== 'ENOTDIR') throw error
    return [file]
  }
  return entries
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(`${file}/${entry.name}`) : [`${file}/${entry.name}`]))
}

const hashSources = () => {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(listFiles)) {
    if (file.endsWith('.test.ts') || file.endsWith('.md')) continue
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

const readStamp = () => {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    return null
  }
}

/**
 * Builds the web with the given Node when a source has changed since the last build. Returns 'none' (no build defined),
 * 'fresh' (nothing to do) or 'built'. Throws StepError with the words of the build.
 */
export const buildWeb = async (node, report) => {
  const present = builds.filter(({ needs }) => needs.every((file) => existsSync(path.join(root, file))))
  if (present.length === 0) return 'none'
  if (readStamp() === hashSources()) return 'fresh'
  report()
  await withFolderLock(async () => {
    const hash = hashSources()
    if (readStamp() === hash) return
    rmSync(stampFile, { force: true })
    const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    for (const build of present) {
      await runQuietly(node, [vite, ...build.args], { cwd: root, env: { ...process.env, NODE_ENV: 'production' } })
    }
    mkdirSync(path.dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, hash)
  })
  return 'built'
}

// `npm test` runs this file, as one of its checks.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildWeb(process.execPath, () => {})
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    say(error.message)
    process.exit(1)
  }
}
