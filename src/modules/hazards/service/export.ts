import { maskName, maskPhone, maskText } from '#kernel/mask'
import type { InputOf } from '#kernel/operation'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, type PageFrom, rowsByPage, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import * as hazards from '../store/hazard.ts'
import * as sites from '../store/site.ts'
import { viewCampaign } from './campaign.ts'
import { filterOf } from './list.ts'
import { namesOfHazards } from './names.ts'
import { namesOfSites, siteFilterOf } from './site.ts'
import { importColumns } from './site-import.ts'

/** Rows read in one transaction; the file is written between them, so memory does not grow with it. */
const ROWS_AT_ONCE = 1_000

const HAZARD_COLUMNS = [
  ['number', 18, 'text'],
  ['kind', 22, 'text'],
  ['site', 22, 'text'],
  ['words', 36, 'text'],
  ['severity', 8, 'text'],
  ['state', 10, 'text'],
  ['place', 20, 'text'],
  ['responsible', 18, 'text'],
  ['noticeNumber', 18, 'text'],
  ['measures', 36, 'text'],
  ['foundAt', 17, 'datetime'],
  ['dueAt', 17, 'datetime'],
  ['closedAt', 17, 'datetime'],
  ['isOnTheSpot', 10, 'text'],
  ['failedCount', 12, 'number'],
  ['offenceNumber', 12, 'number'],
  ['campaign', 20, 'text'],
] as const

const columnsOf = (ctx: Ctx, columns: readonly (readonly [string, number, 'text' | 'number' | 'datetime'])[]) =>
  columns.map(([key, width, kind]) => ({ key, heading: say(ctx.language, `hazards:column.${key}`), width, kind }))

const hazardRows = async (tx: Tx, rows: readonly hazards.HazardRow[]): Promise<ExportRow[]> => {
  const names = await namesOfHazards(tx, rows)
  const word = (key: string): string => say(tx.language, `hazards:${key}`)
  return rows.map((row) => ({
    number: row.number,
    kind: row.kind_name,
    site: names.site(row.site_id)?.name,
    words: maskText(row.words),
    severity: word(`severity.${row.severity}`),
    state: word(`state.${row.state}`),
    place: names.place(row.place_id)?.name,
    responsible:
      row.organization_id === null
        ? names.person(row.responsible_person_id ?? '')
        : names.organization(row.organization_id),
    noticeNumber: row.notice_number,
    measures: row.measures && maskText(row.measures),
    foundAt: row.found_at,
    dueAt: row.due_at,
    closedAt: row.closed_at,
    isOnTheSpot: word(row.is_on_the_spot ? 'yes' : 'no'),
    failedCount: row.failed_count,
    offenceNumber: row.offence_number,
    campaign: row.campaign_id === null ? null : names.campaign(row.campaign_id),
  }))
}

/** Hazards page by page, each page in a transaction of its own. */
const allHazards = (ctx: Ctx, filter: hazards.HazardFilter): AsyncGenerator<ExportRow> =>
  rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<hazards.HazardAfter>) => hazards.listHazards(tx, filter, { sort: 'newest', ...page }),
    afterOf: (last): hazards.HazardAfter => [last.found_at.toISOString(), last.id],
    rowsOf: hazardRows,
  })

export const exportHazards = async (ctx: Ctx, input: InputOf<typeof contract.exportHazards>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => filterOf(tx, input))
  const name = say(ctx.language, 'hazards:export.hazards')
  const sheet = { name, columns: columnsOf(ctx, HAZARD_COLUMNS), rows: allHazards(ctx, filter) }
  return workbookFile(name, [sheet])
}

const siteRows = async (tx: Tx, rows: readonly sites.SiteRow[]): Promise<ExportRow[]> => {
  const names = await namesOfSites(tx, rows)
  return rows.map((row) => ({
    name: row.name,
    kind: names.siteKind(row.kind_id)?.name,
    placeCode: names.place(row.place_id)?.code,
    address: row.address,
    responsibleName: row.responsible_name && maskName(row.responsible_name),
    responsiblePhone: row.responsible_phone && maskPhone(row.responsible_phone),
    risk: say(tx.language, `hazards:risk.${row.risk}`),
    longitude: row.longitude,
    latitude: row.latitude,
  }))
}

const allSites = (ctx: Ctx, filter: sites.SiteFilter): AsyncGenerator<ExportRow> =>
  rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<sites.SiteAfter>) => sites.listSites(tx, filter, { sort: 'name', ...page }),
    afterOf: (last): sites.SiteAfter => [last.name_key, last.id],
    rowsOf: siteRows,
  })

/** Sites as a file that can be imported again: masked columns change nothing then. */
export const exportSites = async (ctx: Ctx, input: InputOf<typeof contract.exportSites>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => siteFilterOf(tx, input))
  const name = say(ctx.language, 'hazards:export.sites')
  const at = ctx.language === 'en' ? 1 : 0
  const columns = importColumns.map(({ key, headings }) => ({ key, heading: headings[at], kind: 'text' as const }))
  const sheet = { name, columns, rows: allSites(ctx, filter) }
  return workbookFile(name, [sheet])
}

const PROGRESS_COLUMNS = [
  ['name', 24, 'text'],
  ['siteCount', 10, 'number'],
  ['inspectedCount', 10, 'number'],
  ['inspectionCount', 10, 'number'],
  ['foundCount', 10, 'number'],
  ['solvedCount', 10, 'number'],
  ['onTheSpotCount', 10, 'number'],
  ['lateCount', 10, 'number'],
] as const
const CLASS_COLUMNS = [
  ['name', 24, 'text'],
  ['foundCount', 10, 'number'],
  ['solvedCount', 10, 'number'],
  ['lateCount', 10, 'number'],
] as const

/** Progress by place and by class, and every hazard behind it. */
export const exportCampaign = async (ctx: Ctx, input: InputOf<typeof contract.exportCampaign>): Promise<FileAnswer> => {
  const { view, filter } = await inTransaction(ctx, async (tx) => ({
    view: await viewCampaign(tx, input.id),
    filter: await filterOf(tx, { view: 'all', campaignId: input.id }),
  }))
  const word = (key: string): string => say(ctx.language, `hazards:export.${key}`)
  const byClass = view.byClass.map((line) => ({
    name: line.name ?? say(ctx.language, 'hazards:class.unnamed', { number: line.number }),
    foundCount: line.found_count,
    solvedCount: line.solved_count,
    lateCount: line.late_count,
  }))
  return workbookFile(view.row.name, [
    { name: word('byPlace'), columns: columnsOf(ctx, PROGRESS_COLUMNS), rows: view.byPlace },
    { name: word('byClass'), columns: columnsOf(ctx, CLASS_COLUMNS), rows: byClass },
    { name: word('hazards'), columns: columnsOf(ctx, HAZARD_COLUMNS), rows: allHazards(ctx, filter) },
  ])
}
