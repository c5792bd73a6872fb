import { type Can, mayAct } from '#kernel/flow'
import { maskText } from '#kernel/mask'
import { type Access, holds, type Whereabouts } from '#kernel/operation'
import { ok, type Result } from '#kernel/result'
import { namesOf as personNamesOf } from '#modules/identity'
import { membersOf } from '#modules/posts'
import type { Tx } from '#platform/context'
import { tell } from '#platform/notify'
import type { CaseAction } from '../rules/case-flow.ts'
import type * as store from '../store.ts'
import { findCases } from '../store/standing.ts'
import { CASE_KIND, flow, type LoadedCase, standingOf } from './flow.ts'
import { type Names, namesOf } from './names.ts'

// What whistles, supervision, mediations and notices share: they belong to a case, are asked about by it, and named.

const no = (reason: string, data: Readonly<Record<string, unknown>> = {}): Can => ({ allowed: false, reason, data })

/** May this be done now: as the flow says, by whom it is for, and as the rule of the thing itself says. */
export const canNow = (
  tx: Tx,
  loaded: LoadedCase,
  action: CaseAction,
  ruled: Result<unknown, string> = ok(undefined),
  only?: { readonly access: Access; readonly there: Whereabouts },
): Can => {
  const verdict = mayAct(flow, action, standingOf(tx, loaded))
  if (!verdict.ok) return no(verdict.error.code, verdict.error.data)
  if (only && !holds(tx.actor, only.access, only.there)) return no('flow.not_yours')
  return ruled.ok ? { allowed: true, reason: null, data: {} } : no(ruled.error)
}

/** The cases of a page of a list, and what everything in it is called. */
export interface Around {
  readonly caseOf: (id: string) => store.CaseFileRow | undefined
  readonly names: Names
  /** Masked. */
  readonly person: (id: string | null) => string
}

export const aroundOf = async (
  tx: Tx,
  caseIds: readonly string[],
  organizationIds: readonly (string | null)[],
  personIds: readonly (string | null)[],
): Promise<Around> => {
  const rows = await findCases(tx, [...new Set(caseIds)])
  const caseById = new Map(rows.map((row) => [row.id, row]))
  const names = await namesOf(
    tx,
    rows,
    organizationIds.flatMap((id) => id ?? []),
  )
  const persons = personIds.flatMap((id) => id ?? [])
  const personById = persons.length === 0 ? null : await personNamesOf(tx, persons)
  return {
    caseOf: (id) => caseById.get(id),
    names,
    person: (id) => (id === null ? '' : (personById?.get(id)?.masked ?? '')),
  }
}

/** Everybody with a post in one of these organisations. */
export const membersOfAll = async (tx: Tx, organizationIds: readonly string[]): Promise<string[]> => {
  const personIds = new Set<string>()
  for (const id of organizationIds) for (const { personId } of await membersOf(tx, id)) personIds.add(personId)
  return [...personIds]
}

/** Tells people of something about a case at once; it leads to the case. */
export const tellOfMeasure = (
  tx: Tx,
  row: store.CaseFileRow,
  personIds: readonly (string | null)[],
  ending: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  tell(tx, {
    personIds: personIds.flatMap((id) => id ?? []),
    key: `cases:notice.${ending}`,
    data: { number: row.number, title: maskText(row.title), ...data },
    matter: { kind: CASE_KIND, id: row.id },
    isUrgent: true,
  })
