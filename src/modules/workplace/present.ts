import type { FlowDefinition } from '#kernel/flow'
import { maskPhone, maskText } from '#kernel/mask'
import type { Ctx } from '#platform/context'
import type { MatterKind } from '#platform/module'
import type { Hit } from '#platform/search'
import { say } from '#platform/words'
import type { Delivery, FlowPicture, InboxRow, Notice, SavedView, SearchHit, StoredFile } from './contract.ts'
import type { NamedWaitingRow } from './service/desk.ts'
import type { DeliveryRow, FileRow, NoticeRow, SavedViewRow } from './store.ts'

const pathsOf = (kind: MatterKind, id: string): { deskPath: string; portalPath: string | null } => ({
  deskPath: kind.deskPath(id),
  portalPath: kind.portalPath(id),
})

const kindOf = (ctx: Ctx, kind: string): MatterKind => ctx.services.registry.matterKind(kind)

export const presentWaiting = (ctx: Ctx, row: NamedWaitingRow): InboxRow => ({
  ...row,
  deskPath: kindOf(ctx, row.matterKind).deskPath(row.matterId),
})

export const presentHit = (ctx: Ctx, hit: Hit): SearchHit => ({ ...hit, ...pathsOf(kindOf(ctx, hit.kind), hit.id) })

/** A notice in the language of who reads it now. */
export const presentNotice = (ctx: Ctx, row: NoticeRow): Notice => ({
  id: row.id,
  key: row.key,
  words: say(ctx.language, row.key, row.data),
  isUrgent: row.is_urgent,
  createdAt: row.created_at,
  readAt: row.read_at,
  matter:
    row.matter_kind === null || row.matter_id === null
      ? null
      : { kind: row.matter_kind, id: row.matter_id, ...pathsOf(kindOf(ctx, row.matter_kind), row.matter_id) },
})

export const presentView = (row: SavedViewRow): SavedView => ({
  id: row.id,
  list: row.list,
  name: row.name,
  query: row.query,
  createdAt: row.created_at,
})

/** A file as other modules show it too: in threads, beside forms. */
export const presentFile = (row: FileRow): StoredFile => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  sizeBytes: row.size_bytes,
  width: row.width,
  height: row.height,
  hasThumbnail: row.thumbnail_sha256 !== null,
})

/** A definition as it is drawn: lists in the order in which it was written. */
export const presentFlow = (flow: FlowDefinition): FlowPicture => ({
  id: flow.id,
  initial: flow.initial,
  states: Object.entries(flow.states).map(([state, { stage, clock, turn }]) => ({
    state,
    stage,
    clock,
    turn: turn && { of: turn.of, operation: turn.operation, notWhoDid: turn.notWhoDid ?? null },
  })),
  actions: Object.entries(flow.actions).map(([action, rule]) => ({
    action,
    from: [...rule.from],
    to: rule.to === null ? [] : typeof rule.to === 'string' ? [rule.to] : [...rule.to],
    by: rule.by,
    guards: [...(rule.guards ?? [])],
    clock: rule.clock ?? null,
    emits: rule.emits,
  })),
})

const maskEmail = (address: string): string => address.replace(/^(.).*@/u, '$1***@')

/** Runs of digits in what really left are hidden: a one-time code is nobody's but the recipient's. */
const CODE = /\d{4,}/gu

/**
 * A delivery as an administrator sees it. The words are whole only while nothing leaves this machine (the outbox of the
 * demonstration); otherwise codes and numbers in them are hidden.
 */
export const presentDelivery = (ctx: Ctx, row: DeliveryRow): Delivery => ({
  id: row.id,
  channel: row.channel,
  recipient: row.channel === 'email' ? maskEmail(row.recipient) : maskPhone(row.recipient),
  body: ctx.services.channels[row.channel].isLocal
    ? row.body
    : maskText(row.body).replace(CODE, (run) => '*'.repeat(run.length)),
  createdAt: row.created_at,
  sentAt: row.sent_at,
  attemptCount: row.attempt_count,
  fault: row.fault,
})
