import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { OperatorError } from '../../operator-error.ts'

/**
 * Who runs PostgreSQL, which refuses to run as root. `self`: the user who runs us. `user`: root becomes this other user.
 * `namespace`: as the same user, who inside a user namespace of its own appears as the ordinary user `shownUid`; no file
 * changes its owner, so this works in folders that nobody else may enter. `passing`: as `user`, with root's right to pass
 * through closed folders and no other; for containers that have no user namespaces.
 */
export type Account =
  | { readonly kind: 'self'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'passing'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace'; readonly uid: number; readonly gid: number; readonly shownUid: number }

interface Launch {
  readonly program: string
  readonly args: readonly string[]
  readonly options: { readonly uid?: number; readonly gid?: number; readonly env: Record<string, string> }
}

const TRIAL_TIMEOUT_MS = 10_000
// Messages in English, since some are looked at; nothing else of our environment (PGDATA, PGOPTIONS, secrets) goes in.
const cleanEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** How to run a program as the account. */
export const launchAs = (account: Account, program: string, args: readonly string[]): Launch => {
  if (account.kind === 'self') return { program, args, options: { env: cleanEnvironment } }
  if (account.kind === 'user') {
    return { program, args, options: { uid: account.uid, gid: account.gid, env: cleanEnvironment } }
  }
  if (account.kind === 'passing') {
    const capabilities = '-all,+dac_override'
    const identity = [
      `--reuid=${account.uid}`,
      `--regid=${account.gid}`,
      '--clear-groups',
      '--no-new-privs',
      '--securebits=+no_setuid_fixup',
    ]
    const rights = [`--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`]
    return {
      program: 'setpriv',
      args: [...identity, ...rights, '--', program, ...args],
      options: { env: cleanEnvironment },
    }
  }
  const shown = [`--map-user=${account.shownUid}`, `--map-group=${account.shownUid}`]
  return { program: 'unshare', args: ['--user', ...shown, '--', program, ...args], options: { env: cleanEnvironment } }
}

const works = (account: Account, postgres: string): boolean => {
  const { program, args, options } = launchAs(account, postgres, ['--version'])
  return spawnSync(program, args, { ...options, stdio: 'ignore', timeout: TRIAL_TIMEOUT_MS }).status === 0
}

interface NamedUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const readNamedUsers = (): NamedUser[] => {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [name = '', , uid, gid] = line.split(':')
    return Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

/** Whether the permission bits let the user through every folder on the way down to `folder`, itself included. */
export const canEnter = (user: { uid: number; gid: number }, folder: string): boolean => {
  const { mode, uid, gid } = statSync(folder)
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  const parent = path.dirname(folder)
  return (mode & bit) !== 0 && (parent === folder || canEnter(user, parent))
}

const findNamespace = (uid: number, gid: number, users: readonly NamedUser[], postgres: string): Account | null => {
  // initdb looks its user up by number, so it must appear as one that has a name.
  const shown = users.find((user) => user.name === 'nobody') ?? users[0]
  if (shown === undefined) return null
  const account: Account = { kind: 'namespace', uid, gid, shownUid: shown.uid }
  return works(account, postgres) ? account : null
}

const hasName = (): boolean => {
  try {
    os.userInfo()
    return true
  } catch {
    return false
  }
}

const chooseForOrdinaryUser = (uid: number, gid: number, owner: number | null, postgres: string): Account => {
  if (owner !== null && owner !== uid) {
    throw new OperatorError(
      `数据库文件属于用户 ${owner}，当前用户是 ${uid}；请以该用户或 root 启动\nthe database belongs to user ${owner}, you are ${uid}: start as that user or as root`,
    )
  }
  if (owner !== null || hasName()) return { kind: 'self', uid, gid }
  const namespace = findNamespace(uid, gid, readNamedUsers(), postgres)
  if (namespace !== null) return namespace
  throw new OperatorError(
    `用户 ${uid} 在 /etc/passwd 中没有名字，无法建立数据库；请加上，或用 DATABASE_URL\nuser ${uid} has no name in /etc/passwd, which making a database needs: add one, or set DATABASE_URL`,
  )
}

const chooseForRoot = (folder: string, owner: number | null, postgres: string): Account => {
  const users = readNamedUsers()
  const place = realpathSync(folder)
  // A database made by an ordinary user stays that user's, so that both can go on using it.
  const preferred = users.filter((user) => user.uid === owner)
  const usual = ['postgres', 'nobody'].flatMap((name) => users.filter((user) => user.name === name))
  const candidates = [...preferred, ...usual]
  for (const user of candidates) {
    const account: Account = { kind: 'user', uid: user.uid, gid: user.gid }
    // Who owns the database has run this program before, so it is enough that the way to it is still open.
    const isOwner = user.uid === owner && canEnter(user, path.dirname(realpathSync(postgres)))
    if (canEnter(user, place) && (isOwner || works(account, postgres))) return account
  }
  const namespace = findNamespace(0, 0, users, postgres)
  if (namespace !== null) return namespace
  for (const user of candidates) {
    const account: Account = { kind: 'passing', uid: user.uid, gid: user.gid }
    if (works(account, postgres)) return account
  }
  throw new OperatorError(
    [
      'PostgreSQL 不能以 root 运行，而其他用户进不了此文件夹；请以普通用户启动，或把本项目放到其他用户可进入的文件夹（如 /srv），或用 DATABASE_URL',
      `PostgreSQL does not run as root, and no other user can enter ${folder} or run ${postgres}.`,
      'Start as an ordinary user, or keep this copy (or GONGZHI_DATA) in a folder others may enter, such as /srv, or set DATABASE_URL.',
    ].join('\n'),
  )
}

/**
 * Chooses who runs PostgreSQL in `folder`, where `owner` has an existing database (null: none yet).
 * Throws OperatorError saying what to do when nobody can.
 */
export const chooseAccount = (folder: string, owner: number | null, postgres: string): Account => {
  if (process.getuid === undefined || process.getgid === undefined) {
    throw new OperatorError(
      '自带数据库不支持 Windows；请用 WSL，或用 DATABASE_URL\nthe built-in database does not run on Windows: use WSL, or set DATABASE_URL',
    )
  }
  const uid = process.getuid()
  return uid === 0
    ? chooseForRoot(folder, owner, postgres)
    : chooseForOrdinaryUser(uid, process.getgid(), owner, postgres)
}
