import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { logAccess } from '#platform/access-log'
import { requirePermission, type Tx } from '#platform/context'
import { revealReporters as contract } from '../contract.ts'
import type { CaseFileRow, ReporterRow } from '../store.ts'
import { CASE_KIND } from './flow.ts'
import { loadCase } from './load.ts'

/** The reporters of a case and its text as they are; the look and its reason are written down (PIPL 第51条). */
export const revealReporters = async (
  tx: Tx,
  input: InputOf<typeof contract>,
): Promise<{ row: CaseFileRow; reporters: readonly ReporterRow[] }> => {
  const { row, reporters, reader } = await loadCase(tx, { id: input.caseId })
  if (reader !== 'staff') throw new Refusal('cases.case_not_found')
  requirePermission(tx, contract, { placePath: row.place_path, organizationId: row.handler_organization_id })
  await logAccess(tx, { subjectKind: CASE_KIND, subjectId: row.id, field: 'reporter', reason: input.reason })
  return { row, reporters }
}
