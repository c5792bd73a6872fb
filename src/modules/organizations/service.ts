import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import type { InputOf, Operation } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { pathIds } from '#kernel/place'
import { orRefuse, Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { findPlaces, loadPlace, refuseEnded } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from './contract.ts'
import { checkParent, depthOf, idsOf, pathBelow } from './rules/tree.ts'
import * as store from './store.ts'

const today = (tx: Tx): string => civilDateAt(tx.now())

/** One organisation; refuses when there is none in this district. */
export const loadOrganization = async (tx: Tx, id: string): Promise<store.OrganizationRow> => {
  const organization = await store.findOrganization(tx, id)
  if (!organization) throw new Refusal('organizations.organization_not_found', { id })
  return organization
}

/** Refuses when the organisation is closed: nothing new begins there. */
export const refuseClosed = (tx: Tx, organization: store.OrganizationRow): void => {
  if (organization.closed_on === null || organization.closed_on > today(tx)) return
  throw new Refusal('organizations.organization_closed', { name: organization.name, on: organization.closed_on })
}

/** Short names by id, for lists of other things. */
export const organizationNames = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> => {
  const rows = await store.findOrganizations(tx, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, row.short_name]))
}

/** Open organisations that serve a place, those of the place itself first, then those of the places above it. */
export const organizationsAt = async (
  tx: Tx,
  placePath: string,
  kind?: contract.OrganizationKind,
): Promise<store.OrganizationRow[]> => {
  const placeIds = pathIds(placePath)
  const rows = await store.listServing(tx, placeIds, kind, today(tx))
  return rows.toSorted((one, other) => placeIds.indexOf(other.place_id) - placeIds.indexOf(one.place_id))
}

/** Places at or below a path that any organisation serves: far fewer than there are places. */
const placesServedWithin = async (tx: Tx, path: string): Promise<number[]> => {
  const places = await findPlaces(tx, await store.listPlaceIds(tx))
  return places.filter((place) => place.path.startsWith(path)).map((place) => place.id)
}

const cursor = z.tuple([z.string(), idShape])

export const listOrganizations = async (
  tx: Tx,
  input: InputOf<typeof contract.listOrganizations>,
): Promise<Page<store.OrganizationRow>> => {
  const within = input.withinId === undefined ? undefined : await loadPlace(tx, input.withinId)
  const rows = await store.listOrganizations(tx, {
    kind: input.kind,
    placeIds: within && (await placesServedWithin(tx, within.path)),
    parentId: input.parentId,
    isTop: input.depth === 'top',
    words: input.words?.trim() || undefined,
    state: input.state,
    on: today(tx),
    after: readCursorAs(input.cursor, cursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.name_key, row.id])
}

/** An organisation and those above it, from the top. */
export const findWithAbove = async (
  tx: Tx,
  id: string,
): Promise<{ organization: store.OrganizationRow; above: store.OrganizationRow[] }> => {
  const organization = await loadOrganization(tx, id)
  return { organization, above: await store.findOrganizations(tx, idsOf(organization.path).slice(0, -1)) }
}

/** What the actor may do with an organisation: permission is that at the place it serves. */
export const canOfOrganization = async (tx: Tx, organization: store.OrganizationRow): Promise<Record<string, Can>> => {
  const { path } = await loadPlace(tx, organization.place_id)
  const { updateOrganization, moveOrganization, closeOrganization } = contract
  const isClosed = organization.closed_on !== null && organization.closed_on <= today(tx)
  const obstacle = isClosed ? 'organizations.organization_closed' : null
  return canOfOperations(
    tx.actor,
    [updateOrganization, moveOrganization, closeOrganization],
    { placePath: path },
    obstacle,
  )
}

const NAME_TAKEN = { organization_name: 'organizations.name_conflict' }

/** The parent that an organisation is to stand under, locked so that it does not close meanwhile. */
const lockParent = async (tx: Tx, parentId: string | null): Promise<store.OrganizationRow | null> => {
  if (parentId === null) return null
  const [parent] = await store.lockOrganizations(tx, [parentId])
  if (!parent) throw new Refusal('organizations.parent_not_found', { id: parentId })
  if (parent.closed_on !== null) throw new Refusal('organizations.parent_closed', { name: parent.name })
  return parent
}

/** A short name as given, else the name when it is short enough. */
const shortNameOf = (name: string, given: string | undefined): string => {
  const shortName = given ?? name
  if (shortName.length > contract.SHORT_NAME_LENGTH_MAX) {
    throw new Refusal('organizations.short_name_missing', { most: contract.SHORT_NAME_LENGTH_MAX })
  }
  return shortName
}

/** The place an organisation serves: it stands, and the actor holds the operation there. */
const requirePlace = async (tx: Tx, operation: Operation, placeId: number): Promise<void> => {
  const place = await loadPlace(tx, placeId)
  requirePermission(tx, operation, { placePath: place.path })
  refuseEnded(place)
}

export const createOrganization = async (
  tx: Tx,
  input: InputOf<typeof contract.createOrganization>,
): Promise<store.OrganizationRow> => {
  await requirePlace(tx, contract.createOrganization, input.placeId)
  const parent = await lockParent(tx, input.parentId)
  const id = newId(tx)
  const path = pathBelow(parent, id)
  orRefuse(checkParent({ id, path }, 0, parent), { most: contract.ORGANIZATION_DEPTH_MAX })
  const draft: store.NewOrganization = {
    district_id: tx.districtId,
    id,
    parent_id: input.parentId,
    path,
    kind: input.kind,
    name: input.name,
    short_name: shortNameOf(input.name, input.shortName),
    place_id: input.placeId,
    phone: input.phone,
    duty: input.duty,
    created_at: tx.now(),
  }
  await refuseTaken(NAME_TAKEN, { name: input.name }, () => store.insertOrganizations(tx, [draft]))
  return loadOrganization(tx, id)
}

/** Locks an organisation that is about to be changed: permission at its place, still open, still the version seen. */
const lockForChange = async (
  tx: Tx,
  operation: Operation,
  ref: { readonly id: string; readonly version: number },
): Promise<store.OrganizationRow> => {
  const [organization] = await store.lockOrganizations(tx, [ref.id])
  if (!organization) throw new Refusal('organizations.organization_not_found', { id: ref.id })
  const place = await loadPlace(tx, organization.place_id)
  requirePermission(tx, operation, { placePath: place.path })
  refuseClosed(tx, organization)
  if (organization.version !== ref.version) {
    throw new Refusal('organizations.changed_meanwhile', { name: organization.name })
  }
  return organization
}

export const updateOrganization = async (
  tx: Tx,
  input: InputOf<typeof contract.updateOrganization>,
): Promise<store.OrganizationRow> => {
  const organization = await lockForChange(tx, contract.updateOrganization, input)
  if (input.placeId !== undefined && input.placeId !== organization.place_id) {
    await requirePlace(tx, contract.updateOrganization, input.placeId)
  }
  const { name = organization.name, shortName = organization.short_name } = input
  const change: store.OrganizationChange = {
    names: { name, shortName },
    ...(input.kind === undefined ? {} : { kind: input.kind }),
    ...(input.placeId === undefined ? {} : { place_id: input.placeId }),
    ...(input.phone === undefined ? {} : { phone: input.phone }),
    ...(input.duty === undefined ? {} : { duty: input.duty }),
  }
  await refuseTaken(NAME_TAKEN, { name }, () => store.updateOrganization(tx, organization.id, change))
  return loadOrganization(tx, organization.id)
}

/** Puts an organisation with all below it somewhere else in the tree. */
export const moveOrganization = async (
  tx: Tx,
  input: InputOf<typeof contract.moveOrganization>,
): Promise<store.OrganizationRow> => {
  await store.lockTree(tx)
  const organization = await lockForChange(tx, contract.moveOrganization, input)
  const parent = await lockParent(tx, input.parentId)
  const deepest = await store.findDeepest(tx, organization.path)
  const levelsBelow = depthOf(deepest) - depthOf(organization.path)
  orRefuse(checkParent(organization, levelsBelow, parent), {
    name: parent?.name ?? '',
    most: contract.ORGANIZATION_DEPTH_MAX,
  })
  await store.updateOrganization(tx, organization.id, { parent_id: input.parentId })
  await store.movePaths(tx, organization.path, pathBelow(parent, organization.id))
  return loadOrganization(tx, organization.id)
}

/** Ends an organisation. Posts there end by a reaction to `organizations.organization.closed`. */
export const closeOrganization = async (
  tx: Tx,
  input: InputOf<typeof contract.closeOrganization>,
): Promise<store.OrganizationRow> => {
  const organization = await lockForChange(tx, contract.closeOrganization, input)
  const on = input.on ?? today(tx)
  const earliest = civilDateAt(organization.created_at)
  if (on > today(tx) || on < earliest) {
    throw new Refusal('organizations.date_not_possible', { on, earliest })
  }
  const children = await store.countChildren(tx, [organization.id], today(tx))
  if (children.size > 0) throw new Refusal('organizations.has_children', { name: organization.name })
  await store.updateOrganization(tx, organization.id, { closed_on: on })
  const event = 'organizations.organization.closed'
  if (tx.services.registry.hasReaction(event)) {
    const happened = { event, entryId: newId(tx), matterKind: 'organization', matterId: organization.id }
    await tx.services.enqueue(tx, 'platform.react', happened)
  }
  return loadOrganization(tx, organization.id)
}
