import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { civilDateAt, civilDateShape } from '#kernel/time'
import { namesOf as personNamesOf } from '#modules/identity'
import { findPlaces, loadPlace } from '#modules/places'
import { holdersOf, holdersWithin } from '#modules/posts'
import { newId, requirePermission, requirePerson, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { drawPairs, type Pair } from '../rules/draw.ts'
import * as store from '../store/campaign.ts'
import { lockSites, type SiteRow } from '../store/site.ts'
import { loadCampaign, lockRunning, runningCampaign } from './campaign.ts'
import { type Names, namesOf } from './names.ts'
import { readablePaths } from './where.ts'

/** Sites that one draw looks at. */
const POOL_MAX = 20_000
const SEED_BYTES = 16
const INSPECTORS_SHOWN_MAX = 500

const isInTime = (dueOn: string, campaign: store.CampaignRow | null, today: string): boolean =>
  dueOn >= today && (campaign === null || (dueOn >= campaign.starts_on && dueOn <= campaign.ends_on))

const requireDay = (tx: Tx, dueOn: string, campaign: store.CampaignRow | null): void => {
  if (!isInTime(dueOn, campaign, civilDateAt(tx.now()))) throw new Refusal('hazards.period_not_possible')
}

// Random draws -----------------------------------------------------------------------------------------------------------

export interface DrawView {
  readonly row: store.DrawRow
  readonly names: Names
}

/** 双随机: the seed is chance, everything else follows from it and from the two pools, which are kept with it. */
export const makeDraw = async (tx: Tx, input: InputOf<typeof contract.makeDraw>): Promise<DrawView> => {
  const campaign = await lockRunning(tx, contract.makeDraw, input.campaignId)
  requireDay(tx, input.dueOn, campaign)
  const siteIds = await store.listUninspected(tx, campaign, POOL_MAX)
  if (siteIds.length === 0) throw new Refusal('hazards.no_sites_to_draw')
  const holders = await holdersWithin(tx, campaign.place_paths, contract.inspectors)
  const inspectorIds = [...new Set(holders.map(({ personId }) => personId))].sort()
  if (inspectorIds.length === 0) throw new Refusal('hazards.no_inspectors_to_draw')
  const { siteCount, inspectorsEach } = input
  const seed = randomBytes(SEED_BYTES).toString('hex')
  const pairs = drawPairs({ seed, siteIds, inspectorIds, siteCount, inspectorsEach })
  const row = {
    district_id: tx.districtId,
    id: newId(tx),
    campaign_id: campaign.id,
    seed,
    site_ids: siteIds,
    inspector_ids: inspectorIds,
    site_count: siteCount,
    inspectors_each: inspectorsEach,
    result: JSON.stringify(pairs),
    drawn_at: tx.now(),
    drawn_by_person_id: tx.actor.personId,
  }
  await store.insertDraw(tx, row)
  await giveOut(tx, pairs, { campaignId: campaign.id, drawId: row.id, dueOn: input.dueOn })
  return {
    row: { ...row, result: pairs.map((pair) => pair) },
    names: await namesOfPairs(tx, [row.drawn_by_person_id], pairs),
  }
}

const namesOfPairs = (tx: Tx, personIds: readonly (string | null)[], pairs: readonly Pair[]): Promise<Names> =>
  namesOf(tx, {
    siteIds: pairs.map((pair) => pair.siteId),
    personIds: [...personIds, ...pairs.flatMap((pair) => pair.inspectorIds)],
  })

const drawCursor = z.tuple([cursorInstant, idShape])

export const listDraws = async (
  tx: Tx,
  input: InputOf<typeof contract.listDraws>,
): Promise<Page<store.DrawRow> & { readonly names: Names }> => {
  const campaign = await loadCampaign(tx, input.campaignId)
  const rows = await store.listDraws(tx, campaign.id, {
    after: readCursorAs(input.cursor, drawCursor),
    limit: input.limit,
  })
  const page = cutPage(rows, input.limit, (row) => [row.drawn_at.toISOString(), row.id])
  const pairs = page.items.flatMap((row) => row.result)
  return {
    ...page,
    names: await namesOfPairs(
      tx,
      page.items.map((row) => row.drawn_by_person_id),
      pairs,
    ),
  }
}

// Tasks -------------------------------------------------------------------------------------------------------------------

const giveOut = async (
  tx: Tx,
  pairs: readonly Pair[],
  over: { readonly campaignId: string | null; readonly drawId: string | null; readonly dueOn: string },
): Promise<number> => {
  const sites = new Map(
    (
      await lockSites(
        tx,
        pairs.map((pair) => pair.siteId),
      )
    ).map((site) => [site.id, site]),
  )
  const rows = pairs.flatMap(({ siteId, inspectorIds }): store.TaskRow[] => {
    const site = sites.get(siteId)
    if (!site) throw new Refusal('hazards.site_not_found', { id: siteId })
    if (site.closed_on !== null) throw new Refusal('hazards.site_closed', { name: site.name })
    return [
      {
        district_id: tx.districtId,
        id: newId(tx),
        campaign_id: over.campaignId,
        draw_id: over.drawId,
        site_id: siteId,
        place_path: site.place_path,
        inspector_ids: [...inspectorIds],
        due_on: over.dueOn,
        state: 'waiting',
        inspection_id: null,
        created_at: tx.now(),
      },
    ]
  })
  return store.insertTasks(tx, rows)
}

/** Given to people who may inspect at every one of the sites. */
export const assignTasks = async (tx: Tx, input: InputOf<typeof contract.assignTasks>) => {
  const campaign = input.campaignId === null ? null : await runningCampaign(tx, input.campaignId)
  requireDay(tx, input.dueOn, campaign)
  const siteIds = [...new Set(input.siteIds)]
  const sites = await lockSites(tx, siteIds)
  for (const path of new Set(sites.map((site) => site.place_path))) {
    requirePermission(tx, contract.assignTasks, { placePath: path })
    const known = await inspectorsAt(tx, path)
    const stranger = input.inspectorIds.find((id) => !known.has(id))
    if (stranger) throw new Refusal('hazards.not_an_inspector', { id: stranger })
  }
  const pairs = siteIds.map((siteId) => ({ siteId, inspectorIds: [...new Set(input.inspectorIds)] }))
  const assignedCount = await giveOut(tx, pairs, { ...input, drawId: null })
  return { assignedCount, waitingAlreadyCount: siteIds.length - assignedCount }
}

const inspectorsAt = async (tx: Tx, placePath: string): Promise<ReadonlySet<string>> => {
  const above = await holdersOf(tx, placePath, contract.inspectors)
  const within = await holdersWithin(tx, [placePath], contract.inspectors)
  return new Set([...above, ...within.map(({ personId }) => personId)])
}

/** The task that an inspection of this site does: it waits, and is the actor's. */
export const taskToDo = async (tx: Tx, id: string, site: SiteRow): Promise<store.TaskRow> => {
  const task = await store.lockTask(tx, id)
  if (!task || task.site_id !== site.id) throw new Refusal('hazards.task_not_found', { id })
  if (task.state !== 'waiting') throw new Refusal('hazards.task_not_waiting')
  if (!task.inspector_ids.includes(requirePerson(tx))) throw new Refusal('hazards.not_your_task')
  return task
}

export const finishTask = async (tx: Tx, task: store.TaskRow, inspectionId: string): Promise<void> => {
  await store.updateTask(tx, task.id, { state: 'done', inspection_id: inspectionId })
}

export interface TaskList extends Page<store.TaskRow> {
  readonly names: Names
}

const namesOfTasks = (tx: Tx, rows: readonly store.TaskRow[]): Promise<Names> =>
  namesOf(tx, {
    placePaths: rows.map((row) => row.place_path),
    siteIds: rows.map((row) => row.site_id),
    campaignIds: rows.map((row) => row.campaign_id),
    personIds: rows.flatMap((row) => row.inspector_ids),
  })

export const cancelTask = async (
  tx: Tx,
  input: InputOf<typeof contract.cancelTask>,
): Promise<{ row: store.TaskRow; names: Names }> => {
  const task = await store.lockTask(tx, input.id)
  if (!task) throw new Refusal('hazards.task_not_found', { id: input.id })
  requirePermission(tx, contract.cancelTask, { placePath: task.place_path })
  if (task.state !== 'waiting') throw new Refusal('hazards.task_not_waiting')
  const row = await store.updateTask(tx, task.id, { state: 'cancelled' })
  return { row, names: await namesOfTasks(tx, [row]) }
}

const taskCursor = z.tuple([civilDateShape, idShape])

export const listTasks = async (tx: Tx, input: InputOf<typeof contract.listTasks>): Promise<TaskList> => {
  const isMine = input.view === 'mine'
  const filter = {
    placePaths: isMine ? null : await readablePaths(tx, undefined),
    inspectorId: isMine ? requirePerson(tx) : null,
    campaignId: input.campaignId ?? null,
    state: input.state,
  }
  const rows = await store.listTasks(tx, filter, { after: readCursorAs(input.cursor, taskCursor), limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.due_on, row.id])
  return { ...page, names: await namesOfTasks(tx, page.items) }
}

/** Who may inspect at a place: those nearest to it first. */
export const listInspectors = async (tx: Tx, placeId: number) => {
  const place = await loadPlace(tx, placeId)
  const district = place.path
    .split('.')
    .slice(0, 2)
    .map((id) => `${id}.`)
    .join('')
  const all = await holdersWithin(tx, [district], contract.inspectors)
  const near = all.filter(({ placePath }) => isWithin(placePath, place.path) || isWithin(place.path, placePath))
  const byPerson = new Map(near.toReversed().map((holding) => [holding.personId, holding]))
  const shown = [...byPerson.values()].slice(0, INSPECTORS_SHOWN_MAX)
  const names = await personNamesOf(
    tx,
    shown.map(({ personId }) => personId),
  )
  const places = new Map(
    (
      await findPlaces(
        tx,
        shown.map(({ placeId: id }) => id),
      )
    ).map((found) => [found.id, found.name]),
  )
  return shown.map(({ personId, role, placeId: id }) => ({
    id: personId,
    name: names.get(personId)?.name ?? '',
    role,
    placeName: places.get(id) ?? '',
  }))
}
