import type { InputOf } from '#kernel/operation'
import { pathIds } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { civilDateAt, type TimeLimit } from '#kernel/time'
import { loadOrganization, organizationNames } from '#modules/organizations'
import { newId, type Tx } from '#platform/context'
import { pinyinKey } from '#platform/search'
import * as contract from '../contract.ts'
import { type ConditionsInForce, conditionsInForce, limitInForce } from '../rules/category-rule.ts'
import * as store from '../store/category.ts'
import { configOf } from './config.ts'
import { loadRules } from './flow.ts'
import { requireAtDistrict } from './guard.ts'

export const loadCategory = async (tx: Tx, id: number): Promise<store.CategoryRow> => {
  const category = await store.findCategory(tx, id)
  if (!category) throw new Refusal('cases.category_not_found', { id })
  return category
}

/** A category under which a case may stand: one that is in use. */
export const usableCategory = async (tx: Tx, id: number): Promise<store.CategoryRow> => {
  const category = await loadCategory(tx, id)
  if (category.valid_to !== null) throw new Refusal('cases.category_retired', { name: category.name })
  return category
}

/** A category under which a case may be filed: one that has none below it. */
export const leafCategory = async (tx: Tx, id: number): Promise<store.CategoryRow> => {
  const category = await usableCategory(tx, id)
  if (await store.hasChildren(tx, id)) throw new Refusal('cases.category_not_leaf', { name: category.name })
  return category
}

/** Categories with the ids of those that have others below them. */
export const listCategories = async (
  tx: Tx,
  input: InputOf<typeof contract.listCategories>,
): Promise<{ rows: store.CategoryRow[]; parents: ReadonlySet<number> }> => ({
  rows: await store.listCategories(tx, { ...input, words: input.words || undefined }),
  parents: await store.findParents(tx),
})

export const createCategory = async (
  tx: Tx,
  input: InputOf<typeof contract.createCategory>,
): Promise<store.CategoryRow> => {
  await requireAtDistrict(tx, contract.createCategory)
  const parent = input.parentId === null ? null : await usableCategory(tx, input.parentId)
  const level = (parent?.level ?? 0) + 1
  if (level > contract.CATEGORY_LEVEL_MAX)
    throw new Refusal('cases.category_too_deep', { levelMax: contract.CATEGORY_LEVEL_MAX })
  if ((await store.countCategories(tx)) >= contract.CATEGORIES_MAX) throw new Refusal('cases.categories_too_many')
  const draft: store.NewCategory = {
    district_id: tx.districtId,
    parent_id: parent?.id ?? null,
    level,
    code: input.code,
    name: input.name,
    name_key: pinyinKey(input.name, 'other'),
    valid_from: input.validFrom ?? civilDateAt(tx.now()),
    valid_to: null,
  }
  const row = await store.insertCategory(tx, draft, parent?.path ?? '')
  if (row) return row
  const twin = (await store.findTwin(tx, draft)) ?? 'code'
  throw new Refusal(`cases.category_${twin}_conflict`, { code: input.code, name: input.name })
}

export const renameCategory = async (
  tx: Tx,
  input: InputOf<typeof contract.renameCategory>,
): Promise<{ row: store.CategoryRow; parents: ReadonlySet<number> }> => {
  await requireAtDistrict(tx, contract.renameCategory)
  const category = await usableCategory(tx, input.id)
  if (await store.findTwin(tx, { code: '', name: input.name, parent_id: category.parent_id }, category.id)) {
    throw new Refusal('cases.category_name_conflict', { name: input.name })
  }
  const renamed = await store.renameCategory(tx, { ...input, nameKey: pinyinKey(input.name, 'other') })
  if (!renamed) throw new Refusal('cases.category_changed_meanwhile')
  return { row: renamed, parents: await store.findParents(tx) }
}

export const retireCategory = async (
  tx: Tx,
  input: InputOf<typeof contract.retireCategory>,
): Promise<store.CategoryRow> => {
  await requireAtDistrict(tx, contract.retireCategory)
  const category = await usableCategory(tx, input.id)
  if (category.version !== input.version) throw new Refusal('cases.category_changed_meanwhile')
  await store.retireCategories(tx, category.path, civilDateAt(tx.now()))
  return loadCategory(tx, input.id)
}

export interface NamedRule {
  readonly row: store.CategoryRuleRow
  readonly organizationName: string | null
}

const nameRules = async (tx: Tx, rows: readonly store.CategoryRuleRow[]): Promise<NamedRule[]> => {
  const names = await organizationNames(
    tx,
    rows.flatMap((row) => row.handler_organization_id ?? []),
  )
  return rows.map((row) => ({
    row,
    organizationName: row.handler_organization_id === null ? null : (names.get(row.handler_organization_id) ?? ''),
  }))
}

export interface CategoryView {
  readonly category: store.CategoryRow
  readonly isLeaf: boolean
  readonly above: readonly store.CategoryRow[]
  readonly rules: readonly NamedRule[]
  readonly conditions: ConditionsInForce
  readonly handlerName: string | null
  readonly limits: readonly {
    readonly clock: contract.CaseClock
    readonly urgency: contract.Urgency
    readonly limit: TimeLimit
    readonly fromCategoryId: number | null
  }[]
}

const RULES_SHOWN_MAX = 100

/** One category with its rules and what holds today from all of them. */
export const findCategory = async (tx: Tx, id: number): Promise<CategoryView> => {
  const category = await loadCategory(tx, id)
  const inForce = await loadRules(tx, category.path)
  const conditions = conditionsInForce(inForce)
  const { handlerOrganizationId } = conditions
  const config = await configOf(tx)
  return {
    category,
    isLeaf: !(await store.hasChildren(tx, id)),
    above: await store.findCategories(tx, pathIds(category.path).slice(0, -1)),
    rules: await nameRules(tx, await store.listCategoryRules(tx, [id], RULES_SHOWN_MAX)),
    conditions,
    handlerName: handlerOrganizationId === null ? null : (await loadOrganization(tx, handlerOrganizationId)).short_name,
    limits: contract.urgencies.flatMap((urgency) =>
      contract.caseClocks.map((clock) => ({ clock, urgency, ...limitInForce(clock, urgency, inForce, config) })),
    ),
  }
}

/** What holds for a category from a day on. The rules before it stay, so that every past deadline can be worked out. */
export const setCategoryRule = async (tx: Tx, input: InputOf<typeof contract.setCategoryRule>): Promise<NamedRule> => {
  await requireAtDistrict(tx, contract.setCategoryRule)
  const category = await usableCategory(tx, input.categoryId)
  const today = civilDateAt(tx.now())
  const validFrom = input.validFrom ?? today
  if (validFrom < today) throw new Refusal('cases.date_not_possible', { date: validFrom })
  if (input.handlerOrganizationId !== null) await loadOrganization(tx, input.handlerOrganizationId)
  const row = {
    district_id: tx.districtId,
    id: newId(tx),
    category_id: category.id,
    valid_from: validFrom,
    limits: input.limits,
    urgent_limits: input.urgentLimits,
    handler_kind: input.handlerKind,
    handler_organization_id: input.handlerOrganizationId,
    filing_condition: input.filingCondition,
    closing_condition: input.closingCondition,
    required_photo_count: input.requiredPhotoCount,
    verification_photo_count: input.verificationPhotoCount,
    verification_radius: input.verificationRadius,
    verification_same_period: input.verificationSamePeriod,
    created_at: tx.now(),
    created_by_person_id: tx.actor.personId,
  }
  await store.insertCategoryRules(tx, [row])
  const [rule] = await nameRules(tx, [row])
  if (!rule) throw new Error('one row has one name')
  return rule
}
