import type { Can } from '#kernel/flow'
import { type FileRow, findFiles } from '#modules/workplace'
import type { Tx } from '#platform/context'
import { type EntryView, listEntries, type VisitView, visitsOf } from '#platform/thread'
import { CHILDREN_MAX } from '../contract.ts'
import { type ConditionsInForce, conditionsInForce } from '../rules/category-rule.ts'
import * as store from '../store.ts'
import type { RequestRow } from '../store/request.ts'
import { suggestOrganization } from './dispatch-rule.ts'
import { CASE_KIND, cansOf, type LoadedCase, loadRules } from './flow.ts'
import { type CaseKey, loadCase } from './load.ts'
import { type Names, namesOf } from './names.ts'
import { listRequests } from './request.ts'

/** Everything of one case that its reader may see, as stored. */
export interface CaseView extends LoadedCase {
  readonly entries: readonly EntryView[]
  readonly visits: readonly VisitView[]
  readonly files: readonly FileRow[]
  readonly names: Names
  /** What the category asks for; staff only. */
  readonly conditions: ConditionsInForce | null
  /** To whom the rules would give it; staff only, while it waits to be dispatched. */
  readonly suggested: { readonly id: string; readonly name: string } | null
  readonly can: Record<string, Can>
  readonly requests: readonly RequestRow[]
  readonly partCount: number
}

/** One case as far as the actor may see it; `cases.case_not_found` when that is nothing. */
export const viewCase = async (tx: Tx, key: CaseKey): Promise<CaseView> => {
  const loaded = await loadCase(tx, key)
  const { row, reader } = loaded
  const entries = await listEntries(tx, CASE_KIND, row.id, reader)
  const fileIds = new Set([...entries.flatMap((entry) => entry.files), ...row.public_files])
  const requests = reader === 'staff' ? await listRequests(tx, row.id) : []
  const inForce = reader === 'staff' ? await loadRules(tx, row.category_path) : null
  return {
    ...loaded,
    entries,
    visits: await visitsOf(tx, CASE_KIND, row.id),
    files: await findFiles(tx, [...fileIds]),
    names: await namesOf(
      tx,
      [row],
      [
        ...entries.flatMap((entry) => entry.actorOrganizationId ?? []),
        ...requests.flatMap((request) => request.organization_id ?? []),
      ],
    ),
    conditions: inForce && conditionsInForce(inForce),
    suggested: inForce && row.state === 'filed' ? await suggestOrganization(tx, row, inForce) : null,
    can: cansOf(tx, loaded),
    requests,
    partCount: reader === 'staff' ? (await store.listOf(tx, 'parent_case_id', row.id, CHILDREN_MAX)).length : 0,
  }
}
