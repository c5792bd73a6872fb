import type { InputOf } from '#kernel/operation'
import { type Ctx, inTransaction } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, type PageFrom, rowsByPage, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import { presentActions, presentPatrols } from '../present.ts'
import * as actions from '../store/action.ts'
import * as patrols from '../store/patrol.ts'
import { filterOf as actionFilterOf } from './action.ts'
import { sumCoverage } from './coverage.ts'
import { filterOf as patrolFilterOf } from './list.ts'

/** Rows read in one transaction; the file is written between them, so memory does not grow with it. */
const ROWS_AT_ONCE = 500

type ColumnDraft = readonly [key: string, width: number, kind: 'text' | 'number' | 'datetime' | 'date']

const workbook = (
  ctx: Ctx,
  name: string,
  drafts: readonly ColumnDraft[],
  rows: Iterable<ExportRow> | AsyncIterable<ExportRow>,
): FileAnswer => {
  const columns = drafts.map(([key, width, kind]) => ({
    key,
    heading: say(ctx.language, `fieldwork:column.${key}`),
    width,
    kind,
  }))
  const sheet = { name, columns, rows }
  return workbookFile(name, [sheet])
}

const PATROL_COLUMNS: readonly ColumnDraft[] = [
  ['day', 12, 'text'],
  ['route', 24, 'text'],
  ['place', 20, 'text'],
  ['team', 18, 'text'],
  ['person', 12, 'text'],
  ['windowFrom', 17, 'datetime'],
  ['windowUntil', 17, 'datetime'],
  ['state', 10, 'text'],
  ['timing', 10, 'text'],
  ['points', 8, 'number'],
  ['valid', 8, 'number'],
  ['findings', 8, 'number'],
  ['startedAt', 17, 'datetime'],
  ['finishedAt', 17, 'datetime'],
  ['reason', 30, 'text'],
]

export const exportPatrols = async (ctx: Ctx, input: InputOf<typeof contract.exportPatrols>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => patrolFilterOf(tx, input))
  const word = (key: string): string => say(ctx.language, `fieldwork:${key}`)
  const rows = rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<patrols.AfterPatrol>) => patrols.listPatrols(tx, filter, { sort: 'newest', ...page }),
    afterOf: (last): patrols.AfterPatrol => [last.on_day, last.window_from.toISOString(), last.id],
    rowsOf: async (tx, found) =>
      (await presentPatrols(tx, found)).map((row) => ({
        day: row.on,
        route: row.routeName,
        place: row.placeName,
        team: row.team?.name,
        person: row.person?.name,
        windowFrom: row.windowFrom,
        windowUntil: row.windowUntil,
        state: word(`state.${row.state}`),
        timing: word(`timing.${row.timing}`),
        points: row.pointCount,
        valid: row.validCount,
        findings: row.findingCount,
        startedAt: row.startedAt,
        finishedAt: row.finishedAt,
        reason: row.reason,
      })),
  })
  return workbook(ctx, word('export.patrols'), PATROL_COLUMNS, rows)
}

const ACTION_COLUMNS: readonly ColumnDraft[] = [
  ['at', 17, 'datetime'],
  ['kind', 12, 'text'],
  ['function', 14, 'text'],
  ['place', 20, 'text'],
  ['count', 8, 'number'],
  ['unit', 8, 'text'],
  ['person', 12, 'text'],
  ['companions', 20, 'text'],
  ['team', 18, 'text'],
  ['words', 40, 'text'],
  ['photos', 8, 'number'],
  ['withdrawn', 24, 'text'],
]

export const exportActions = async (ctx: Ctx, input: InputOf<typeof contract.exportActions>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => actionFilterOf(tx, input))
  const word = (key: string): string => say(ctx.language, `fieldwork:${key}`)
  const rows = rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<readonly [string, string]>) => actions.listActions(tx, filter, page),
    afterOf: (last): readonly [string, string] => [last.at.toISOString(), last.id],
    rowsOf: async (tx, found) =>
      (await presentActions(tx, found)).map((row) => ({
        at: row.at,
        kind: word(`kind.${row.kind}`),
        function: row.functionName,
        place: row.placeName,
        count: row.count,
        unit: word(`unit.${row.unit}`),
        person: row.person.name,
        companions: row.companions.map(({ name }) => name).join(' '),
        team: row.team?.name,
        words: row.words,
        photos: row.photoCount,
        withdrawn: row.withdrawnReason,
      })),
  })
  return workbook(ctx, word('export.actions'), ACTION_COLUMNS, rows)
}

const COVERAGE_COLUMNS: readonly ColumnDraft[] = [
  ['name', 24, 'text'],
  ['due', 10, 'number'],
  ['done', 10, 'number'],
  ['missed', 10, 'number'],
  ['onTime', 10, 'number'],
  ['points', 10, 'number'],
  ['valid', 10, 'number'],
  ['findings', 10, 'number'],
  ['coverage', 10, 'text'],
  ['onTimeRate', 10, 'text'],
]

const percentOf = (share: number | null): string | null => (share === null ? null : `${(share * 100).toFixed(1)}%`)

/** The table as it is shown, its total in the last row. */
export const exportCoverage = async (ctx: Ctx, input: InputOf<typeof contract.exportCoverage>): Promise<FileAnswer> => {
  const { items, total } = await inTransaction(ctx, (tx) => sumCoverage(tx, input))
  const rows = [...items, total].map((line) => ({
    name: line.name,
    due: line.dueCount,
    done: line.doneCount,
    missed: line.missedCount,
    onTime: line.onTimeCount,
    points: line.pointCount,
    valid: line.validCount,
    findings: line.findingCount,
    coverage: percentOf(line.coverage),
    onTimeRate: percentOf(line.onTimeRate),
  }))
  return workbook(ctx, say(ctx.language, 'fieldwork:export.coverage'), COVERAGE_COLUMNS, rows)
}
