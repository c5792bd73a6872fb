import { newId, requirePerson, type Tx } from './context.ts'

export type AccessLogTables = {
  'platform.access_log': {
    district_id: number
    id: string
    at: Date
    person_id: string
    subject_kind: string
    subject_id: string
    field: string
    reason: string
  }
}

/** Writes down a look behind a mask: who looked at whose what, and why. Call it in the transaction of the look. */
export const logAccess = async (
  tx: Tx,
  look: { readonly subjectKind: string; readonly subjectId: string; readonly field: string; readonly reason: string },
): Promise<void> => {
  await tx.db
    .withTables<AccessLogTables>()
    .insertInto('platform.access_log')
    .values({
      district_id: tx.districtId,
      id: newId(tx),
      at: tx.now(),
      person_id: requirePerson(tx),
      subject_kind: look.subjectKind,
      subject_id: look.subjectId,
      field: look.field,
      reason: look.reason,
    })
    .execute()
}
