import { pathIds, type PlaceLevel } from '#kernel/place'
import { namesOf as personNamesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces } from '#modules/places'
import type { Tx } from '#platform/context'
import { type CaseFileRow, findCase } from '../store.ts'
import * as categoryStore from '../store/category.ts'

/** What the ids in rows of cases are called. */
export interface Names {
  readonly place: (id: number) => { readonly name: string; readonly level: PlaceLevel } | undefined
  readonly category: (id: number) => string
  readonly organization: (id: string) => string
  /** Masked. */
  readonly person: (id: string) => string
}

type Named = Pick<CaseFileRow, 'place_path' | 'category_path' | 'handler_organization_id' | 'handler_person_id'>

const distinct = <T>(values: readonly (T | null)[]): T[] => [...new Set(values.filter((value) => value !== null))]

/** Looks up the names in these rows: at most four queries, asked together, however many rows. */
export const namesOf = async (
  tx: Tx,
  rows: readonly Named[],
  organizationIds: readonly string[] = [],
): Promise<Names> => {
  const placeIds = distinct(rows.flatMap((row) => pathIds(row.place_path)))
  const categoryIds = distinct(rows.flatMap((row) => (row.category_path === null ? [] : pathIds(row.category_path))))
  const organizations = distinct([...rows.map((row) => row.handler_organization_id), ...organizationIds])
  const personIds = distinct(rows.map((row) => row.handler_person_id))
  const [places, categories, organizationById, personById] = await Promise.all([
    findPlaces(tx, placeIds),
    categoryStore.findCategories(tx, categoryIds),
    organizations.length === 0 ? null : organizationNames(tx, organizations),
    personIds.length === 0 ? null : personNamesOf(tx, personIds),
  ])
  const placeById = new Map(places.map((place) => [place.id, place]))
  const categoryById = new Map(categories.map((category) => [category.id, category.name]))
  return {
    place: (id) => placeById.get(id),
    category: (id) => categoryById.get(id) ?? '',
    organization: (id) => organizationById?.get(id) ?? '',
    person: (id) => personById?.get(id)?.masked ?? '',
  }
}

/** The names of a case that was opened just now: its places are known, and nobody has it yet. */
export const namesOfPlaces = async (
  tx: Tx,
  row: Named,
  places: readonly { readonly id: number; readonly name: string; readonly level: PlaceLevel }[],
): Promise<Names> => {
  const placeById = new Map(places.map((place) => [place.id, place]))
  const nobody = (): string => ''
  const category = row.category_path === null ? nobody : (await namesOf(tx, [{ ...row, place_path: '' }])).category
  return { place: (id) => placeById.get(id), category, organization: nobody, person: nobody }
}

/** Names of categories by id, for other modules whose things belong to one. */
export const categoryNames = async (tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, string>> => {
  const rows = await categoryStore.findCategories(tx, distinct(ids))
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** What people call these cases by, for other modules whose things became one. */
export const caseNumbers = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await Promise.all(distinct(ids).map((id) => findCase(tx, id)))
  return new Map(rows.flatMap((row) => (row ? [[row.id, row.number] as const] : [])))
}
