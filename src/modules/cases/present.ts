import { maskName, maskPhone, maskText } from '#kernel/mask'
import type { OutputOf } from '#kernel/operation'
import { pathIds, type PlaceLevel } from '#kernel/place'
import type { ClockState } from '#kernel/time'
import { type FileRow, presentFile } from '#modules/workplace'
import type { EntryView, VisitView } from '#platform/thread'
import * as contract from './contract.ts'
import { defaultCaseConfig } from './rules/case-config.ts'
import { isOpenState } from './rules/case-flow.ts'
import type { Done } from './service/carry-out.ts'
import type { CategoryView, NamedRule } from './service/category.ts'
import type { NamedDispatchRule } from './service/dispatch-rule.ts'
import type { CaseCounts, CaseList, PublicCases } from './service/list.ts'
import type { Names } from './service/names.ts'
import type { NamedConfig } from './service/config.ts'
import type { RelatedCases } from './service/related.ts'
import type { CaseView } from './service/view.ts'
import type { CaseFileRow, ReporterRow } from './store.ts'
import type { CategoryRow } from './store/category.ts'
import type { RequestRow } from './store/request.ts'

const presentCategoryOf = (row: CaseFileRow, names: Names): contract.Case['category'] => {
  if (row.category_id === null || row.category_path === null) return null
  const path = pathIds(row.category_path).map(names.category)
  return { id: row.category_id, name: path.at(-1) ?? '', names: path }
}

const presentHandler = (row: CaseFileRow, names: Names): contract.Case['handler'] => {
  const { handler_organization_id: organizationId, handler_person_id: personId } = row
  if (organizationId === null && personId === null) return null
  return {
    organization: organizationId === null ? null : { id: organizationId, name: names.organization(organizationId) },
    person: personId === null ? null : { id: personId, name: names.person(personId) },
  }
}

/** The head of a case. Numbers of phones and of identity cards in what people wrote are masked. */
export const presentCase = (row: CaseFileRow, names: Names, clock: ClockState | null): contract.Case => ({
  id: row.id,
  number: row.number,
  title: maskText(row.title),
  state: row.state,
  stage: row.stage,
  urgency: row.urgency,
  channel: row.channel,
  sourceNumber: row.source_number,
  category: presentCategoryOf(row, names),
  placeId: row.place_id,
  placeName: names.place(row.place_id)?.name ?? '',
  locationPrecision: row.location_precision,
  address: row.address,
  handler: presentHandler(row, names),
  occurredAt: row.occurred_at,
  reportedAt: row.reported_at,
  closedAt: row.closed_at,
  rating: row.rating,
  isPublic: row.is_public,
  isPaused: row.is_paused,
  dueAt: row.due_at,
  clock,
  version: row.version,
})

/** A case after something was done with it. */
export const presentCaseWithCan = ({ row, names, clock, can }: Done): contract.Case & { can: Done['can'] } => ({
  ...presentCase(row, names, clock),
  can,
})

export const presentList = (list: CaseList): OutputOf<typeof contract.listCases> => ({
  items: list.items.map(({ row, clock, allowed }) => ({
    ...presentCase(row, list.names, clock),
    allowed: [...allowed],
  })),
  nextCursor: list.nextCursor,
  total: list.total,
})

export const presentCounts = ({ states, endedFrom }: CaseCounts): OutputOf<typeof contract.countCases> => {
  const sum = (key: 'count' | 'soon' | 'late' | 'paused'): number =>
    states.reduce((total, state) => total + (isOpenState(state.state) ? state[key] : 0), 0)
  const ordered = contract.caseStates.flatMap((state) => states.find((candidate) => candidate.state === state) ?? [])
  return {
    open: sum('count'),
    soon: sum('soon'),
    late: sum('late'),
    paused: sum('paused'),
    states: ordered.map((state) => ({ ...state })),
    endedFrom,
  }
}

export const presentPublic = (list: PublicCases): OutputOf<typeof contract.listPublicCases> => {
  const filesOf = filesFrom(list.files)
  return {
    nextCursor: list.nextCursor,
    items: list.items.map((row) => ({
      id: row.id,
      number: row.number,
      headline: row.headline ?? '',
      categoryName: row.category_id === null ? null : list.names.category(row.category_id),
      placeName: publicPlaceName(row, list.names),
      handlerName: row.handler_organization_id === null ? null : list.names.organization(row.handler_organization_id),
      reportedAt: row.reported_at,
      closedAt: row.closed_at ?? row.reported_at,
      rating: row.rating,
      photos: filesOf(row.public_files),
    })),
  }
}

const presentReporter = (row: ReporterRow): contract.CaseDetail['reporters'][number] => ({
  number: row.number,
  name: row.name === null ? null : maskName(row.name),
  phone: row.phone === null ? null : maskPhone(row.phone),
  hasAccount: row.person_id !== null,
  reportedAt: row.reported_at,
})

const presentVisit = (visit: VisitView): contract.CaseDetail['visits'][number] => ({
  ...visit,
  state: visit.state as contract.CaseState,
  stage: visit.stage as contract.CaseStage,
})

const presentEntry = (
  entry: EntryView,
  names: Names,
  filesOf: (ids: readonly string[]) => contract.CaseDetail['files'],
): contract.CaseDetail['thread'][number] => ({
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
  fromState: entry.fromState as contract.CaseState | null,
  toState: entry.toState as contract.CaseState | null,
  words: entry.words === null ? null : maskText(entry.words),
  data: entry.data,
  files: filesOf(entry.files),
})

const filesFrom = (files: readonly FileRow[]) => {
  const fileById = new Map(files.map((file) => [file.id, presentFile(file)]))
  return (ids: readonly string[]): contract.CaseDetail['files'] => ids.flatMap((id) => fileById.get(id) ?? [])
}

/** The community at most: a building would say who it was. */
const publicPlaceName = (row: Pick<CaseFileRow, 'place_path'>, names: Names): string => {
  const places = pathIds(row.place_path).flatMap((id) => names.place(id) ?? [])
  const shown = places.findLast((place) => PUBLIC_LEVELS.includes(place.level))
  return shown?.name ?? ''
}
const PUBLIC_LEVELS: readonly PlaceLevel[] = ['district', 'street', 'community']

/** What everybody sees of a published case: what changed, where about, how long each step took. */
const forPublic = (detail: contract.CaseDetail, placeName: string): contract.CaseDetail => ({
  ...detail,
  title: detail.headline ?? '',
  placeName,
  places: detail.places.filter((place) => PUBLIC_LEVELS.includes(place.level)),
  address: null,
  sourceNumber: null,
  point: null,
  body: null,
  reporters: [],
  files: [],
  thread: [],
  requests: [],
  outside: null,
  handler: detail.handler && { ...detail.handler, person: null },
})

const presentRequest = (request: RequestRow, names: Names): contract.CaseDetail['requests'][number] => ({
  id: request.id,
  kind: request.kind,
  organization:
    request.organization_id === null
      ? null
      : { id: request.organization_id, name: names.organization(request.organization_id) },
  words: request.words,
  extendBy: request.extend_by === null ? null : Number(request.extend_by),
  until: request.until,
  askedAt: request.asked_at,
  decision: request.decision,
  decidedAt: request.decided_at,
  decisionWords: request.decision_words,
})

export const presentDetail = (view: CaseView): contract.CaseDetail => {
  const { row, names, reader, entries, visits, conditions } = view
  const filesOf = filesFrom(view.files)
  const [first] = entries
  const detail: contract.CaseDetail = {
    ...presentCase(row, names, visits.find((visit) => visit.leftAt === null)?.clock ?? null),
    reader,
    body: maskText(row.body),
    headline: row.headline,
    point:
      row.longitude === null || row.latitude === null ? null : { longitude: row.longitude, latitude: row.latitude },
    places: pathIds(row.place_path).flatMap((id) => {
      const place = names.place(id)
      return place && place.level !== 'city' ? [{ id, level: place.level, name: place.name }] : []
    }),
    reporters: view.reporters.map(presentReporter),
    visits: visits.map(presentVisit),
    thread: entries.map((entry) => presentEntry(entry, names, filesOf)),
    files: filesOf(first?.number === 1 ? first.files : []),
    publicFiles: row.is_public ? filesOf(row.public_files) : [],
    rule: conditions && {
      filingCondition: conditions.filingCondition,
      closingCondition: conditions.closingCondition,
      requiredPhotoCount: conditions.requiredPhotoCount,
      verificationPhotoCount: conditions.verificationPhotoCount,
      verificationRadius: conditions.verificationRadius,
      verificationSamePeriod: conditions.verificationSamePeriod,
    },
    tier: row.tier,
    resolvedLevel: row.resolved_level,
    outcome: row.outcome,
    isChecked: row.checked_at !== null,
    actedAt: reader === 'staff' ? row.acted_at : null,
    pausedUntil: row.paused_until,
    outside: row.outside_system && { system: row.outside_system, number: row.outside_number },
    mergedCount: row.merged_count,
    isMerged: row.lead_case_id !== null,
    partCount: view.partCount,
    isPart: row.parent_case_id !== null,
    requests: view.requests.map((request) => presentRequest(request, names)),
    suggestedOrganization: view.suggested,
    can: view.can,
  }
  return reader === 'public' ? forPublic(detail, publicPlaceName(row, names)) : detail
}

export const presentCategory = (row: CategoryRow, parents: ReadonlySet<number>): contract.Category => ({
  id: row.id,
  parentId: row.parent_id,
  level: row.level,
  code: row.code,
  name: row.name,
  path: row.path,
  isLeaf: !parents.has(row.id),
  validFrom: row.valid_from,
  validTo: row.valid_to,
  version: row.version,
})

export const presentCategoryRule = ({ row, organizationName }: NamedRule): contract.CategoryRule => ({
  id: row.id,
  validFrom: row.valid_from,
  limits: row.limits,
  urgentLimits: row.urgent_limits,
  handlerKind: row.handler_kind,
  handlerOrganization:
    row.handler_organization_id === null ? null : { id: row.handler_organization_id, name: organizationName ?? '' },
  filingCondition: row.filing_condition,
  closingCondition: row.closing_condition,
  requiredPhotoCount: row.required_photo_count,
  verificationPhotoCount: row.verification_photo_count,
  verificationRadius: row.verification_radius,
  verificationSamePeriod: row.verification_same_period,
  createdAt: row.created_at,
})

export const presentInForce = ({
  limits,
  conditions,
  handlerName,
}: CategoryView): OutputOf<typeof contract.findCategory>['inForce'] => ({
  limits: limits.map((limit) => ({ ...limit })),
  filingCondition: conditions.filingCondition,
  closingCondition: conditions.closingCondition,
  requiredPhotoCount: conditions.requiredPhotoCount,
  verificationPhotoCount: conditions.verificationPhotoCount,
  verificationRadius: conditions.verificationRadius,
  verificationSamePeriod: conditions.verificationSamePeriod,
  handlerKind: conditions.handlerKind,
  handlerOrganization:
    conditions.handlerOrganizationId === null
      ? null
      : { id: conditions.handlerOrganizationId, name: handlerName ?? '' },
})

export const presentDispatchRule = (rule: NamedDispatchRule): contract.DispatchRule => ({
  id: rule.row.id,
  category: rule.row.category_id === null ? null : { id: rule.row.category_id, name: rule.categoryName ?? '' },
  place: { id: rule.row.place_id, name: rule.placeName },
  organization: { id: rule.row.organization_id, name: rule.organizationName },
  validFrom: rule.row.valid_from,
  validTo: rule.row.valid_to,
  version: rule.row.version,
})

export const presentConfig = ({ row, createdByName }: NamedConfig): OutputOf<typeof contract.setConfig> => ({
  id: row.id,
  validFrom: row.valid_from,
  createdAt: row.created_at,
  createdByName,
  config: { ...defaultCaseConfig, ...row.config },
})

export const presentRelated = (related: RelatedCases): OutputOf<typeof contract.findRelated> => {
  const one = (row: CaseFileRow): contract.Case => presentCase(row, related.names, null)
  return {
    lead: related.lead && one(related.lead),
    merged: related.merged.map(one),
    parent: related.parent && one(related.parent),
    children: related.children.map(one),
  }
}
