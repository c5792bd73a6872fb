import { mayAct } from '#kernel/flow'
import { Refusal } from '#kernel/refusal'
import { loadOrganization, type OrganizationRow, refuseClosed } from '#modules/organizations'
import { membersOf } from '#modules/posts'
import type { Tx } from '#platform/context'
import type { CaseAction } from '../rules/case-flow.ts'
import type * as store from '../store.ts'
import { carryOut, type Doing, type Done, doneWith } from './carry-out.ts'
import { flow, type LoadedCase, standingOf } from './flow.ts'
import { type CaseKey, lockCase } from './load.ts'
import { reindexCase } from './open.ts'

export type Decision = Omit<Doing, 'action' | 'words' | 'fileIds'>

/** What an action is told: which case, and usually words and files. */
export type Told = CaseKey & { readonly words?: string | null; readonly fileIds?: readonly string[] }

/** Refuses with the code of the flow or of a guard when this may not happen now. */
export const requireAct = (tx: Tx, action: CaseAction, loaded: LoadedCase): void => {
  const verdict = mayAct(flow, action, standingOf(tx, loaded))
  if (!verdict.ok) throw new Refusal(verdict.error.code, verdict.error.data)
}

/**
 * Locks a case, asks the flow whether this may happen at all, then `decide` what it changes, carries it out, and
 * answers how the case stands then. Refuses with the code of the flow, of a guard, or of `decide`.
 */
export const act = async (
  tx: Tx,
  action: CaseAction,
  told: Told,
  decide: (loaded: LoadedCase) => Decision | Promise<Decision> = () => ({}),
): Promise<Done> => {
  const loaded = await lockCase(tx, told)
  requireAct(tx, action, loaded)
  const decision = await decide(loaded)
  const { words = null, fileIds = [] } = told
  const after = await carryOut(tx, loaded, { action, words, fileIds, ...decision })
  if (after.row.place_path !== loaded.row.place_path) await reindexCase(tx, after.row)
  return doneWith(tx, after)
}

/** What an ended case loses when it is taken up again: it is neither closed nor published any more. */
export const openAgain: Partial<store.CaseFileRow> = {
  closed_at: null,
  is_public: false,
  headline: null,
  public_files: [],
  outcome: null,
}

/** And nobody has it. */
export const unassigned: Partial<store.CaseFileRow> = {
  handler_organization_id: null,
  handler_person_id: null,
  resolved_by_person_id: null,
  tier: null,
}

/** An organisation that is there today and a person, if one is named, who holds a post in it. */
export const handlerFor = async (
  tx: Tx,
  input: { readonly organizationId: string; readonly personId: string | null },
): Promise<OrganizationRow> => {
  const organization = await loadOrganization(tx, input.organizationId)
  refuseClosed(tx, organization)
  const members = input.personId === null ? [] : await membersOf(tx, organization.id)
  if (input.personId !== null && !members.some(({ personId }) => personId === input.personId)) {
    throw new Refusal('cases.person_not_in_organization', { name: organization.short_name })
  }
  return organization
}
