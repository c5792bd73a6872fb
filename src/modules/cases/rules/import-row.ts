import { err, ok, type Result } from '#kernel/result'
import { TITLE_LENGTH_MAX } from '../contract.ts'
import { titleFrom } from './case-number.ts'

/** The columns of a file of appeals, with the headings they may have; the first is what messages show. */
export const importHeadings = {
  sourceNumber: ['编号', '留言编号', '工单编号', 'id', 'number'],
  title: ['标题', '主题', '留言主题', 'title', 'subject'],
  occurredAt: ['时间', '留言时间', '发生时间', '来电时间', 'occurred_at', 'time'],
  body: ['内容', '详情', '留言详情', '主要内容', 'detail', 'content', 'body'],
  address: ['地址', '地点', '发生地址', 'address'],
  reporterName: ['反映人', '姓名', '来电人', 'reporter', 'name'],
  reporterPhone: ['电话', '联系电话', '手机', 'phone'],
  category: ['分类', '问题分类', '类别', 'category'],
} as const satisfies Record<string, readonly [string, ...string[]]>

/** What a row says, cell by cell; each cell is right by itself. */
export interface ImportedCells {
  readonly sourceNumber: string
  readonly title?: string | undefined
  readonly occurredAt: Date
  readonly body: string
  readonly address?: string | undefined
  readonly reporterName?: string | undefined
  readonly reporterPhone?: string | undefined
  readonly category?: string | undefined
}

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

/** What is older was mistyped. */
const FIRST_INSTANT = new Date('1990-01-01T00:00:00+08:00')

const cut = (text: string): string => [...text].slice(0, TITLE_LENGTH_MAX).join('')

/** One row as a case, or what is wrong with it. It happened before `now` and after 1989; a title is made when none is there. */
export const readImportedCase = (cells: ImportedCells, now: Date): Result<ImportedCase, readonly RowFault[]> => {
  const { occurredAt } = cells
  if (occurredAt > now || occurredAt < FIRST_INSTANT) {
    const code = occurredAt > now ? 'cases.occurs_in_future' : 'cases.occurs_too_early'
    return err([{ column: importHeadings.occurredAt[0], code, data: {} }])
  }
  return ok({
    sourceNumber: cells.sourceNumber,
    title: cut(cells.title?.replace(/\s+/gu, ' ') ?? titleFrom(cells.body)),
    body: cells.body,
    occurredAt,
    address: cells.address ?? null,
    reporterName: cells.reporterName ?? null,
    reporterPhone: cells.reporterPhone ?? null,
    category: cells.category ?? null,
  })
}
