import './administration.css'
import { useState } from 'react'
import { type ApiProblem, newRequestId } from '#web/api.ts'
import { refusalWords, t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { formatCount, formatSize } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Checkbox } from '#web/ui/live/checkbox.tsx'
import { FileButton } from '#web/ui/live/file-button.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { problemOf } from './acting.ts'
import { ProblemBox } from './fault.tsx'

/** A row of the file, read or unreadable. */
export interface ImportRow {
  readonly line: number
  readonly change: 'create' | 'update' | 'same' | 'bad'
  readonly faults: ReadonlyArray<{
    readonly column: string
    readonly code: string
    readonly data: Readonly<Record<string, unknown>>
  }>
}

/** What an import did or would do; every module adds the texts by which its rows are known again. */
export interface ImportReport<Row extends ImportRow> {
  readonly rowCount: number
  readonly createdCount: number
  readonly updatedCount: number
  readonly sameCount: number
  readonly badCount: number
  readonly rows: readonly Row[]
}

export interface ImportPanelProps<Row extends ImportRow> {
  readonly accept: string
  /** The columns that the file has. */
  readonly cells: ReadonlyArray<Column<Row>>
  readonly preview: (file: File) => Promise<ImportReport<Row>>
  readonly commit: (file: File, requestId: string) => Promise<ImportReport<Row>>
  readonly onDone: () => void
}

const faultWords = (row: ImportRow): string =>
  row.faults
    .map(({ column, code, data }) => {
      const why = refusalWords(code, data as Record<string, string | number>)
      return column === '' ? why : t('administration:import.fault', { column, why })
    })
    .join(t('administration:import.between'))

const columnsWith = <Row extends ImportRow>(cells: ReadonlyArray<Column<Row>>): ReadonlyArray<Column<Row>> => [
  {
    id: 'line',
    head: t('administration:import.line'),
    figures: true,
    phone: 'amount',
    cell: (row) => formatCount(row.line),
  },
  ...cells.map((cell, index) =>
    index === 0 ? { ...cell, bad: (row: Row) => row.change === 'bad', phone: 'what' as const } : cell,
  ),
  {
    id: 'change',
    head: t('administration:import.what'),
    wraps: true,
    cell: (row) =>
      row.change === 'bad' ? (
        <span className="import-faults">
          <Icon name="warning" /> {faultWords(row)}
        </span>
      ) : (
        t(`administration:import.change.${row.change}`)
      ),
  },
]

/** A file that is looked through first, then taken in whole or not at all. */
export const ImportPanel = <Row extends ImportRow>({
  accept,
  cells,
  preview,
  commit,
  onDone,
}: ImportPanelProps<Row>) => {
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<ImportReport<Row> | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [busy, setBusy] = useState<'preview' | 'commit' | null>(null)
  const [requestId, setRequestId] = useState(newRequestId)

  const attempt = async (
    step: 'preview' | 'commit',
    run: () => Promise<ImportReport<Row>>,
  ): Promise<ImportReport<Row> | null> => {
    setProblem(null)
    setBusy(step)
    try {
      return await run()
    } catch (fault) {
      setProblem(problemOf(fault))
      return null
    } finally {
      setBusy(null)
    }
  }
  const look = async (chosen: File): Promise<void> => {
    setFile(chosen)
    setReport(null)
    setRequestId(newRequestId())
    setReport(await attempt('preview', () => preview(chosen)))
  }
  const take = async (chosen: File): Promise<void> => {
    const done = await attempt('commit', () => commit(chosen, requestId))
    if (!done) return
    const counts = { created: formatCount(done.createdCount), updated: formatCount(done.updatedCount) }
    toast({ words: t('administration:import.done', counts) })
    onDone()
  }
  return (
    <div className="import-panel">
      <Actions>
        <FileButton
          tone={report ? 'usual' : 'main'}
          icon="upload"
          accept={accept}
          onFiles={([chosen]) => chosen && void look(chosen)}
        >
          {t(file ? 'administration:import.other' : 'administration:import.choose')}
        </FileButton>
      </Actions>
      {busy === 'preview' ? (
        <p role="status">{t('administration:import.reading', { name: file?.name ?? '' })}</p>
      ) : null}
      {problem ? (
        <ProblemBox
          problem={problem}
          title={t('administration:import.refused')}
          next={t('administration:import.refusedNext')}
        />
      ) : null}
      {report && file ? (
        <Preview report={report} file={file} cells={cells} busy={busy === 'commit'} onTake={() => void take(file)} />
      ) : null}
    </div>
  )
}

interface PreviewProps<Row extends ImportRow> {
  readonly report: ImportReport<Row>
  readonly file: File
  readonly cells: ReadonlyArray<Column<Row>>
  readonly busy: boolean
  readonly onTake: () => void
}

const whyNot = ({ badCount, rowCount, createdCount, updatedCount }: ImportReport<ImportRow>): string | null => {
  if (badCount > 0)
    return t('administration:import.whyBad', { bad: formatCount(badCount), count: formatCount(rowCount) })
  return createdCount + updatedCount === 0 ? t('administration:import.whyNone') : null
}

const Preview = <Row extends ImportRow>({ report, file, cells, busy, onTake }: PreviewProps<Row>) => {
  const [badOnly, setBadOnly] = useState(report.badCount > 0)
  const rows = badOnly ? report.rows.filter((row) => row.change === 'bad') : report.rows
  const why = whyNot(report)
  return (
    <section aria-labelledby="import-preview">
      <ColumnHead
        id="import-preview"
        title={t('administration:import.preview')}
        aside={`${file.name} ${formatSize(file.size)}`}
      />
      <p className="import-sum" role="status">
        <span>{t('administration:import.rows', { count: report.rowCount })}</span>
        {report.createdCount > 0 ? (
          <span>{t('administration:import.create', { count: report.createdCount })}</span>
        ) : null}
        {report.updatedCount > 0 ? (
          <span>{t('administration:import.update', { count: report.updatedCount })}</span>
        ) : null}
        {report.sameCount > 0 ? <span>{t('administration:import.same', { count: report.sameCount })}</span> : null}
        {report.badCount > 0 ? (
          <>
            <span className="bad">
              <Icon name="warning" /> {t('administration:import.bad', { count: report.badCount })}
            </span>
            <Checkbox label={t('administration:import.badOnly')} checked={badOnly} onChange={setBadOnly} />
          </>
        ) : null}
      </p>
      <Table
        label={t('administration:import.preview')}
        columns={columnsWith(cells)}
        rows={rows}
        keyOf={(row) => String(row.line)}
      />
      {report.rowCount > report.rows.length ? (
        <p className="meta">{t('administration:import.shown', { count: formatCount(report.rows.length) })}</p>
      ) : null}
      <Actions>
        <Button tone="main" busy={busy} onClick={onTake} {...(why ? { whyNot: { id: 'import-why', words: why } } : {})}>
          {t(busy ? 'administration:import.doing' : 'administration:import.do', { count: report.rowCount })}
        </Button>
      </Actions>
    </section>
  )
}
