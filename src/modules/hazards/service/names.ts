import { pathIds } from '#kernel/place'
import { namesOf as personNamesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces, type PlaceRow } from '#modules/places'
import type { Tx } from '#platform/context'
import { findCampaigns } from '../store/campaign.ts'
import * as catalogue from '../store/catalogue.ts'
import { findSites } from '../store/site.ts'
import type { HazardRow, SiteRow } from '../store/tables.ts'

/** What the ids in rows are called. */
export interface Names {
  readonly place: (id: number) => PlaceRow | undefined
  readonly site: (id: string) => SiteRow | undefined
  readonly siteKind: (id: string) => catalogue.SiteKindRow | undefined
  readonly campaign: (id: string) => string
  readonly className: (id: string) => string | null
  readonly organization: (id: string) => string
  /** Masked. */
  readonly person: (id: string) => string
}

export interface Wanted {
  readonly placePaths?: readonly string[]
  readonly siteIds?: readonly string[]
  readonly campaignIds?: readonly (string | null)[]
  readonly organizationIds?: readonly (string | null)[]
  readonly personIds?: readonly (string | null)[]
}

const distinct = <T>(values: readonly (T | null)[] = []): T[] => [
  ...new Set(values.filter((value): value is T & {} => value !== null)),
]

/** Looks up names: at most one query a kind, however many rows. */
export const namesOf = async (tx: Tx, wanted: Wanted): Promise<Names> => {
  const sites = await findSites(tx, distinct(wanted.siteIds))
  const paths = [...(wanted.placePaths ?? []), ...sites.map((site) => site.place_path)]
  const places = await findPlaces(tx, distinct(paths.flatMap(pathIds)))
  const campaigns = await findCampaigns(tx, distinct(wanted.campaignIds))
  const organizationIds = distinct([...(wanted.organizationIds ?? []), ...sites.map((site) => site.organization_id)])
  const organizations = organizationIds.length === 0 ? null : await organizationNames(tx, organizationIds)
  const personIds = distinct(wanted.personIds)
  const persons = personIds.length === 0 ? null : await personNamesOf(tx, personIds)
  const siteKinds = new Map((await catalogue.listSiteKinds(tx)).map((kind) => [kind.id, kind]))
  const classes = new Map((await catalogue.listClasses(tx)).map((row) => [row.id, row.name]))
  const placeById = new Map(places.map((place) => [place.id, place]))
  const siteById = new Map(sites.map((site) => [site.id, site]))
  const campaignById = new Map(campaigns.map((campaign) => [campaign.id, campaign.name]))
  return {
    place: (id) => placeById.get(id),
    site: (id) => siteById.get(id),
    siteKind: (id) => siteKinds.get(id),
    campaign: (id) => campaignById.get(id) ?? '',
    className: (id) => classes.get(id) ?? null,
    organization: (id) => organizations?.get(id) ?? '',
    person: (id) => persons?.get(id)?.masked ?? '',
  }
}

export const namesOfHazards = (tx: Tx, rows: readonly HazardRow[], more: Wanted = {}): Promise<Names> =>
  namesOf(tx, {
    placePaths: rows.map((row) => row.place_path),
    siteIds: rows.map((row) => row.site_id),
    campaignIds: rows.map((row) => row.campaign_id),
    organizationIds: [...rows.map((row) => row.organization_id), ...(more.organizationIds ?? [])],
    personIds: [...rows.map((row) => row.responsible_person_id), ...(more.personIds ?? [])],
  })
