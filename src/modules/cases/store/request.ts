import type { Selectable } from 'kysely'
import type { Tx } from '#platform/context'
import type { RequestKind } from '../contract.ts'

export type RequestTables = {
  'cases.request': {
    district_id: number
    id: string
    case_id: string
    kind: RequestKind
    organization_id: string | null
    person_id: string | null
    words: string
    /** Numeric: a string from the driver. */
    extend_by: string | number | null
    until: Date | null
    asked_at: Date
    decision: 'granted' | 'denied' | 'dropped' | null
    decided_at: Date | null
    decided_by_person_id: string | null
    decision_words: string | null
  }
}
export type RequestRow = Selectable<RequestTables['cases.request']>

const tables = (tx: Tx) => tx.db.withTables<RequestTables>()

export const insertRequest = async (tx: Tx, row: RequestRow): Promise<void> => {
  await tables(tx).insertInto('cases.request').values(row).execute()
}

export const listRequests = (tx: Tx, caseId: string, limit: number): Promise<RequestRow[]> =>
  tables(tx)
    .selectFrom('cases.request')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .orderBy('asked_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Ends the open request of a case; its row is locked by the caller. */
export const decideRequest = async (
  tx: Tx,
  caseId: string,
  decision: NonNullable<RequestRow['decision']>,
  words: string | null,
): Promise<void> => {
  await tables(tx)
    .updateTable('cases.request')
    .set({ decision, decided_at: tx.now(), decided_by_person_id: tx.actor.personId, decision_words: words })
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .where('decision', 'is', null)
    .execute()
}
