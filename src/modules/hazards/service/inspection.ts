import { metersBetween } from '#kernel/geo'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { idShape } from '#kernel/id'
import { maskText } from '#kernel/mask'
import { orRefuse, Refusal } from '#kernel/refusal'
import { addDays, type CivilDate, civilDateAt, instantOf } from '#kernel/time'
import { holdersOf, holdersWithin } from '#modules/posts'
import { attachFiles } from '#modules/workplace'
import { z } from 'zod'
import { newId, requirePermission, requirePerson, type Tx } from '#platform/context'
import { indexDocument } from '#platform/search'
import { openMatter } from '#platform/thread'
import * as contract from '../contract.ts'
import { hazardFlow, hazardStageOf, limitsOf } from '../rules/hazard-flow.ts'
import { checkInspection, inspectedAtOf } from '../rules/inspection.ts'
import { findKinds, type KindRow } from '../store/catalogue.ts'
import * as hazards from '../store/hazard.ts'
import * as store from '../store/inspection.ts'
import { findSite, lockSite, markChecked, type SiteRow } from '../store/site.ts'
import { noticeOf, rectifiedBy } from './action.ts'
import { runningCampaign } from './campaign.ts'
import { carryOut, config, matterOf, nextNumber, titleOf } from './flow.ts'
import { type Names, namesOf } from './names.ts'
import { loadSite, refuseClosedSite } from './site.ts'
import { finishTask, taskToDo } from './task.ts'
import { readablePaths } from './where.ts'

type Input = InputOf<typeof contract.recordInspection>
type Finding = Input['hazards'][number]

/** The kinds that were looked for; each is in use that day, and has a name. */
const kindsOf = async (
  tx: Tx,
  items: Input['items'],
  on: CivilDate,
): Promise<ReadonlyMap<string, KindRow & { name: string }>> => {
  const rows = await findKinds(
    tx,
    items.map((item) => item.kindId),
  )
  const kindById = new Map(rows.map((row) => [row.id, row]))
  const named = items.map(({ kindId }) => {
    const kind = kindById.get(kindId)
    if (!kind) throw new Refusal('hazards.kind_not_found', { id: kindId })
    // Field work comes late: what was still looked for that day is taken in.
    if (kind.valid_to !== null && kind.valid_to <= on)
      throw new Refusal('hazards.kind_ended', { name: kind.name ?? '' })
    if (kind.name === null) throw new Refusal('hazards.kind_unnamed')
    return [kindId, { ...kind, name: kind.name }] as const
  })
  return new Map(named)
}

/** Those who came along hold a post with which one inspects here. */
const checkCompany = async (tx: Tx, site: SiteRow, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  const above = await holdersOf(tx, site.place_path, contract.inspectors)
  const within = await holdersWithin(tx, [site.place_path], contract.inspectors)
  const known = new Set([...above, ...within.map(({ personId }) => personId)])
  const stranger = ids.find((id) => !known.has(id))
  if (stranger) throw new Refusal('hazards.not_an_inspector', { id: stranger })
}

const metersFrom = (site: SiteRow, point: Input['point']): number | null => {
  if (!point || site.longitude === null || site.latitude === null) return null
  return Math.round(metersBetween(point, { longitude: site.longitude, latitude: site.latitude }))
}

/** What an inspection and its findings share. */
interface Scene {
  readonly row: store.InspectionRow
  readonly site: SiteRow
  readonly fileIds: readonly string[]
  readonly offences: ReadonlyMap<string, number>
}

const hazardRowOf = async (
  tx: Tx,
  { row, site, offences }: Scene,
  kind: KindRow & { name: string },
  finding: Finding,
): Promise<hazards.HazardRow> => ({
  district_id: tx.districtId,
  id: newId(tx),
  number: await nextNumber(tx, 'YH'),
  inspection_id: row.id,
  site_id: site.id,
  campaign_id: row.campaign_id,
  class_id: kind.class_id,
  kind_id: kind.id,
  kind_name: kind.name,
  words: finding.words,
  severity: finding.severity,
  state: hazardFlow.definition.initial,
  stage: hazardStageOf(hazardFlow.definition.initial),
  is_open: true,
  is_on_the_spot: false,
  place_id: site.place_id,
  place_path: site.place_path,
  organization_id: site.organization_id,
  responsible_person_id: site.organization_id === null ? row.inspector_person_id : null,
  found_by_person_id: row.inspector_person_id,
  found_at: row.inspected_at,
  notice_number: null,
  notice_count: 0,
  noticed_at: null,
  measures: null,
  limit_days: null,
  rectified_by_person_id: null,
  rectified_at: null,
  failed_count: 0,
  offence_number: (offences.get(kind.id) ?? 0) + 1,
  extension_days: null,
  extension_by_person_id: null,
  extension_count: 0,
  case_id: null,
  escalation_count: 0,
  closed_at: null,
  entry_count: 1,
  due_at: null,
  is_paused: false,
  late_told_at: null,
  version: 1,
})

/** A hazard with its thread and its clock, then what was done about it there and then. */
const openHazard = async (
  tx: Tx,
  scene: Scene,
  kind: KindRow & { name: string },
  finding: Finding,
): Promise<hazards.HazardRow> => {
  const { site, fileIds } = scene
  const shown = finding.photos.flatMap((index) => fileIds[index] ?? [])
  const draft = await hazardRowOf(tx, scene, kind, finding)
  const opened = await openMatter(tx, hazardFlow, matterOf({ ...draft, entry_count: 0 }, site.name), {
    action: contract.FIND_ACTION,
    words: finding.words,
    visibility: 'parties',
    files: shown,
    data: { inspectionNumber: scene.row.number, severity: finding.severity },
    limitOf: limitsOf(null, config),
  })
  const row: hazards.HazardRow = { ...draft, due_at: opened.dueAt }
  await hazards.insertHazard(tx, row)
  await attachFiles(tx, shown, { kind: hazards.HAZARD_KIND, id: row.id })
  await indexDocument(tx, {
    kind: hazards.HAZARD_KIND,
    id: row.id,
    title: titleOf(row.kind_name, site.name),
    body: [maskText(row.words), site.address, row.number].filter(Boolean).join('\n'),
    placePath: row.place_path,
    at: row.found_at,
  })
  if (finding.isOnTheSpot) {
    const photos = finding.rectifiedPhotos.flatMap((index) => fileIds[index] ?? [])
    return carryOut(tx, row, site.name, {
      action: 'hazards.hazard.settle',
      words: finding.measures,
      fileIds: photos,
      change: { ...rectifiedBy(tx, photos), is_on_the_spot: true },
    })
  }
  if (finding.measures === null) return row
  const notice = await noticeOf(tx, row, {
    measures: finding.measures,
    limitDays: finding.limitDays,
    severity: finding.severity,
  })
  return carryOut(tx, row, site.name, { action: 'hazards.hazard.notify', ...notice })
}

export interface Recorded {
  readonly row: store.InspectionRow
  readonly names: Names
  readonly hazards: readonly hazards.HazardRow[]
}

const namesOfInspections = (tx: Tx, rows: readonly store.InspectionRow[]): Promise<Names> =>
  namesOf(tx, {
    placePaths: rows.map((row) => row.place_path),
    siteIds: rows.map((row) => row.site_id),
    campaignIds: rows.map((row) => row.campaign_id),
    personIds: rows.flatMap((row) => [row.inspector_person_id, ...row.co_inspector_ids]),
  })

const lockOpenSite = async (tx: Tx, id: string): Promise<SiteRow> => {
  const site = await lockSite(tx, id)
  if (!site) throw new Refusal('hazards.site_not_found', { id })
  requirePermission(tx, contract.recordInspection, { placePath: site.place_path })
  refuseClosedSite(site)
  return site
}

const inspectionRow = (
  tx: Tx,
  input: Input,
  facts: { site: SiteRow; number: string; inspectedAt: Date; campaignId: string | null },
): store.InspectionRow => ({
  district_id: tx.districtId,
  id: newId(tx),
  number: facts.number,
  site_id: facts.site.id,
  place_id: facts.site.place_id,
  place_path: facts.site.place_path,
  campaign_id: facts.campaignId,
  inspector_person_id: requirePerson(tx),
  co_inspector_ids: [...new Set(input.coInspectorIds)],
  inspected_at: facts.inspectedAt,
  recorded_at: tx.now(),
  longitude: input.point?.longitude ?? null,
  latitude: input.point?.latitude ?? null,
  meters_from_site: metersFrom(facts.site, input.point),
  words: input.words,
  files: input.fileIds,
  hazard_count: input.hazards.length,
})

/**
 * An inspection as it was carried out: under the lock of its site, so that the how manyth offence is counted right. Each
 * finding is a hazard with a flow of its own.
 */
export const recordInspection = async (tx: Tx, input: Input): Promise<Recorded> => {
  const site = await lockOpenSite(tx, input.siteId)
  orRefuse(checkInspection(input.items, input.hazards, input.fileIds.length))
  const said = input.inspectedAt === null ? null : new Date(input.inspectedAt)
  const inspectedAt = orRefuse(inspectedAtOf(said, tx.now(), config), { days: config.recordedWithinDays })
  const kinds = await kindsOf(tx, input.items, civilDateAt(inspectedAt))
  await checkCompany(tx, site, input.coInspectorIds)
  const task = input.taskId === null ? null : await taskToDo(tx, input.taskId, site)
  const campaignId = task?.campaign_id ?? input.campaignId
  if (campaignId !== null && !task) await runningCampaign(tx, campaignId)
  const since = new Date(inspectedAt.getTime() - config.repeatDays * 86_400_000)
  const offences = await hazards.countOffences(tx, site.id, since)
  const row = inspectionRow(tx, input, { site, number: await nextNumber(tx, 'PC'), inspectedAt, campaignId })
  const items = input.items.map(({ kindId, result }) => ({
    district_id: tx.districtId,
    inspection_id: row.id,
    kind_id: kindId,
    kind_name: kinds.get(kindId)?.name ?? '',
    result,
  }))
  await store.insertInspection(tx, row, items)
  const found: hazards.HazardRow[] = []
  for (const finding of input.hazards) {
    const kind = kinds.get(finding.kindId)
    if (kind) found.push(await openHazard(tx, { row, site, fileIds: input.fileIds, offences }, kind, finding))
  }
  await markChecked(tx, site.id, inspectedAt)
  if (task) await finishTask(tx, task, row.id)
  return { row, names: await namesOfInspections(tx, [row]), hazards: found }
}

const cursor = z.tuple([cursorInstant, idShape])

export interface InspectionList extends Page<store.InspectionRow> {
  readonly names: Names
}

export const listInspections = async (
  tx: Tx,
  input: InputOf<typeof contract.listInspections>,
): Promise<InspectionList> => {
  const site = input.siteId === undefined ? null : await loadSite(tx, input.siteId)
  const filter = {
    placePaths: site ? [site.place_path] : await readablePaths(tx, input.placeId),
    siteId: site?.id ?? null,
    campaignId: input.campaignId ?? null,
    from: input.from === undefined ? null : instantOf(input.from),
    before: input.until === undefined ? null : instantOf(addDays(input.until as CivilDate, 1)),
  }
  const rows = await store.listInspections(tx, filter, {
    after: readCursorAs(input.cursor, cursor),
    limit: input.limit,
  })
  const page = cutPage(rows, input.limit, (row) => [row.inspected_at.toISOString(), row.id])
  return { ...page, names: await namesOfInspections(tx, page.items) }
}

export const viewInspection = async (tx: Tx, id: string) => {
  const row = await store.findInspection(tx, id)
  const site = row && (await findSite(tx, row.site_id))
  if (!row || !site) throw new Refusal('hazards.inspection_not_found', { id })
  await loadSite(tx, site.id).catch(() => {
    throw new Refusal('hazards.inspection_not_found', { id })
  })
  return {
    row,
    names: await namesOfInspections(tx, [row]),
    items: await store.listItems(tx, id),
    hazards: await store.listHazardsOf(tx, id),
  }
}
