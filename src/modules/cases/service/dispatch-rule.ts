import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { loadOrganization, organizationNames, organizationsAt, refuseClosed } from '#modules/organizations'
import { findPlaces, loadPlace } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import type { DatedRule } from '../rules/category-rule.ts'
import { conditionsInForce } from '../rules/category-rule.ts'
import { bestDispatchRule } from '../rules/dispatch-rule.ts'
import type { CaseFileRow } from '../store.ts'
import * as store from '../store/category.ts'
import { usableCategory } from './category.ts'
import { placementAt } from './place.ts'

interface NamedOrganization {
  readonly id: string
  readonly name: string
}

/**
 * To whom the rules would give a case: the narrowest dispatch rule (category × place), else the organisation that the
 * category names, else the nearest one of the kind it names; null when none says.
 */
export const suggestOrganization = async (
  tx: Tx,
  row: Pick<CaseFileRow, 'category_path' | 'place_path'>,
  inForce: readonly DatedRule[],
): Promise<NamedOrganization | null> => {
  const on = civilDateAt(tx.now())
  const rules = (await store.listDispatchRules(tx, { validOn: on })).map((rule) => ({
    id: rule.id,
    categoryPath: rule.category_path,
    placePath: rule.place_path,
    organizationId: rule.organization_id,
    validFrom: rule.valid_from,
    validTo: rule.valid_to,
  }))
  const best = bestDispatchRule(rules, { categoryPath: row.category_path, placePath: row.place_path, on })
  const { handlerOrganizationId, handlerKind } = conditionsInForce(inForce)
  const organizationId = best?.organizationId ?? handlerOrganizationId
  if (organizationId) {
    const organization = await loadOrganization(tx, organizationId)
    return { id: organization.id, name: organization.short_name }
  }
  const [nearest] = handlerKind ? await organizationsAt(tx, row.place_path, handlerKind) : []
  return nearest ? { id: nearest.id, name: nearest.short_name } : null
}

export interface NamedDispatchRule {
  readonly row: store.DispatchRuleRow
  readonly categoryName: string | null
  readonly placeName: string
  readonly organizationName: string
}

const nameRules = async (tx: Tx, rows: readonly store.DispatchRuleRow[]): Promise<NamedDispatchRule[]> => {
  const categories = await store.findCategories(tx, [...new Set(rows.flatMap((row) => row.category_id ?? []))])
  const places = await findPlaces(tx, [...new Set(rows.map((row) => row.place_id))])
  const organizations = await organizationNames(
    tx,
    rows.map((row) => row.organization_id),
  )
  const categoryById = new Map(categories.map((category) => [category.id, category.name]))
  const placeById = new Map(places.map((place) => [place.id, place.name]))
  return rows.map((row) => ({
    row,
    categoryName: row.category_id === null ? null : (categoryById.get(row.category_id) ?? ''),
    placeName: placeById.get(row.place_id) ?? '',
    organizationName: organizations.get(row.organization_id) ?? '',
  }))
}

export const listDispatchRules = async (
  tx: Tx,
  input: InputOf<typeof contract.listDispatchRules>,
): Promise<NamedDispatchRule[]> =>
  nameRules(tx, await store.listDispatchRules(tx, { validOn: input.withEnded ? null : civilDateAt(tx.now()) }))

const named = async (tx: Tx, row: store.DispatchRuleRow): Promise<NamedDispatchRule> => {
  const [rule] = await nameRules(tx, [row])
  if (!rule) throw new Error('one row has one name')
  return rule
}

export const createDispatchRule = async (
  tx: Tx,
  input: InputOf<typeof contract.createDispatchRule>,
): Promise<NamedDispatchRule> => {
  const { place } = await placementAt(tx, input.placeId)
  requirePermission(tx, contract.createDispatchRule, { placePath: place.path })
  const category = input.categoryId === null ? null : await usableCategory(tx, input.categoryId)
  const organization = await loadOrganization(tx, input.organizationId)
  refuseClosed(tx, organization)
  const today = civilDateAt(tx.now())
  const validFrom = input.validFrom ?? today
  if (validFrom < today) throw new Refusal('cases.date_not_possible', { date: validFrom })
  const existing = await store.listDispatchRules(tx, { validOn: null })
  if (existing.length >= contract.DISPATCH_RULES_MAX) throw new Refusal('cases.dispatch_rules_too_many')
  const row = await store.insertDispatchRule(tx, {
    district_id: tx.districtId,
    id: newId(tx),
    category_id: category?.id ?? null,
    category_path: category?.path ?? null,
    place_id: place.id,
    place_path: place.path,
    organization_id: organization.id,
    valid_from: validFrom,
    valid_to: null,
    created_at: tx.now(),
  })
  if (!row) throw new Refusal('cases.dispatch_rule_conflict')
  return named(tx, row)
}

export const endDispatchRule = async (
  tx: Tx,
  input: InputOf<typeof contract.endDispatchRule>,
): Promise<NamedDispatchRule> => {
  const rule = await store.findDispatchRule(tx, input.id)
  if (!rule) throw new Refusal('cases.dispatch_rule_not_found', { id: input.id })
  const place = await loadPlace(tx, rule.place_id)
  requirePermission(tx, contract.endDispatchRule, { placePath: place.path })
  if (rule.version !== input.version) throw new Refusal('cases.dispatch_rule_changed_meanwhile')
  const today = civilDateAt(tx.now())
  const on = input.on ?? today
  if (on < today || on < rule.valid_from || rule.valid_to !== null) {
    throw new Refusal('cases.date_not_possible', { date: on })
  }
  return named(tx, await store.endDispatchRule(tx, rule.id, on))
}
