import type { SessionFacts } from '../rules/session.ts'
import type { SessionRow } from '../store/tables.ts'

/** A row as the rules of sessions see it. */
export const sessionFacts = (
  row: Pick<SessionRow, 'opened_by' | 'created_at' | 'seen_at' | 'expires_at' | 'ended_at'>,
): SessionFacts => ({
  openedBy: row.opened_by,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at,
})
