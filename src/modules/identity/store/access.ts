import { sql } from 'kysely'
import type { Tx } from '#platform/context'

/** One look behind a mask, as it was written down. */
export interface AccessRow {
  readonly id: string
  readonly at: Date
  readonly person_id: string
  readonly subject_id: string
  readonly field: string
  readonly reason: string
}

export interface AccessFilter {
  readonly subjectId?: string | undefined
  readonly byPersonId?: string | undefined
  /** Only persons of these places; undefined: whoever it is. */
  readonly placePaths?: readonly string[] | undefined
  readonly after: readonly [at: string, id: string] | null
  readonly limit: number
}

/** Looks at persons, newest first; one more than asked when there is a next page. */
export const listAccess = async (tx: Tx, filter: AccessFilter): Promise<AccessRow[]> => {
  const below = filter.placePaths?.map((path) => `${path}%`)
  const { rows } = await sql<AccessRow>`
    select log.id, log.at, log.person_id, log.subject_id, log.field, log.reason
    from platform.access_log log
    join identity.person on person.district_id = log.district_id and person.id = log.subject_id
    where log.district_id = ${tx.districtId} and log.subject_kind = 'person'
      ${filter.subjectId ? sql`and log.subject_id = ${filter.subjectId}` : sql``}
      ${filter.byPersonId ? sql`and log.person_id = ${filter.byPersonId}` : sql``}
      ${below ? sql`and person.place_path like any(${below}::text[])` : sql``}
      ${filter.after ? sql`and (log.at, log.id) < (${filter.after[0]}::timestamptz, ${filter.after[1]}::uuid)` : sql``}
    order by log.at desc, log.id desc
    limit ${filter.limit + 1}
  `.execute(tx.db)
  return rows
}
