import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import { logAccess } from '#platform/access-log'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import { indexDocument, pinyinKey } from '#platform/search'
import * as contract from '../contract.ts'
import * as catalogue from '../store/catalogue.ts'
import * as hazards from '../store/hazard.ts'
import { countInspectionsOf } from '../store/inspection.ts'
import * as store from '../store/site.ts'
import { usableSiteKind } from './catalogue.ts'
import { type Names, namesOf } from './names.ts'
import { mayReadAt, placeHere, readablePaths } from './where.ts'

/** A site as far as the actor may read it; one that is not for the actor and one that is not there are told alike. */
export const loadSite = async (tx: Tx, id: string): Promise<store.SiteRow> => {
  const site = await store.findSite(tx, id)
  if (!site || !mayReadAt(tx, site.place_path)) throw new Refusal('hazards.site_not_found', { id })
  return site
}

export const refuseClosedSite = (site: store.SiteRow): void => {
  if (site.closed_on !== null) throw new Refusal('hazards.site_closed', { name: site.name })
}

export const namesOfSites = (tx: Tx, rows: readonly store.SiteRow[]): Promise<Names> =>
  namesOf(tx, {
    placePaths: rows.map((row) => row.place_path),
    organizationIds: rows.map((row) => row.organization_id),
  })

export const siteFilterOf = async (tx: Tx, input: InputOf<typeof contract.exportSites>): Promise<store.SiteFilter> => {
  const small = (await catalogue.listSiteKinds(tx)).filter((kind) => kind.is_small === input.isSmall)
  const ofSize = input.isSmall === undefined ? null : small.map((kind) => kind.id)
  return {
    placePaths: await readablePaths(tx, input.placeId),
    kindIds: input.kindId === undefined ? ofSize : [input.kindId],
    risk: input.risk ?? null,
    words: input.words || null,
    has: input.has ?? null,
    isClosed: input.isClosed,
  }
}

const CURSORS = {
  name: z.tuple([z.string().max(400), idShape]),
  checked: z.tuple([z.union([cursorInstant, z.literal('-infinity')]), idShape]),
  hazards: z.tuple([z.number().int(), idShape]),
} as const

const sortValue = (row: store.ListedSite, sort: keyof typeof CURSORS): string | number => {
  if (sort === 'hazards') return row.open_count
  if (sort === 'checked') return row.checked_at?.toISOString() ?? '-infinity'
  return row.name_key
}

export interface SiteList extends Page<store.ListedSite> {
  readonly names: Names
}

export const listSites = async (tx: Tx, input: InputOf<typeof contract.listSites>): Promise<SiteList> => {
  const { sort, limit } = input
  const after = readCursorAs(input.cursor, CURSORS[sort])
  const rows = await store.listSites(tx, await siteFilterOf(tx, input), { sort, after, limit })
  const page = cutPage(rows, limit, (row) => [sortValue(row, sort), row.id])
  return { ...page, names: await namesOfSites(tx, page.items) }
}

/** Sites as they are listed: with what is open and what was found again. */
export const listedSite = async (tx: Tx, id: string): Promise<{ row: store.ListedSite; names: Names }> => {
  const [row] = await store.findListedSites(tx, [id])
  if (!row) throw new Refusal('hazards.site_not_found', { id })
  return { row, names: await namesOfSites(tx, [row]) }
}

export interface SiteView {
  readonly row: store.ListedSite
  readonly names: Names
  readonly offences: readonly hazards.Offence[]
  readonly inspectionCount: number
  readonly hazardCount: number
  readonly can: Record<string, Can>
}

export const viewSite = async (tx: Tx, id: string): Promise<SiteView> => {
  const site = await loadSite(tx, id)
  const counts = await hazards.countOffences(tx, id, new Date(0))
  const { changeSite, closeSite, revealSite, assignTasks, recordInspection } = contract
  const acts = [changeSite, closeSite, assignTasks, recordInspection]
  const there = { placePath: site.place_path }
  const obstacle = site.closed_on === null ? null : 'hazards.site_closed'
  return {
    ...(await listedSite(tx, id)),
    offences: await hazards.listOffences(tx, id),
    inspectionCount: await countInspectionsOf(tx, id),
    hazardCount: [...counts.values()].reduce((sum, count) => sum + count, 0),
    can: {
      ...canOfOperations(tx.actor, acts, there, obstacle),
      ...canOfOperations(tx.actor, [revealSite], there, null),
    },
  }
}

type Details = Omit<InputOf<typeof contract.createSite>, 'responsibleName' | 'responsiblePhone'>
type Responsible = Pick<InputOf<typeof contract.createSite>, 'responsibleName' | 'responsiblePhone'>

const NAME_TAKEN = { site_name: 'hazards.site_name_conflict' }

/** A kind that has ended meanwhile stays with the sites that have it. */
const columnsOf = async (tx: Tx, details: Details & Responsible, keptKindId: string | null) => {
  const place = await placeHere(tx, details.placeId)
  if (details.kindId !== keptKindId) await usableSiteKind(tx, details.kindId)
  if (details.organizationId !== null) refuseClosed(tx, await loadOrganization(tx, details.organizationId))
  return {
    name: details.name,
    name_key: pinyinKey(details.name, 'other'),
    kind_id: details.kindId,
    place_id: place.id,
    place_path: place.path,
    address: details.address,
    longitude: details.point?.longitude ?? null,
    latitude: details.point?.latitude ?? null,
    organization_id: details.organizationId,
    risk: details.risk,
    ...(details.responsibleName === undefined ? {} : { responsible_name: details.responsibleName }),
    ...(details.responsiblePhone === undefined ? {} : { responsible_phone: details.responsiblePhone }),
  }
}

/** What a site is found by: never who answers for it. */
export const indexSite = (tx: Tx, site: store.SiteRow): Promise<void> =>
  indexDocument(tx, {
    kind: store.SITE_KIND,
    id: site.id,
    title: site.name,
    body: site.address ?? '',
    placePath: site.place_path,
    at: site.created_at,
  })

export const createSite = async (tx: Tx, input: InputOf<typeof contract.createSite>) => {
  const columns = await columnsOf(tx, input, null)
  requirePermission(tx, contract.createSite, { placePath: columns.place_path })
  const row: store.SiteRow = {
    responsible_name: null,
    responsible_phone: null,
    ...columns,
    district_id: tx.districtId,
    id: newId(tx),
    checked_at: null,
    created_at: tx.now(),
    closed_on: null,
    version: 1,
  }
  await refuseTaken(NAME_TAKEN, { name: input.name }, () => store.insertSites(tx, [row]))
  await indexSite(tx, row)
  return listedSite(tx, row.id)
}

const lockForChange = async (
  tx: Tx,
  operation: typeof contract.changeSite | typeof contract.closeSite,
  ref: { readonly id: string; readonly version: number },
): Promise<store.SiteRow> => {
  await loadSite(tx, ref.id)
  const site = await store.lockSite(tx, ref.id)
  if (!site) throw new Refusal('hazards.site_not_found', { id: ref.id })
  requirePermission(tx, operation, { placePath: site.place_path })
  refuseClosedSite(site)
  if (site.version !== ref.version) throw new Refusal('hazards.changed_meanwhile')
  return site
}

export const changeSite = async (tx: Tx, input: InputOf<typeof contract.changeSite>) => {
  const site = await lockForChange(tx, contract.changeSite, input)
  const columns = await columnsOf(tx, input, site.kind_id)
  requirePermission(tx, contract.changeSite, { placePath: columns.place_path })
  const changed = await refuseTaken(NAME_TAKEN, { name: input.name }, () => store.updateSite(tx, site.id, columns))
  await indexSite(tx, changed)
  return listedSite(tx, site.id)
}

export const closeSite = async (tx: Tx, input: InputOf<typeof contract.closeSite>) => {
  const site = await lockForChange(tx, contract.closeSite, input)
  const { row } = await listedSite(tx, site.id)
  if (row.open_count > 0) throw new Refusal('hazards.site_has_open', { name: site.name, count: row.open_count })
  await store.updateSite(tx, site.id, { closed_on: civilDateAt(tx.now()) })
  return listedSite(tx, site.id)
}

/** Who answers for a site, in full; the look and its reason are written down (PIPL 第51条). */
export const revealSite = async (tx: Tx, input: InputOf<typeof contract.revealSite>) => {
  const site = await loadSite(tx, input.id)
  requirePermission(tx, contract.revealSite, { placePath: site.place_path })
  await logAccess(tx, {
    subjectKind: store.SITE_KIND,
    subjectId: site.id,
    field: 'responsible',
    reason: input.reason,
  })
  return { responsibleName: site.responsible_name, responsiblePhone: site.responsible_phone }
}
