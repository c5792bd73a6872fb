import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { OperatorError } from '#platform/operator-error'

const TRIAL_TIMEOUT_MS = 30_000

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const systemFolders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/snap/bin']

const macPlaces = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/** Where Playwright keeps the browsers it downloads, newest first. */
const listPlaywrightPrograms = (): string[] => {
  const cache =
    process.env['PLAYWRIGHT_BROWSERS_PATH'] ??
    path.join(os.homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'ms-playwright')
  const found = globSync(['chromium-*/*/chrome', 'chromium-*/*/*.app/Contents/MacOS/*'], { cwd: cache })
  return found
    .sort()
    .reverse()
    .map((file) => path.join(cache, file))
}

/** A program of that name may be there and not work: a stub that only says how to install, or missing libraries. */
const works = (program: string): boolean =>
  existsSync(program) && spawnSync(program, ['--version'], { stdio: 'ignore', timeout: TRIAL_TIMEOUT_MS }).status === 0

const findInstalled = (): string | null => {
  const inSystem = systemNames.flatMap((name) => systemFolders.map((folder) => path.join(folder, name)))
  return [...inSystem, ...macPlaces, ...listPlaywrightPrograms()].find(works) ?? null
}

const hasChineseFont = (): boolean => {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}

const run = (program: string, args: readonly string[]): void => {
  execFileSync(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

const installFromDebian = (): void => {
  run('apt-get', ['update'])
  const fonts = hasChineseFont() ? [] : ['fonts-noto-cjk']
  run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', ...fonts])
}

const installFromPlaywright = (root: string, isRoot: boolean): void => {
  const cli = path.join(root, 'node_modules', 'playwright-core', 'cli.js')
  run(process.execPath, [cli, 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium'])
}

/** Tries the ways to install that fit this machine, in order; a way that fails is told and the next one is tried. */
const install = (root: string): void => {
  const isRoot = process.getuid?.() === 0
  const ways: (() => void)[] = [() => installFromPlaywright(root, isRoot)]
  if (isRoot && existsSync('/etc/debian_version')) ways.unshift(installFromDebian)
  for (const way of ways) {
    try {
      way()
      if (findInstalled() !== null) return
    } catch (error) {
      console.log(error instanceof Error ? error.message : String(error))
    }
  }
}

/**
 * The Chromium for the browser tests: the one of GONGZHI_CHROMIUM, of the system or of Playwright, or one installed now.
 * Throws OperatorError saying what to do when there is none.
 */
export const ensureChromium = (root: string, log: (line: string) => void): string => {
  const chosen = process.env['GONGZHI_CHROMIUM']
  if (chosen) {
    if (works(chosen)) return chosen
    throw new OperatorError(`GONGZHI_CHROMIUM=${chosen} 不能运行 does not run`)
  }
  const installed = findInstalled()
  if (installed !== null) return installed
  log('安装 Chromium installing Chromium')
  install(root)
  const fresh = findInstalled()
  if (fresh !== null) return fresh
  throw new OperatorError(
    '没有 Chromium，也无法安装；请装好后用 GONGZHI_CHROMIUM 指定\nno Chromium, and none could be installed: install one (Debian: apt-get install chromium; others: npx playwright-core install --with-deps chromium) or name it by GONGZHI_CHROMIUM',
  )
}
