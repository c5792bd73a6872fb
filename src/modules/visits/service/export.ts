import type { InputOf } from '#kernel/operation'
import { PAGE_ROWS_MAX } from '#kernel/page'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ColumnKind, type Export, type ExportRow, type ExportSheet, workbookFile } from '#platform/office'
import { findPlaces } from '#modules/places'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import { presentFindings, presentHouseholds, presentVisits } from '../present.ts'
import { coverageRate } from '../rules/coverage.ts'
import * as contacts from './contact.ts'
import * as coverage from './coverage.ts'
import * as findings from './finding.ts'
import * as households from './household.ts'
import * as visits from './visit.ts'

type Columns = ReadonlyArray<readonly [key: string, width: number, kind: ColumnKind]>

interface PageOfRows {
  readonly rows: readonly ExportRow[]
  readonly nextCursor: string | null
}

/** Page by page, each in a transaction of its own; none is held open while the reader is slow. */
async function* allRows(
  ctx: Ctx,
  read: (tx: Tx, page: { readonly cursor: string | undefined; readonly limit: number }) => Promise<PageOfRows>,
): AsyncGenerator<ExportRow> {
  for (let cursor: string | undefined; ; ) {
    const page = await inTransaction(ctx, (tx) => read(tx, { cursor, limit: PAGE_ROWS_MAX }))
    yield* page.rows
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}

const sheetOf = (ctx: Ctx, name: string, columns: Columns, rows: ExportSheet['rows']): ExportSheet => ({
  name: say(ctx.language, `visits:export.${name}`),
  columns: columns.map(([key, width, kind]) => ({
    key,
    width,
    kind,
    heading: say(ctx.language, `visits:column.${key}`),
  })),
  rows,
})

const fileOf = (sheets: Export['sheets']): FileAnswer => workbookFile(sheets[0].name, sheets)

const HOUSEHOLDS: Columns = [
  ['community', 18, 'text'],
  ['place', 18, 'text'],
  ['placeCode', 18, 'text'],
  ['door', 16, 'text'],
  ['label', 12, 'text'],
  ['contactName', 12, 'text'],
  ['contactPhone', 14, 'text'],
  ['responsible', 12, 'text'],
  ['lastVisitedAt', 17, 'datetime'],
  ['dueOn', 12, 'date'],
]

export const exportHouseholds = async (
  ctx: Ctx,
  input: InputOf<typeof contract.exportHouseholds>,
): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => households.filterOf(tx, input))
  const rows = allRows(ctx, async (tx, page) => {
    const found = await households.listHouseholds(tx, filter, page)
    const places = await findPlaces(tx, [...new Set(found.items.map((row) => row.place_id))])
    const codes = new Map(places.map((place) => [place.id, place.code]))
    const shown = await presentHouseholds(tx, found.items)
    return {
      nextCursor: found.nextCursor,
      rows: shown.map((row) => ({
        community: row.communityName ?? row.placeName,
        place: row.placeName,
        placeCode: codes.get(row.placeId),
        door: row.door,
        label: row.label,
        contactName: row.contactName,
        contactPhone: row.contactPhone,
        responsible: row.responsible?.name,
        lastVisitedAt: row.lastVisitedAt,
        dueOn: row.dueOn,
      })),
    }
  })
  return fileOf([sheetOf(ctx, 'households', HOUSEHOLDS, rows)])
}

const VISITS: Columns = [
  ['number', 18, 'text'],
  ['kind', 12, 'text'],
  ['programme', 24, 'text'],
  ['place', 18, 'text'],
  ['door', 16, 'text'],
  ['person', 12, 'text'],
  ['dueOn', 12, 'date'],
  ['state', 10, 'text'],
  ['outcome', 10, 'text'],
  ['visitedAt', 17, 'datetime'],
  ['leftAt', 17, 'datetime'],
  ['visitedBy', 12, 'text'],
  ['attempts', 10, 'number'],
  ['duties', 24, 'text'],
  ['words', 36, 'text'],
  ['findings', 10, 'number'],
  ['reason', 24, 'text'],
]

export const exportVisits = async (ctx: Ctx, input: InputOf<typeof contract.exportVisits>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => visits.filterOf(tx, input))
  const word = (key: string): string => say(ctx.language, `visits:${key}`)
  const rows = allRows(ctx, async (tx, page) => {
    const found = await visits.listVisits(tx, filter, page)
    const shown = await presentVisits(tx, found.items)
    return {
      nextCursor: found.nextCursor,
      rows: shown.map((row) => ({
        number: row.number,
        kind: word(`kind.${row.kind}`),
        programme: row.programmeName,
        place: row.placeName,
        door: row.door,
        person: row.personName,
        dueOn: row.dueOn,
        state: word(row.isLate ? 'state.late' : `state.${row.state}`),
        outcome: row.outcome && word(`outcome.${row.outcome}`),
        visitedAt: row.visitedAt,
        leftAt: row.leftAt,
        visitedBy: row.visitedByName,
        attempts: row.attemptCount,
        duties: row.duties.join('、'),
        words: row.words,
        findings: row.findingCount,
        reason: row.reason,
      })),
    }
  })
  return fileOf([sheetOf(ctx, input.show === 'omitted' ? 'omissions' : 'visits', VISITS, rows)])
}

const FINDINGS: Columns = [
  ['number', 18, 'text'],
  ['visitKind', 12, 'text'],
  ['place', 18, 'text'],
  ['finding', 10, 'text'],
  ['words', 36, 'text'],
  ['decision', 30, 'text'],
  ['caseNumber', 18, 'text'],
  ['owner', 18, 'text'],
  ['caseState', 12, 'text'],
  ['result', 30, 'text'],
  ['foundAt', 17, 'datetime'],
]

export const exportFindings = async (ctx: Ctx, input: InputOf<typeof contract.exportFindings>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => findings.filterOf(tx, input))
  const rows = allRows(ctx, async (tx, page) => {
    const found = await findings.listFindings(tx, filter, page)
    const places = await findPlaces(tx, [...new Set(found.items.map((row) => row.place_id))])
    const nameOf = new Map(places.map((place) => [place.id, place.name]))
    const shown = await presentFindings(tx, found.items)
    return {
      nextCursor: found.nextCursor,
      rows: shown.map((row, index) => {
        const line = found.items[index]
        return {
          number: line?.visit_number,
          visitKind: say(ctx.language, `visits:kind.${line?.visit_kind}`),
          place: nameOf.get(line?.place_id ?? 0),
          finding: say(ctx.language, `visits:finding.${row.kind}`),
          words: row.words,
          decision: row.decision,
          caseNumber: row.caseNumber,
          owner: row.ownerName,
          caseState: say(ctx.language, `cases:state.${row.caseState}`),
          result: row.result,
          foundAt: row.createdAt,
        }
      }),
    }
  })
  return fileOf([sheetOf(ctx, 'findings', FINDINGS, rows)])
}

const COVERAGE: Columns = [
  ['name', 24, 'text'],
  ['toVisit', 10, 'number'],
  ['visited', 10, 'number'],
  ['rate', 10, 'number'],
  ['inTime', 10, 'number'],
  ['madeUp', 10, 'number'],
  ['omitted', 10, 'number'],
  ['excused', 10, 'number'],
  ['unassigned', 12, 'number'],
]

const coverageRow = (row: coverage.CoverageLine): ExportRow => ({
  name: row.name,
  toVisit: row.toVisitCount,
  visited: row.visitedCount,
  rate: coverageRate(row),
  inTime: row.inTimeCount,
  madeUp: row.madeUpCount,
  omitted: row.omittedCount,
  excused: row.excusedCount,
  unassigned: row.unassignedCount,
})

/** One sheet by place, one by person, one by rule. */
export const exportCoverage = async (ctx: Ctx, input: InputOf<typeof contract.exportCoverage>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => coverage.filterOf(tx, input))
  const sheet = (by: 'place' | 'person' | 'programme'): ExportSheet =>
    sheetOf(
      ctx,
      `coverage.${by}`,
      COVERAGE,
      allRows(ctx, async (tx, page) => {
        const found = await coverage.listCoverage(tx, filter, by, page)
        return { nextCursor: found.nextCursor, rows: found.items.map(coverageRow) }
      }),
    )
  return fileOf([sheet('place'), sheet('person'), sheet('programme')])
}

const CONTACTS: Columns = [
  ['street', 18, 'text'],
  ['place', 18, 'text'],
  ['leader', 24, 'text'],
  ['role', 16, 'text'],
  ['lastVisitedAt', 17, 'datetime'],
  ['dueOn', 12, 'date'],
  ['visits', 10, 'number'],
  ['findings', 10, 'number'],
]

/** The table of contacts is a page or two; it is read at once. */
export const exportContacts = async (ctx: Ctx, input: InputOf<typeof contract.exportContacts>): Promise<FileAnswer> => {
  const { lines } = await inTransaction(ctx, (tx) => contacts.contactTable(tx, input.programmeId))
  async function* rows(): AsyncGenerator<ExportRow> {
    for (const line of lines.filter((one) => contacts.isShown(one, input.filled)))
      yield {
        street: line.streetName,
        place: line.placeName,
        leader: line.holders.map((holder) => holder.name).join('、'),
        role: line.holders
          .flatMap(({ role }) => (role === null ? [] : say(ctx.language, `posts:role.${role}`)))
          .join('、'),
        lastVisitedAt: line.lastVisitedAt,
        dueOn: line.dueOn,
        visits: line.visitCount,
        findings: line.findingCount,
      }
  }
  return fileOf([sheetOf(ctx, 'contacts', CONTACTS, rows())])
}
