import { spawn } from 'node:child_process'
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { OperatorError } from '../../operator-error.ts'
import { type Account, chooseAccount, launchAs } from './account.ts'
import { isAlive } from './alive.ts'
import { findBinaries } from './binaries.ts'

/** Where the built-in database lives, and who runs it. */
export interface Cluster {
  readonly postgres: string
  readonly account: Account
  /** The folder PostgreSQL itself calls its data directory. */
  readonly folder: string
  readonly portFile: string
  readonly logFile: string
  readonly secrets: Secrets
}

/** Passwords of the two roles: the superuser, for us only, and the owner of the database, for the application. */
export interface Secrets {
  readonly admin: string
  readonly owner: string
}

export const ADMIN_ROLE = 'gongzhi_admin'

const SCRAM_ITERATIONS = 4096
const INIT_FOLDER_PREFIX = '.postgres-init-'
const INIT_FOLDER_AGE_MAX_MS = 60 * 60_000
const OTHERS_MAY_PASS = 0o711
const OWNER_ONLY = 0o700
const OWNER_READS = 0o600

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=128MB',
  'work_mem=8MB',
  'maintenance_work_mem=64MB',
  'max_wal_size=1GB',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  // Errors reach the application, which logs them; here they could carry personal data and grow the file.
  'log_min_messages=log',
  'log_checkpoints=off',
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
]
const throwawaySettings = ['fsync=off', 'full_page_writes=off', 'max_wal_size=256MB']

/** The form in which PostgreSQL keeps a password (RFC 5803), so that initdb need not be told the password itself. */
const toScramVerifier = (password: string): string => {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256')
  const sign = (word: string): Buffer => createHmac('sha256', salted).update(word).digest()
  const storedKey = createHash('sha256').update(sign('Client Key')).digest('base64')
  const serverKey = sign('Server Key').toString('base64')
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

const runInitdb = (account: Account, initdb: string, args: readonly string[]): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const launch = launchAs(account, initdb, args)
    // It tells its progress through a pipe, so that it ends soon when we are killed and nobody reads any more.
    const child = spawn(launch.program, launch.args, { ...launch.options, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.resume()
    let complaint = ''
    child.stderr.on('data', (chunk) => {
      complaint += String(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code === 0 ? null : complaint.trim()))
  })

const initialise = async (
  account: Account,
  initdb: string,
  folder: string,
  password: string,
  throwaway: boolean,
): Promise<void> => {
  const verifierFile = `${folder}.verifier`
  const wanted = throwaway ? [...settings, ...throwawaySettings] : settings
  const attempt = async (characterType: string): Promise<string | null> => {
    mkdirSync(folder, { mode: OWNER_ONLY })
    chownSync(folder, account.uid, account.gid)
    writeFileSync(verifierFile, `${toScramVerifier(password)}\n`, { mode: OWNER_READS })
    chownSync(verifierFile, account.uid, account.gid)
    const complaint = await runInitdb(account, initdb, [
      `--pgdata=${folder}`,
      `--username=${ADMIN_ROLE}`,
      `--pwfile=${verifierFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${characterType}`,
      ...(throwaway ? ['--no-sync'] : []),
      ...wanted.flatMap((setting) => ['--set', setting]),
    ])
    rmSync(verifierFile)
    if (complaint !== null) rmSync(folder, { recursive: true, force: true })
    return complaint
  }
  // What is a letter must be known beyond ASCII; a system without the name C.UTF-8 gets the plain one.
  const complaint = (await attempt('C.UTF-8')) && (await attempt('C'))
  if (complaint !== null) throw new OperatorError(`无法建立数据库 cannot make the database\n${complaint}`)
}

/** Removes what an interrupted start left; the folder of one that is still at work stays. */
const sweepInterrupted = (dataFolder: string): void => {
  for (const name of readdirSync(dataFolder)) {
    if (!name.startsWith(INIT_FOLDER_PREFIX)) continue
    const folder = path.join(dataFolder, name)
    const pid = Number(name.slice(INIT_FOLDER_PREFIX.length))
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    const atWork = pid !== process.pid && isAlive(pid) && age < INIT_FOLDER_AGE_MAX_MS
    if (atWork) continue
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      // The initdb of a killed start may write on for a moment; what it leaves goes next time.
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
    }
  }
}

const prepareDataFolder = (dataFolder: string): void => {
  const isRoot = process.getuid?.() === 0
  try {
    // Root hands the database to another user, who must be able to pass, though not to look around.
    const isNew = mkdirSync(dataFolder, { recursive: true }) !== undefined
    if (isNew) chmodSync(dataFolder, isRoot ? OTHERS_MAY_PASS : OWNER_ONLY)
    sweepInterrupted(dataFolder)
    const trial = path.join(dataFolder, `${INIT_FOLDER_PREFIX}${process.pid}`)
    mkdirSync(trial)
    rmSync(trial, { recursive: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error
    const owner = statSync(dataFolder, { throwIfNoEntry: false })?.uid
    const belongs = owner === undefined ? '' : `，它属于用户 ${owner} it belongs to user ${owner}`
    throw new OperatorError(
      `不能写入数据文件夹 cannot write to the data folder ${dataFolder}${belongs}\n请以该用户启动，或用 GONGZHI_DATA 指定别处 start as that user, or set GONGZHI_DATA to another place`,
    )
  }
}

const readSecrets = (file: string): Secrets => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  } catch (error) {
    throw new OperatorError(
      `读不到数据库的密码 cannot read the passwords of the database: ${String(error)}\n请以建立它的用户或 root 启动 start as the user who made it, or as root`,
    )
  }
}

const giveTo = (account: Account, folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) giveTo(account, full)
    else lchownSync(full, account.uid, account.gid)
  }
  // The folder last: its owner tells the next start that all below is done.
  chownSync(folder, account.uid, account.gid)
}

export interface OpenOptions {
  readonly dataFolder: string
  readonly log: (line: string) => void
  /** For tests: faster, and not safe against a loss of power. */
  readonly throwaway: boolean
}

/**
 * Makes the cluster when there is none (in a temporary folder that takes its place when it is complete) and sees to it
 * that the right user owns it. `isRunning` tells of a cluster folder whether PostgreSQL runs in it.
 * Throws OperatorError when it cannot be made or used here.
 */
export const openCluster = async (options: OpenOptions, isRunning: (folder: string) => boolean): Promise<Cluster> => {
  const { dataFolder, log } = options
  const { initdb, postgres } = findBinaries()
  prepareDataFolder(dataFolder)
  const home = path.join(dataFolder, 'postgres')
  const folder = path.join(home, 'cluster')
  const secretsFile = path.join(home, 'secrets.json')
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid ?? null
  const account = chooseAccount(dataFolder, owner, postgres)
  if (owner === null) {
    log('建立数据库 making the database')
    const initFolder = path.join(dataFolder, `${INIT_FOLDER_PREFIX}${process.pid}`)
    mkdirSync(initFolder)
    chmodSync(initFolder, OTHERS_MAY_PASS)
    try {
      const secrets: Secrets = { admin: randomBytes(24).toString('hex'), owner: randomBytes(24).toString('hex') }
      await initialise(account, initdb, path.join(initFolder, 'cluster'), secrets.admin, options.throwaway)
      writeFileSync(path.join(initFolder, 'secrets.json'), JSON.stringify(secrets), { mode: OWNER_READS })
      renameSync(initFolder, home)
    } catch (error) {
      // Somebody else may have been first; then theirs is used.
      if (!existsSync(folder)) throw error
    } finally {
      sweepInterrupted(dataFolder)
    }
  } else if (owner !== account.uid && !isRunning(folder)) {
    log(`数据库文件改归用户 ${account.uid} giving the database files to user ${account.uid}`)
    giveTo(account, folder)
  }
  return {
    postgres,
    account,
    folder,
    portFile: path.join(home, 'port'),
    logFile: path.join(home, 'postgres.log'),
    secrets: readSecrets(secretsFile),
  }
}
