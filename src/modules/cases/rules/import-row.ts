import { err, ok, type Result } from '#kernel/result'
import { CHINA_OFFSET_MINUTES } from '#kernel/time'
import { ADDRESS_LENGTH_MAX, IMPORTED_BODY_LENGTH_MAX, NAME_LENGTH_MAX, SOURCE_NUMBER_LENGTH_MAX, TITLE_LENGTH_MAX } from '../contract.ts'
import { titleFrom } from './case-number.ts'

/** The columns of a file of appeals, with the headings they may have. */
export const importColumns = {
  sourceNumber: ['编号', '留言编号', '工单编号', 'id', 'number'],
  title: ['标题', '主题', '留言主题', 'title', 'subject'],
  occurredAt: ['时间', '留言时间', '发生时间', '来电时间', 'occurred_at', 'time'],
  body: ['内容', '详情', '留言详情', '主要内容', 'detail', 'content', 'body'],
  address: ['地址', '地点', '发生地址', 'address'],
  reporterName: ['反映人', '姓名', '来电人', 'reporter', 'name'],
  reporterPhone: ['电话', '联系电话', '手机', 'phone'],
  category: ['分类', '问题分类', '类别', 'category'],
} as const
export type ImportColumn = keyof typeof importColumns

export interface ImportedCase {
  readonly sourceNumber: string
  readonly title: string
  readonly body: string
  readonly occurredAt: Date
  readonly address: string | null
  readonly reporterName: string | null
  readonly reporterPhone: string | null
  readonly category: string | null
}

export interface RowFault {
  readonly column: string
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
}

const LOCAL_TIME =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})秒?)?分?)?$/u
const ZONED_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/u
const MINUTE_MS = 60_000
const YEAR_MIN = 1990

const partsOf = (text: string): readonly number[] | null => {
  const match = LOCAL_TIME.exec(text)
  return match ? match.slice(1).map((part) => Number(part ?? 0)) : null
}

/** Year, month, day … as they stand on a clock at the place. A 30 February or an hour 25 is none. */
const instantAt = (parts: readonly number[]): Date | null => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isSame = wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day && wall.getUTCHours() === hour
  if (!isSame || minute > 59 || second > 59) return null
  return new Date(wall.getTime() - CHINA_OFFSET_MINUTES * MINUTE_MS)
}

/**
 * `2019/2/28 11:25:05`, `2019-02-28 11:25`, `2019年2月28日`: local time of the place (UTC+8) unless the text names a
 * zone. Serial numbers of Excel are dates already when they come here. Not before 1990, not after `now`.
 */
export const readLocalTime = (text: string, now: Date): Result<Date, 'cases.time_not_readable' | 'cases.occurs_in_future'> => {
  const parts = partsOf(text.trim())
  const at = parts ? instantAt(parts) : ZONED_TIME.test(text.trim()) ? new Date(text.trim()) : null
  if (!at || Number.isNaN(at.getTime()) || at.getUTCFullYear() < YEAR_MIN) return err('cases.time_not_readable')
  return at > now ? err('cases.occurs_in_future') : ok(at)
}

const LENGTHS: Readonly<Partial<Record<ImportColumn, number>>> = {
  sourceNumber: SOURCE_NUMBER_LENGTH_MAX,
  body: IMPORTED_BODY_LENGTH_MAX,
  address: ADDRESS_LENGTH_MAX,
  reporterName: NAME_LENGTH_MAX,
}
const PHONE = /^[\d+*\-() ]{3,30}$/u
const REQUIRED: readonly ImportColumn[] = ['sourceNumber', 'occurredAt', 'body']

const cut = (text: string, lengthMax: number): string => [...text].slice(0, lengthMax).join('')

/** One row as a case, or everything that is wrong with it. `cells` are texts by column, blanks left out. */
export const readImportedCase = (
  cells: Readonly<Partial<Record<ImportColumn, string>>>,
  now: Date,
): Result<ImportedCase, readonly RowFault[]> => {
  const faults: RowFault[] = []
  const fault = (column: ImportColumn, code: string, data: Record<string, unknown> = {}): void => {
    faults.push({ column: importColumns[column][0], code, data })
  }
  for (const column of REQUIRED) if (!cells[column]) fault(column, 'cases.cell_missing')
  for (const [column, lengthMax] of Object.entries(LENGTHS) as [ImportColumn, number][]) {
    const length = cells[column]?.length ?? 0
    if (length > lengthMax) fault(column, 'cases.cell_too_long', { length, lengthMax })
  }
  if (cells.reporterPhone && !PHONE.test(cells.reporterPhone)) fault('reporterPhone', 'cases.cell_not_a_phone')
  const occurredAt = cells.occurredAt ? readLocalTime(cells.occurredAt, now) : null
  if (occurredAt && !occurredAt.ok) fault('occurredAt', occurredAt.error, { text: cut(cells.occurredAt ?? '', 40) })
  const { sourceNumber, body } = cells
  if (faults.length > 0 || !sourceNumber || !body || !occurredAt?.ok) return err(faults)
  return ok({
    sourceNumber,
    title: cut(cells.title ?? titleFrom(body), TITLE_LENGTH_MAX),
    body,
    occurredAt: occurredAt.value,
    address: cells.address ?? null,
    reporterName: cells.reporterName ?? null,
    reporterPhone: cells.reporterPhone ?? null,
    category: cells.category ?? null,
  })
}
