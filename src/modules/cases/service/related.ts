import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import type { Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { titleFrom } from '../rules/case-number.ts'
import { isOpenState } from '../rules/case-flow.ts'
import * as store from '../store.ts'
import { act, handlerFor, openAgain, requireAct, unassigned } from './act.ts'
import { carryOut, type Done, doneWith } from './carry-out.ts'
import { leafCategory } from './category.ts'
import type { LoadedCase } from './flow.ts'
import { loadCase, lockCase, lockFollowing } from './load.ts'
import { type Names, namesOf } from './names.ts'
import { openCases } from './open.ts'
import { placementAt } from './place.ts'

// 并案 -------------------------------------------------------------------------------------------------------------------

/** Two cases are locked in the order of their ids, so that two merges never wait for each other. */
const lockBoth = async (tx: Tx, id: string, leadId: string): Promise<[LoadedCase, LoadedCase]> => {
  if (id < leadId) {
    const loaded = await lockCase(tx, { id })
    return [loaded, await lockCase(tx, { id: leadId })]
  }
  const lead = await lockCase(tx, { id: leadId })
  return [await lockCase(tx, { id }), lead]
}

const refuseLead = ({ row }: LoadedCase): void => {
  if (row.state === 'merged' || row.lead_case_id !== null)
    throw new Refusal('cases.lead_is_merged', { number: row.number })
  if (!isOpenState(row.state)) throw new Refusal('cases.lead_not_open', { number: row.number })
  if (row.merged_count >= contract.MERGED_MAX)
    throw new Refusal('cases.merged_too_many', { countMax: contract.MERGED_MAX })
}

/** 并案: from then on the lead answers; who reported this one is told with it and judges it by the own code. */
export const mergeCase = async (tx: Tx, input: InputOf<typeof contract.mergeCase>): Promise<Done> => {
  if (input.id === input.leadId) throw new Refusal('cases.lead_is_itself')
  const [loaded, lead] = await lockBoth(tx, input.id, input.leadId)
  requireAct(tx, 'cases.case.merge', loaded)
  refuseLead(lead)
  const after = await carryOut(tx, loaded, {
    action: 'cases.case.merge',
    words: input.words,
    fileIds: input.fileIds,
    data: { leadNumber: lead.row.number, leadId: lead.row.id },
    change: { ...unassigned, lead_case_id: lead.row.id },
  })
  await store.addToCount(tx, lead.row.id, 'merged_count', 1)
  return doneWith(tx, after)
}

/** 拆分: a matter of its own after all. */
export const unmergeCase = (tx: Tx, input: InputOf<typeof contract.unmergeCase>): Promise<Done> =>
  act(tx, 'cases.case.unmerge', input, async ({ row }) => {
    if (row.lead_case_id !== null) await store.addToCount(tx, row.lead_case_id, 'merged_count', -1)
    return { change: { ...openAgain, lead_case_id: null } }
  })

/** With a lead that is closed, those merged into it are: each reporter has the answer and judges it. */
export const closeMerged = async (tx: Tx, lead: LoadedCase, words: string): Promise<void> => {
  const { row } = lead
  for (const merged of await store.listOf(tx, 'lead_case_id', row.id, contract.MERGED_MAX)) {
    if (merged.state !== 'merged') continue
    const loaded = await lockFollowing(tx, merged.id)
    await carryOut(tx, loaded, {
      action: contract.CLOSE_MERGED_ACTION,
      words,
      data: { leadNumber: row.number },
      change: {
        closed_at: tx.now(),
        outcome: row.outcome,
        category_id: row.category_id,
        category_path: row.category_path,
        handler_organization_id: row.handler_organization_id,
        handler_person_id: row.handler_person_id,
        resolved_by_person_id: row.resolved_by_person_id,
        resolved_level: row.resolved_level,
      },
    })
  }
}

/** A lead that ends without an answer leaves those merged into it to be looked at on their own. */
export const releaseMerged = async (tx: Tx, lead: LoadedCase): Promise<void> => {
  for (const merged of await store.listOf(tx, 'lead_case_id', lead.row.id, contract.MERGED_MAX)) {
    if (merged.state !== 'merged') continue
    const loaded = await lockFollowing(tx, merged.id)
    await carryOut(tx, loaded, {
      action: 'cases.case.unmerge',
      visibility: 'staff',
      data: { leadNumber: lead.row.number },
      change: { ...openAgain, lead_case_id: null },
    })
    await store.addToCount(tx, lead.row.id, 'merged_count', -1)
  }
}

// 子件 -------------------------------------------------------------------------------------------------------------------

const openPart = async (tx: Tx, parent: LoadedCase, input: InputOf<typeof contract.splitCase>): Promise<void> => {
  const { row } = parent
  const organization = await handlerFor(tx, input)
  const category = await leafCategory(tx, input.categoryId)
  const placement = await placementAt(tx, input.placeId ?? row.place_id)
  const point =
    row.longitude === null || row.latitude === null ? null : { longitude: row.longitude, latitude: row.latitude }
  const [opened] = await openCases(tx, [
    {
      title: input.title || titleFrom(input.body),
      body: input.body,
      channel: row.channel,
      sourceNumber: null,
      urgency: row.urgency,
      placement: input.placeId === undefined && point ? { ...placement, precision: row.location_precision } : placement,
      point: input.placeId === undefined ? point : null,
      address: row.address,
      category,
      occurredAt: row.occurred_at,
      reporter: { personId: tx.actor.personId, name: tx.actor.name || null, phone: null },
      fileIds: [],
      parentCaseId: row.id,
    },
  ])
  if (!opened) throw new Error('one draft opens one case')
  const part = await lockFollowing(tx, opened.row.id)
  const accepted = await carryOut(tx, part, { action: 'cases.case.accept', change: { checked_at: tx.now() } })
  const filed = await carryOut(tx, accepted, { action: 'cases.case.file', data: { categoryName: category.name } })
  await carryOut(tx, filed, {
    action: 'cases.case.dispatch',
    data: { organizationName: organization.short_name },
    change: { handler_organization_id: organization.id, handler_person_id: input.personId },
  })
}

/** 分办: 主办 keeps the case, 协办 gets a part of it. */
export const splitCase = (tx: Tx, input: InputOf<typeof contract.splitCase>): Promise<Done> =>
  act(tx, 'cases.case.split', input, async (loaded) => {
    const { row } = loaded
    if (row.parent_case_id !== null) throw new Refusal('cases.child_has_none')
    const children = await store.listOf(tx, 'parent_case_id', row.id, contract.CHILDREN_MAX)
    if (children.length >= contract.CHILDREN_MAX)
      throw new Refusal('cases.children_too_many', { countMax: contract.CHILDREN_MAX })
    const organization = await handlerFor(tx, input)
    await openPart(tx, loaded, input)
    return {
      visibility: 'staff',
      data: { title: input.title, organizationName: organization.short_name },
      change: { open_child_count: row.open_child_count + 1 },
    }
  })

export interface RelatedCases {
  readonly lead: store.CaseFileRow | null
  readonly merged: readonly store.CaseFileRow[]
  readonly parent: store.CaseFileRow | null
  readonly children: readonly store.CaseFileRow[]
  readonly names: Names
}

/** What belongs to a case, as far as the actor reads the case itself. */
export const findRelated = async (tx: Tx, input: InputOf<typeof contract.findRelated>): Promise<RelatedCases> => {
  const { row, reader } = await loadCase(tx, input)
  if (reader !== 'staff') throw new Refusal('cases.case_not_found')
  const lead = row.lead_case_id === null ? undefined : await store.findCase(tx, row.lead_case_id)
  const parent = row.parent_case_id === null ? undefined : await store.findCase(tx, row.parent_case_id)
  const merged = await store.listOf(tx, 'lead_case_id', row.id, contract.MERGED_MAX)
  const children = await store.listOf(tx, 'parent_case_id', row.id, contract.CHILDREN_MAX)
  const all = [...merged, ...children, ...(lead ? [lead] : []), ...(parent ? [parent] : [])]
  return { lead: lead ?? null, merged, parent: parent ?? null, children, names: await namesOf(tx, all) }
}
