import type { Selectable } from 'kysely'
import type { Tx } from '../context.ts'
import type { ThreadTables } from './tables.ts'

export type Visibility = 'public' | 'parties' | 'staff'

/** One entry of a thread as its readers get it; masking the name is the presenter's. */
export interface EntryView {
  readonly id: string
  readonly number: number
  readonly action: string
  readonly at: Date
  readonly actorKind: 'anyone' | 'person' | 'system'
  readonly personId: string | null
  readonly actorName: string
  readonly actorRole: string | null
  readonly actorOrganizationId: string | null
  readonly fromState: string | null
  readonly toState: string | null
  readonly words: string | null
  readonly data: Record<string, unknown>
  readonly files: readonly string[]
}

const THREAD_ENTRIES_MAX = 500

export const seenBy: Readonly<Record<Visibility, readonly Visibility[]>> = {
  public: ['public'],
  parties: ['public', 'parties'],
  staff: ['public', 'parties', 'staff'],
}

const viewOf = (row: Selectable<ThreadTables['platform.entry']>): EntryView => ({
  id: row.id,
  number: row.number,
  action: row.action,
  at: row.at,
  actorKind: row.actor_kind,
  personId: row.person_id,
  actorName: row.actor_name,
  actorRole: row.actor_role,
  actorOrganizationId: row.actor_organization_id,
  fromState: row.from_state,
  toState: row.to_state,
  words: row.words,
  data: row.data,
  files: row.files,
})

/** The thread of a matter, oldest first, as far as this reader may see. */
export const listEntries = async (tx: Tx, kind: string, matterId: string, reader: Visibility): Promise<EntryView[]> => {
  const rows = await tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.entry')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where('matter_id', '=', matterId)
    .where('visibility', 'in', seenBy[reader])
    .orderBy('number')
    .limit(THREAD_ENTRIES_MAX)
    .execute()
  return rows.map(viewOf)
}

/** One entry, whoever may see it: for reactions, which act for the platform. */
export const findEntry = async (tx: Tx, id: string): Promise<EntryView | null> => {
  const row = await tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.entry')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? viewOf(row) : null
}
