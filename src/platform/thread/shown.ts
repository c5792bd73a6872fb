import { sql, type SqlBool } from 'kysely'
import type { Tx } from '../context.ts'
import { seenBy, type Visibility } from './entries.ts'
import type { ThreadTables } from './tables.ts'

/** Does an entry that this reader may see carry that file? */
export const isFileShown = async (
  tx: Tx,
  kind: string,
  matterId: string,
  fileId: string,
  reader: Visibility,
): Promise<boolean> => {
  const row = await tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.entry')
    .select('id')
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where('matter_id', '=', matterId)
    .where('visibility', 'in', seenBy[reader])
    .where(sql<SqlBool>`${fileId}::uuid = any(files)`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
