import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { uuidAt } from '#kernel/id'
import { holds, type Operation, type Whereabouts } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { type Actor, system } from '#kernel/role'
import type { BlobStore, Scanner } from '#platform/files'
import type { Channels } from '#platform/notify'
import type { Db, OpenDb } from './db/connect.ts'
import type { Live } from './http/live.ts'
import type { Operations } from './perform.ts'
import type { Registry } from './registry.ts'

export const languages = ['zh-CN', 'en', 'ko'] as const
export type Language = (typeof languages)[number]

/** What lives as long as the server. */
export interface Services {
  readonly db: OpenDb
  readonly blobs: BlobStore
  readonly registry: Registry
  readonly operations: Operations
  readonly live: Live
  /** Hands a job to the queue inside the transaction of `tx`: it exists exactly if the transaction does. */
  readonly enqueue: (tx: Tx, job: string, data: object) => Promise<void>
  /** Scans what is uploaded. */
  readonly scanner: Scanner
  /** How SMS, e-mails and messages leave. */
  readonly channels: Channels
  /** The key that encrypts secrets at rest: 32 bytes. */
  readonly secretKey: Buffer
}

/** One request, or one run of a job: who, where, when. The first argument of every operation. */
export interface Ctx {
  readonly services: Services
  readonly districtId: number
  readonly actor: Actor
  readonly language: Language
  /** The place chosen in the portal (a community, usually); null when none was. */
  readonly chosenPlaceId: number | null
  readonly now: () => Date
  /** Client-made id of an act; null for reads and for the platform's own doings. */
  readonly requestId: string | null
  /** The session cookie of the answer: a sign-in issues it, a sign-out clears it. It never enters a kept answer. */
  readonly cookie: { issue(token: string, expiresAt: Date): void; clear(): void }
  /** Where the request came from, for rate limits and session lists. */
  readonly origin: {
    readonly address: string
    readonly device: string
    /** Our own address as the browser sees it: `https://host:port`; empty outside a request. */
    readonly site: string
  }
  /** The session that the request came with; null for those who have not signed in and for programs. */
  readonly sessionId: string | null
}

/** A context inside its transaction. */
export interface Tx extends Ctx {
  readonly db: Db
  /** Takes a statement whose result nobody needs: it is not waited for, and when it fails the transaction fails with it. */
  readonly trail: (statement: Promise<unknown>) => void
  /** Runs after the commit, never before; a fault in it is logged and changes nothing. */
  readonly afterCommit: (work: () => void) => void
}

export const newId = (ctx: Pick<Ctx, 'now'>): string => uuidAt(ctx.now().getTime(), randomBytes(16))

const assertDistrict = (districtId: number): number => {
  if (!Number.isSafeInteger(districtId) || districtId < 0) throw new Error(`no district: ${districtId}`)
  return districtId
}

const setDistrict = async (db: Db, districtId: number): Promise<void> => {
  await sql.raw(`set local gongzhi.district_id = '${assertDistrict(districtId)}'`).execute(db)
}

/**
 * Runs `work` in one transaction that sees one district only: the role and the district are set as literals from
 * checked values (a sharded database forwards only those), and the work is undone as a whole when anything throws.
 */
export const inTransaction = async <R>(ctx: Ctx, work: (tx: Tx) => Promise<R>): Promise<R> => {
  const later: (() => void)[] = []
  const result = await ctx.services.db.transact(beginIn(ctx.districtId), (db, trail) =>
    work({ ...ctx, db, trail, afterCommit: (follow) => void later.push(follow) }),
  )
  for (const follow of later) follow()
  return result
}

const beginIn = (districtId: number): string =>
  `begin; set local role gongzhi_app; set local gongzhi.district_id = '${assertDistrict(districtId)}'`

/** A transaction of one statement, its commit sent right behind it: one way to the server and back for all three. */
export const inOneStatement = async <R>(ctx: Ctx, statement: (tx: Tx) => Promise<R>): Promise<R> => {
  const [answer] = await inTransaction(ctx, async (tx) => {
    const sent = statement(tx)
    tx.trail(sent)
    return [sent]
  })
  return answer as Promise<R>
}

/**
 * Goes on in another district inside the same transaction, and comes back. Only for what one human has in several
 * districts (an account with its persons); everything else stays in the district of its request.
 */
export const inDistrict = async <R>(tx: Tx, districtId: number, work: (tx: Tx) => Promise<R>): Promise<R> => {
  if (districtId === tx.districtId) return work(tx)
  await setDistrict(tx.db, districtId)
  const result = await work({ ...tx, districtId })
  await setDistrict(tx.db, tx.districtId)
  return result
}

/** A context of the platform itself: timers, reactions, the command line. */
export const systemCtx = (services: Services, districtId: number, now: () => Date = () => new Date()): Ctx => ({
  services,
  districtId,
  actor: system,
  language: 'zh-CN',
  chosenPlaceId: null,
  now,
  requestId: null,
  cookie: { issue: () => undefined, clear: () => undefined },
  origin: { address: '', device: '', site: '' },
  sessionId: null,
})

/** Refuses unless the actor holds the operation there (without `there`: anywhere). */
export const requirePermission = (ctx: Ctx, operation: Pick<Operation, 'id' | 'access'>, there?: Whereabouts): void => {
  if (holds(ctx.actor, operation.access, there)) return
  if (ctx.actor.kind === 'anyone') throw new Refusal('auth.required', { operation: operation.id })
  const roles = operation.access.kind === 'roles' ? operation.access.roles : []
  throw new Refusal('auth.forbidden', { operation: operation.id, roles })
}

/** The person who acts; refused when nobody has signed in. */
export const requirePerson = (ctx: Ctx): string => {
  if (!ctx.actor.personId) throw new Refusal('auth.required')
  return ctx.actor.personId
}
