import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { categoryNames, usableCategory } from '#modules/cases'
import { newId, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import type * as contract from '../contract.ts'
import { DEFAULT_CLASSES, DEFAULT_SITE_KINDS } from '../rules/default-catalogue.ts'
import * as store from '../store/catalogue.ts'

export interface NamedKind {
  readonly row: store.KindRow
  readonly classNumber: number
  readonly categoryName: string | null
}

export interface Catalogue {
  readonly classes: readonly { readonly row: store.ClassRow; readonly kinds: readonly NamedKind[] }[]
  readonly siteKinds: readonly store.SiteKindRow[]
}

const today = (tx: Tx): string => civilDateAt(tx.now())
const NAME_TAKEN = {
  problem_class_name: 'hazards.name_conflict',
  problem_kind_name: 'hazards.name_conflict',
  site_kind_name: 'hazards.name_conflict',
}
const named = <R>(name: string, write: () => Promise<R>): Promise<R> => refuseTaken(NAME_TAKEN, { name }, write)

export const readCatalogue = async (tx: Tx, withEnded: boolean): Promise<Catalogue> => {
  const classes = await store.listClasses(tx)
  const kinds = await store.listKinds(tx, withEnded)
  const names = await categoryNames(
    tx,
    kinds.flatMap((kind) => kind.category_id ?? []),
  )
  const siteKinds = await store.listSiteKinds(tx)
  return {
    classes: classes.map((row) => ({
      row,
      kinds: kinds
        .filter((kind) => kind.class_id === row.id)
        .map((kind) => ({
          row: kind,
          classNumber: row.number,
          categoryName: kind.category_id === null ? null : (names.get(kind.category_id) ?? ''),
        })),
    })),
    siteKinds: withEnded ? siteKinds : siteKinds.filter((kind) => kind.ended_on === null),
  }
}

/** The catalogue of S4-60, once: whoever has one already changes it. */
export const installCatalogue = async (
  tx: Tx,
): Promise<{ classCount: number; kindCount: number; siteKindCount: number }> => {
  await store.lockCatalogue(tx)
  if ((await store.listClasses(tx)).length > 0) throw new Refusal('hazards.catalogue_there')
  const classes = DEFAULT_CLASSES.map(({ name }, index) => ({
    district_id: tx.districtId,
    id: newId(tx),
    number: index + 1,
    name,
    created_at: tx.now(),
    version: 1,
  }))
  await store.insertClasses(tx, classes)
  const kinds = classes.flatMap((row, index) =>
    Array.from({ length: DEFAULT_CLASSES[index]?.kindCount ?? 0 }, (_, at) => kindRow(tx, row.id, at + 1, null)),
  )
  await store.insertKinds(tx, kinds)
  const there = new Set((await store.listSiteKinds(tx)).map((kind) => kind.name))
  const siteKinds = DEFAULT_SITE_KINDS.filter(({ name }) => !there.has(name)).map(({ name, isSmall }, index) => ({
    district_id: tx.districtId,
    id: newId(tx),
    name,
    is_small: isSmall,
    position: there.size + index + 1,
    ended_on: null,
  }))
  if (siteKinds.length > 0) await store.insertSiteKinds(tx, siteKinds)
  return { classCount: classes.length, kindCount: kinds.length, siteKindCount: siteKinds.length }
}

const kindRow = (tx: Tx, classId: string, number: number, name: string | null): store.KindRow => ({
  district_id: tx.districtId,
  id: newId(tx),
  class_id: classId,
  number,
  name,
  points: null,
  severity: 'general',
  category_id: null,
  valid_from: today(tx),
  valid_to: null,
  version: 1,
})

export const createClass = async (tx: Tx, input: InputOf<typeof contract.createClass>): Promise<store.ClassRow> => {
  await store.lockCatalogue(tx)
  const numbers = (await store.listClasses(tx)).map((row) => row.number)
  const row: store.ClassRow = {
    district_id: tx.districtId,
    id: newId(tx),
    number: Math.max(0, ...numbers) + 1,
    name: input.name,
    created_at: tx.now(),
    version: 1,
  }
  await named(input.name, () => store.insertClasses(tx, [row]))
  return row
}

const classOf = async (tx: Tx, id: string): Promise<store.ClassRow> => {
  const found = (await store.listClasses(tx)).find((row) => row.id === id)
  if (!found) throw new Refusal('hazards.class_not_found', { id })
  return found
}

export const renameClass = async (
  tx: Tx,
  input: InputOf<typeof contract.renameClass>,
): Promise<Catalogue['classes'][number]> => {
  await classOf(tx, input.id)
  const renamed = await named(input.name, () => store.renameClass(tx, input.id, input.version, input.name))
  if (!renamed) throw new Refusal('hazards.changed_meanwhile')
  const found = (await readCatalogue(tx, false)).classes.find(({ row }) => row.id === input.id)
  return found ?? { row: renamed, kinds: [] }
}

const withNames = async (tx: Tx, row: store.KindRow): Promise<NamedKind> => {
  const { number } = await classOf(tx, row.class_id)
  const names = await categoryNames(tx, row.category_id === null ? [] : [row.category_id])
  return {
    row,
    classNumber: number,
    categoryName: row.category_id === null ? null : (names.get(row.category_id) ?? ''),
  }
}

type KindDetails = Pick<InputOf<typeof contract.createKind>, 'name' | 'points' | 'severity' | 'categoryId'>

const columnsOf = async (tx: Tx, details: KindDetails) => ({
  name: details.name,
  points: details.points,
  severity: details.severity,
  category_id: details.categoryId === null ? null : (await usableCategory(tx, details.categoryId)).id,
})

export const createKind = async (tx: Tx, input: InputOf<typeof contract.createKind>): Promise<NamedKind> => {
  await store.lockCatalogue(tx)
  await classOf(tx, input.classId)
  const numbers = (await store.listKinds(tx, true)).filter((kind) => kind.class_id === input.classId)
  const next = Math.max(0, ...numbers.map((kind) => kind.number)) + 1
  const row = { ...kindRow(tx, input.classId, next, input.name), ...(await columnsOf(tx, input)) }
  await named(input.name, () => store.insertKinds(tx, [row]))
  return withNames(tx, row)
}

const lockKind = async (tx: Tx, ref: { readonly id: string; readonly version: number }): Promise<store.KindRow> => {
  const row = await store.lockKind(tx, ref.id)
  if (!row) throw new Refusal('hazards.kind_not_found', { id: ref.id })
  if (row.valid_to !== null) throw new Refusal('hazards.kind_ended', { name: row.name ?? '' })
  if (row.version !== ref.version) throw new Refusal('hazards.changed_meanwhile')
  return row
}

export const changeKind = async (tx: Tx, input: InputOf<typeof contract.changeKind>): Promise<NamedKind> => {
  await lockKind(tx, input)
  const change = await columnsOf(tx, input)
  return withNames(tx, await named(input.name, () => store.updateKind(tx, input.id, change)))
}

export const retireKind = async (tx: Tx, input: InputOf<typeof contract.retireKind>): Promise<NamedKind> => {
  await lockKind(tx, input)
  return withNames(tx, await store.updateKind(tx, input.id, { valid_to: today(tx) }))
}

export const createSiteKind = async (
  tx: Tx,
  input: InputOf<typeof contract.createSiteKind>,
): Promise<store.SiteKindRow> => {
  await store.lockCatalogue(tx)
  const positions = (await store.listSiteKinds(tx)).map((kind) => kind.position)
  const row = {
    district_id: tx.districtId,
    id: newId(tx),
    name: input.name,
    is_small: input.isSmall,
    position: Math.max(0, ...positions) + 1,
    ended_on: null,
  }
  await named(input.name, () => store.insertSiteKinds(tx, [row]))
  return row
}

export const retireSiteKind = async (
  tx: Tx,
  input: InputOf<typeof contract.retireSiteKind>,
): Promise<store.SiteKindRow> => {
  const ended = await store.endSiteKind(tx, input.id, today(tx))
  if (!ended) throw new Refusal('hazards.site_kind_not_found', { id: input.id })
  return ended
}

/** A kind of site that a new site may be of. */
export const usableSiteKind = async (tx: Tx, id: string): Promise<store.SiteKindRow> => {
  const found = (await store.listSiteKinds(tx)).find((kind) => kind.id === id)
  if (!found) throw new Refusal('hazards.site_kind_not_found', { id })
  if (found.ended_on !== null) throw new Refusal('hazards.site_kind_ended', { name: found.name })
  return found
}
