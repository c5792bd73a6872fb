import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import { holds, type InputOf, type Operation } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { civilDateAt, civilDateShape } from '#kernel/time'
import { findPlaces, type PlaceRow } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from '../contract.ts'
import { lineOf, progressLines, sumProgress } from '../rules/progress.ts'
import * as store from '../store/campaign.ts'
import * as catalogue from '../store/catalogue.ts'
import { mayReadAt, placeHere, readablePaths } from './where.ts'

export const isOver = (campaign: store.CampaignRow, today: string): boolean =>
  campaign.ended_at !== null || campaign.ends_on < today

/** A campaign with a place that the actor reads, or that lies in one. */
const isReadable = (tx: Tx, campaign: store.CampaignRow): boolean =>
  campaign.place_paths.some(
    (path) => mayReadAt(tx, path) || tx.actor.posts.some((post) => isWithin(post.placePath, path)),
  )

export const loadCampaign = async (tx: Tx, id: string): Promise<store.CampaignRow> => {
  const campaign = await store.findCampaign(tx, id)
  if (!campaign || !isReadable(tx, campaign)) throw new Refusal('hazards.campaign_not_found', { id })
  return campaign
}

/** A campaign for which something may be inspected today. */
export const runningCampaign = async (tx: Tx, id: string): Promise<store.CampaignRow> => {
  const campaign = await loadCampaign(tx, id)
  if (isOver(campaign, civilDateAt(tx.now()))) throw new Refusal('hazards.campaign_over', { name: campaign.name })
  return campaign
}

/** The same under its lock, for whoever holds the operation at all of its places. */
export const lockRunning = async (tx: Tx, operation: Operation, id: string): Promise<store.CampaignRow> => {
  await runningCampaign(tx, id)
  const campaign = await store.lockCampaign(tx, id)
  if (!campaign || isOver(campaign, civilDateAt(tx.now())))
    throw new Refusal('hazards.campaign_over', { name: campaign?.name ?? '' })
  for (const placePath of campaign.place_paths) requirePermission(tx, operation, { placePath })
  return campaign
}

type Details = Pick<
  InputOf<typeof contract.createCampaign>,
  'name' | 'purpose' | 'startsOn' | 'endsOn' | 'placeIds' | 'kindIds' | 'siteKindIds' | 'targetCount'
>

const columnsOf = async (tx: Tx, operation: Operation, details: Details) => {
  if (details.endsOn < details.startsOn) throw new Refusal('hazards.period_not_possible')
  const places: PlaceRow[] = []
  for (const placeId of new Set(details.placeIds)) {
    const place = await placeHere(tx, placeId)
    requirePermission(tx, operation, { placePath: place.path })
    places.push(place)
  }
  const kindIds = [...new Set(details.kindIds)]
  if ((await catalogue.findKinds(tx, kindIds)).length < kindIds.length) throw new Refusal('hazards.kind_not_found')
  const siteKinds = new Set((await catalogue.listSiteKinds(tx)).map((kind) => kind.id))
  if (details.siteKindIds.some((id) => !siteKinds.has(id))) throw new Refusal('hazards.site_kind_not_found')
  return {
    name: details.name,
    purpose: details.purpose,
    starts_on: details.startsOn,
    ends_on: details.endsOn,
    place_ids: places.map((place) => place.id),
    place_paths: places.map((place) => place.path),
    kind_ids: kindIds,
    site_kind_ids: [...new Set(details.siteKindIds)],
    target_count: details.targetCount,
  }
}

const NAME_TAKEN = { campaign_name: 'hazards.campaign_name_conflict' }

export const createCampaign = async (tx: Tx, input: InputOf<typeof contract.createCampaign>): Promise<CampaignView> => {
  const row: store.CampaignRow = {
    ...(await columnsOf(tx, contract.createCampaign, input)),
    district_id: tx.districtId,
    id: newId(tx),
    created_at: tx.now(),
    ended_at: null,
    version: 1,
  }
  await refuseTaken(NAME_TAKEN, { name: input.name }, () => store.insertCampaign(tx, row))
  return viewOf(tx, row)
}

export const changeCampaign = async (tx: Tx, input: InputOf<typeof contract.changeCampaign>): Promise<CampaignView> => {
  const campaign = await lockRunning(tx, contract.changeCampaign, input.id)
  if (campaign.version !== input.version) throw new Refusal('hazards.changed_meanwhile')
  const columns = await columnsOf(tx, contract.changeCampaign, input)
  const changed = await refuseTaken(NAME_TAKEN, { name: input.name }, () =>
    store.updateCampaign(tx, campaign.id, columns),
  )
  return viewOf(tx, changed)
}

export const endCampaign = async (tx: Tx, input: InputOf<typeof contract.endCampaign>): Promise<CampaignView> => {
  const campaign = await lockRunning(tx, contract.endCampaign, input.id)
  if (campaign.version !== input.version) throw new Refusal('hazards.changed_meanwhile')
  await store.cancelTasksOf(tx, campaign.id)
  return viewOf(tx, await store.updateCampaign(tx, campaign.id, { ended_at: tx.now() }))
}

/** A campaign with its progress, counted just now. */
export interface CampaignView {
  readonly row: store.CampaignRow
  readonly places: readonly PlaceRow[]
  readonly siteKinds: readonly catalogue.SiteKindRow[]
  readonly progress: contract.Progress
  readonly today: string
}

const viewOf = async (tx: Tx, row: store.CampaignRow): Promise<CampaignView> => ({
  row,
  places: await findPlaces(tx, row.place_ids),
  siteKinds: (await catalogue.listSiteKinds(tx)).filter((kind) => row.site_kind_ids.includes(kind.id)),
  progress: sumProgress((await store.progressByPath(tx, row)).map(lineOf)),
  today: civilDateAt(tx.now()),
})

const cursor = z.tuple([civilDateShape, idShape])

export const listCampaigns = async (
  tx: Tx,
  input: InputOf<typeof contract.listCampaigns>,
): Promise<Page<CampaignView>> => {
  const filter = {
    placePaths: await readablePaths(tx, input.placeId),
    state: input.state ?? null,
    today: civilDateAt(tx.now()),
  }
  const rows = await store.listCampaigns(tx, filter, { after: readCursorAs(input.cursor, cursor), limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.starts_on, row.id])
  const items: CampaignView[] = []
  for (const row of page.items) items.push(await viewOf(tx, row))
  return { items, nextCursor: page.nextCursor }
}

export interface CampaignDetail extends CampaignView {
  readonly byPlace: readonly (contract.Progress & { readonly id: string; readonly name: string })[]
  readonly byClass: readonly (store.ClassProgress & { readonly name: string | null; readonly number: number })[]
  readonly waitingTaskCount: number
  readonly can: Record<string, Can>
}

/** Progress one level below the places of the campaign; what stands at such a place itself is a line of its own. */
const linesByPlace = async (tx: Tx, row: store.CampaignRow): Promise<CampaignDetail['byPlace']> => {
  const lines = progressLines(row.place_paths, (await store.progressByPath(tx, row)).map(lineOf))
  const places = new Map(
    (
      await findPlaces(
        tx,
        lines.map(({ placeId }) => placeId),
      )
    ).map((place) => [place.id, place]),
  )
  return lines.map(({ placeId, progress }) => ({
    id: String(placeId),
    name: places.get(placeId)?.name ?? '',
    ...progress,
  }))
}

export const viewCampaign = async (tx: Tx, id: string): Promise<CampaignDetail> => {
  const row = await loadCampaign(tx, id)
  const view = await viewOf(tx, row)
  const found = new Map((await store.progressByClass(tx, id)).map((line) => [line.class_id, line]))
  const none = { found_count: 0, solved_count: 0, late_count: 0 }
  const classes = await catalogue.listClasses(tx)
  const { changeCampaign: change, endCampaign: end, makeDraw, assignTasks } = contract
  const acts = [change, end, makeDraw, assignTasks]
  const isMine = row.place_paths.every((placePath) => holds(tx.actor, change.access, { placePath }))
  const obstacle = isOver(row, view.today) ? 'hazards.campaign_over' : null
  return {
    ...view,
    byPlace: await linesByPlace(tx, row),
    byClass: classes.map(({ id: classId, name, number }) => ({
      name,
      number,
      ...(found.get(classId) ?? { class_id: classId, ...none }),
    })),
    waitingTaskCount: await store.countWaitingTasks(tx, id),
    can: canOfOperations(tx.actor, acts, { placePath: isMine ? row.place_paths[0] : '' }, obstacle),
  }
}
