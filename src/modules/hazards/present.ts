import { maskName, maskPhone, maskText } from '#kernel/mask'
import type { OutputOf } from '#kernel/operation'
import { pathIds } from '#kernel/place'
import type { ClockState } from '#kernel/time'
import { type FileRow, presentFile } from '#modules/workplace'
import type { EntryView, VisitView } from '#platform/thread'
import type * as contract from './contract.ts'
import { codeOf } from './rules/default-catalogue.ts'
import { isReproduced } from './rules/draw.ts'
import { isOnSite } from './rules/inspection.ts'
import type { Done } from './service/action.ts'
import type { CampaignDetail, CampaignView } from './service/campaign.ts'
import type { Catalogue, NamedKind } from './service/catalogue.ts'
import { config, titleOf } from './service/flow.ts'
import type { HazardList, HazardView } from './service/list.ts'
import type { Names } from './service/names.ts'
import type { SiteView } from './service/site.ts'
import type { SiteKindRow } from './store/catalogue.ts'
import type { ListedSite } from './store/site.ts'
import type { ClassRow, DrawRow, HazardRow, InspectionRow, TaskRow } from './store/tables.ts'

// Catalogue ---------------------------------------------------------------------------------------------------------------

export const presentKind = ({ row, classNumber, categoryName }: NamedKind): contract.ProblemKind => ({
  id: row.id,
  classId: row.class_id,
  number: row.number,
  code: codeOf(classNumber, row.number),
  name: row.name,
  points: row.points,
  severity: row.severity,
  category: row.category_id === null ? null : { id: row.category_id, name: categoryName ?? '' },
  validFrom: row.valid_from,
  validTo: row.valid_to,
  version: row.version,
})

export const presentClass = (row: ClassRow, kinds: readonly NamedKind[]): contract.ProblemClass => ({
  id: row.id,
  number: row.number,
  name: row.name,
  version: row.version,
  kinds: kinds.map(presentKind),
})

export const presentSiteKind = (row: SiteKindRow): contract.SiteKind => ({
  id: row.id,
  name: row.name,
  isSmall: row.is_small,
  endedOn: row.ended_on,
})

export const presentCatalogue = ({ classes, siteKinds }: Catalogue): OutputOf<typeof contract.findCatalogue> => {
  const live = classes.map(({ kinds }) => kinds.filter(({ row }) => row.valid_to === null))
  return {
    classes: classes.map(({ row, kinds }) => presentClass(row, kinds)),
    siteKinds: siteKinds.map(presentSiteKind),
    classCount: live.filter((kinds) => kinds.length > 0).length,
    kindCount: live.flat().length,
    unnamedCount: live.flat().filter(({ row }) => row.name === null).length,
  }
}

// Sites -------------------------------------------------------------------------------------------------------------------

const presentPlace = (id: number, names: Names) => ({ id, name: names.place(id)?.name ?? '' })

export const presentSite = (row: ListedSite, names: Names): contract.Site => {
  const kind = names.siteKind(row.kind_id)
  return {
    id: row.id,
    name: row.name,
    kind: { id: row.kind_id, name: kind?.name ?? '', isSmall: kind?.is_small ?? false },
    place: presentPlace(row.place_id, names),
    address: row.address,
    point:
      row.longitude === null || row.latitude === null ? null : { longitude: row.longitude, latitude: row.latitude },
    responsibleName: row.responsible_name && maskName(row.responsible_name),
    responsiblePhone: row.responsible_phone && maskPhone(row.responsible_phone),
    organization:
      row.organization_id === null ? null : { id: row.organization_id, name: names.organization(row.organization_id) },
    risk: row.risk,
    checkedAt: row.checked_at,
    openHazardCount: row.open_count,
    repeatCount: row.repeat_count,
    closedOn: row.closed_on,
    version: row.version,
  }
}

export const presentSiteView = (view: SiteView): OutputOf<typeof contract.findSite> => ({
  site: presentSite(view.row, view.names),
  offences: view.offences.map((offence) => ({
    kindId: offence.kind_id,
    kindName: offence.kind_name,
    count: offence.count,
    lastAt: offence.last_at,
    openCount: offence.open_count,
  })),
  inspectionCount: view.inspectionCount,
  hazardCount: view.hazardCount,
  can: view.can,
})

// Campaigns, draws, tasks -----------------------------------------------------------------------------------------------------

export const presentCampaign = ({ row, places, siteKinds, progress, today }: CampaignView): contract.Campaign => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  state: row.ended_at !== null || row.ends_on < today ? 'over' : row.starts_on > today ? 'ahead' : 'running',
  places: places.map(({ id, name }) => ({ id, name })),
  kindIds: row.kind_ids,
  siteKinds: siteKinds.map(({ id, name }) => ({ id, name })),
  targetCount: row.target_count,
  progress,
  version: row.version,
})

export const presentCampaignDetail = (view: CampaignDetail): OutputOf<typeof contract.findCampaign> => ({
  campaign: presentCampaign(view),
  byPlace: [...view.byPlace],
  byClass: view.byClass.map((line) => ({
    id: line.class_id,
    name: line.name,
    number: line.number,
    foundCount: line.found_count,
    solvedCount: line.solved_count,
    lateCount: line.late_count,
  })),
  waitingTaskCount: view.waitingTaskCount,
  can: view.can,
})

export const presentDraw = (row: DrawRow, names: Names): contract.Draw => ({
  id: row.id,
  campaignId: row.campaign_id,
  seed: row.seed,
  sitePoolCount: row.site_ids.length,
  inspectorPoolCount: row.inspector_ids.length,
  siteCount: row.site_count,
  inspectorsEach: row.inspectors_each,
  drawnAt: row.drawn_at,
  drawnBy: names.person(row.drawn_by_person_id ?? ''),
  pairs: row.result.map(({ siteId, inspectorIds }) => ({
    site: { id: siteId, name: names.site(siteId)?.name ?? '' },
    inspectors: inspectorIds.map((id) => ({ id, name: names.person(id) })),
  })),
  isReproduced: isReproduced(
    {
      seed: row.seed,
      siteIds: row.site_ids,
      inspectorIds: row.inspector_ids,
      siteCount: row.site_count,
      inspectorsEach: row.inspectors_each,
    },
    row.result,
  ),
})

export const presentTask = (row: TaskRow, names: Names, today: string): contract.Task => {
  const site = names.site(row.site_id)
  return {
    id: row.id,
    campaign: row.campaign_id === null ? null : { id: row.campaign_id, name: names.campaign(row.campaign_id) },
    isDrawn: row.draw_id !== null,
    site: {
      id: row.site_id,
      name: site?.name ?? '',
      kindName: names.siteKind(site?.kind_id ?? '')?.name ?? '',
      address: site?.address ?? null,
      placeName: names.place(site?.place_id ?? 0)?.name ?? '',
    },
    inspectors: row.inspector_ids.map((id) => ({ id, name: names.person(id) })),
    dueOn: row.due_on,
    isLate: row.state === 'waiting' && row.due_on < today,
    state: row.state,
    inspectionId: row.inspection_id,
  }
}

// Inspections and hazards -----------------------------------------------------------------------------------------------------

const inspectorsOf = (row: InspectionRow, names: Names): string[] =>
  [row.inspector_person_id, ...row.co_inspector_ids].map(names.person)

export const presentInspection = (row: InspectionRow, names: Names): contract.Inspection => ({
  id: row.id,
  number: row.number,
  site: { id: row.site_id, name: names.site(row.site_id)?.name ?? '' },
  place: presentPlace(row.place_id, names),
  campaign: row.campaign_id === null ? null : { id: row.campaign_id, name: names.campaign(row.campaign_id) },
  inspectors: inspectorsOf(row, names),
  inspectedAt: row.inspected_at,
  recordedAt: row.recorded_at,
  metersFromSite: row.meters_from_site,
  isOnSite: isOnSite(row.meters_from_site, config),
  words: row.words && maskText(row.words),
  hazardCount: row.hazard_count,
})

const presentResponsible = (row: HazardRow, names: Names): contract.Hazard['responsible'] => ({
  organization:
    row.organization_id === null ? null : { id: row.organization_id, name: names.organization(row.organization_id) },
  person:
    row.responsible_person_id === null
      ? null
      : { id: row.responsible_person_id, name: names.person(row.responsible_person_id) },
})

export const presentHazard = (row: HazardRow, names: Names, clock: ClockState | null): contract.Hazard => {
  const siteName = names.site(row.site_id)?.name ?? ''
  return {
    id: row.id,
    number: row.number,
    title: titleOf(row.kind_name, siteName),
    state: row.state,
    stage: row.stage,
    severity: row.severity,
    kindId: row.kind_id,
    kindName: row.kind_name,
    className: names.className(row.class_id),
    site: { id: row.site_id, name: siteName },
    place: presentPlace(row.place_id, names),
    campaign: row.campaign_id === null ? null : { id: row.campaign_id, name: names.campaign(row.campaign_id) },
    responsible: presentResponsible(row, names),
    foundAt: row.found_at,
    noticeNumber: row.notice_number,
    noticeCount: row.notice_count,
    isOnTheSpot: row.is_on_the_spot,
    failedCount: row.failed_count,
    offenceNumber: row.offence_number,
    extensionDays: row.extension_days,
    caseId: row.case_id,
    closedAt: row.closed_at,
    dueAt: row.due_at,
    clock,
    version: row.version,
  }
}

export const presentDone = ({ row, names, clock, can }: Done): contract.Hazard & { can: Done['can'] } => ({
  ...presentHazard(row, names, clock),
  can,
})

export const presentHazards = (list: HazardList): OutputOf<typeof contract.listHazards> => ({
  items: list.items.map(({ row, clock, allowed }) => ({
    ...presentHazard(row, list.names, clock),
    allowed: [...allowed],
  })),
  nextCursor: list.nextCursor,
})

const presentEntry = (
  entry: EntryView,
  names: Names,
  fileById: ReadonlyMap<string, FileRow>,
): contract.HazardDetail['thread'][number] => ({
  id: entry.id,
  number: entry.number,
  action: entry.action,
  at: entry.at,
  actor: {
    kind: entry.actorKind,
    name: maskName(entry.actorName),
    role: entry.actorRole,
    organizationName: entry.actorOrganizationId === null ? null : names.organization(entry.actorOrganizationId),
  },
  fromState: entry.fromState as contract.HazardState | null,
  toState: entry.toState as contract.HazardState | null,
  words: entry.words && maskText(entry.words),
  data: entry.data,
  files: entry.files.flatMap((id) => {
    const file = fileById.get(id)
    return file ? [presentFile(file)] : []
  }),
})

const presentVisit = (visit: VisitView): contract.HazardDetail['visits'][number] => ({
  number: visit.number,
  state: visit.state as contract.HazardState,
  stage: visit.stage as contract.HazardStage,
  enteredAt: visit.enteredAt,
  leftAt: visit.leftAt,
  leftBy: visit.leftBy,
  limit: visit.limit,
  clock: visit.clock,
})

export const presentHazardView = (view: HazardView): contract.HazardDetail => {
  const { row, names, kind, inspection } = view
  const site = names.site(row.site_id)
  const fileById = new Map(view.files.map((file) => [file.id, file]))
  return {
    ...presentHazard(row, names, view.visits.find((visit) => visit.leftAt === null)?.clock ?? null),
    words: maskText(row.words),
    points: kind?.points ?? null,
    inspection: {
      id: inspection.id,
      number: inspection.number,
      inspectedAt: inspection.inspected_at,
      inspectors: inspectorsOf(inspection, names),
    },
    siteKindName: names.siteKind(site?.kind_id ?? '')?.name ?? '',
    siteAddress: site?.address ?? null,
    places: pathIds(row.place_path).flatMap((id) => {
      const place = names.place(id)
      return place && place.level !== 'city' ? [{ id, level: place.level, name: place.name }] : []
    }),
    noticedAt: row.noticed_at,
    measures: row.measures && maskText(row.measures),
    limitDays: row.limit_days,
    deadline: view.deadline,
    rectifiedAt: row.rectified_at,
    caseNumber: view.caseNumber,
    others: view.others.map((other) => ({
      id: other.id,
      number: other.number,
      foundAt: other.found_at,
      state: other.state,
    })),
    visits: view.visits.map(presentVisit),
    thread: view.entries.map((entry) => presentEntry(entry, names, fileById)),
    can: view.can,
  }
}
