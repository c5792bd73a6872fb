import './new.css'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiProblem, newRequestId, type Output, upload } from '#web/api.ts'
import { problemOf, readAgain } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { useAddress } from '#web/desk/address.ts'
import { refusalWords, t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { SelectField } from '#web/ui/field.tsx'
import { formatCount, formatMoment, formatSize } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Checkbox } from '#web/ui/live/checkbox.tsx'
import { FileButton } from '#web/ui/live/file-button.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { CHANNELS } from './list-filter.ts'

type Report = Output<'cases.import.preview'>
type Row = Report['rows'][number]
type Channel = (typeof CHANNELS)[number]

const ACCEPTED = '.xlsx,.csv'

const faultWords = (fault: Row['faults'][number]): string =>
  t('cases:desk.importFault', {
    column: fault.column,
    why: refusalWords(fault.code, fault.data as Record<string, string | number>),
  })

const columnsAt = (now: Date): ReadonlyArray<Column<Row>> => [
  { id: 'row', head: t('cases:desk.importRow'), figures: true, cell: (row) => formatCount(row.row), phone: 'amount' },
  {
    id: 'name',
    head: t('cases:column.title'),
    cell: (row) => row.name,
    bad: (row) => row.change === 'bad',
    phone: 'what',
  },
  { id: 'place', head: t('cases:column.place'), cell: (row) => row.placeName ?? t('cases:desk.importNowhere') },
  {
    id: 'at',
    head: t('cases:column.occurredAt'),
    cell: (row) => (row.occurredAt ? formatMoment(row.occurredAt, now) : ''),
  },
  {
    id: 'what',
    head: t('cases:desk.importWhat'),
    wraps: true,
    cell: (row) =>
      row.change === 'bad' ? (
        <span className="faults">
          <Icon name="warning" /> {row.faults.map(faultWords).join(t('desk:semicolon'))}
        </span>
      ) : (
        t(row.change === 'same' ? 'cases:desk.importSame' : 'cases:desk.importNew')
      ),
  },
]

/** Cells that a spreadsheet would take for a formula get an apostrophe before them (CWE-1236). */
const cellOf = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** The bad rows with what is wrong, to be worked through beside the file. */
const downloadFaults = (report: Report, fileName: string): void => {
  const lines = [
    [t('cases:desk.importRow'), t('cases:column.title'), t('cases:desk.importWhat')],
    ...report.rows
      .filter((row) => row.change === 'bad')
      .map((row) => [String(row.row), row.name, row.faults.map(faultWords).join(t('desk:semicolon'))]),
  ]
  const text = `\uFEFF${lines.map((line) => line.map(cellOf).join(',')).join('\r\n')}`
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  link.download = `${fileName.replace(/\.[^.]+$/, '')}-${t('cases:desk.importFaultsName')}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}

/** Choosing a file, looking through it, taking it in. */
const useImport = () => {
  const queryClient = useQueryClient()
  const [channel, setChannel] = useState<Channel>('import')
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [busy, setBusy] = useState<'preview' | 'commit' | null>(null)
  // The same file taken in again after a fault of the network is the same act.
  const [commitId, setCommitId] = useState(newRequestId)

  const preview = async (chosen: File, by: Channel): Promise<void> => {
    setFile(chosen)
    setReport(null)
    setProblem(null)
    setBusy('preview')
    setCommitId(newRequestId())
    try {
      setReport(await upload('cases.import.preview', { channel: by }, chosen, chosen.name))
    } catch (fault) {
      setProblem(problemOf(fault))
    }
    setBusy(null)
  }
  const choose = (by: Channel): void => {
    setChannel(by)
    if (file) void preview(file, by)
  }
  const commit = async (): Promise<Report | null> => {
    if (!file) return null
    setBusy('commit')
    setProblem(null)
    try {
      const answer = await upload('cases.import.commit', { channel }, file, file.name, commitId)
      readAgain(queryClient, 'case')
      return answer
    } catch (fault) {
      setProblem(problemOf(fault))
      setBusy(null)
      return null
    }
  }
  return {
    channel,
    choose,
    file,
    report,
    problem,
    busy,
    preview: (chosen: File) => void preview(chosen, channel),
    commit,
  }
}

/** A file of appeals: looked through first, then taken in whole or not at all. */
const ImportPage = () => {
  const { go } = useAddress()
  const { channel, choose, file, report, problem, busy, preview, commit } = useImport()
  const takeIn = async (): Promise<void> => {
    const answer = await commit()
    if (!answer) return
    const counts = { count: formatCount(answer.createdCount), same: formatCount(answer.sameCount) }
    toast({ words: t('cases:desk.imported', counts) })
    go('/desk/cases')
  }
  return (
    <DeskPage
      title={t('cases:desk.import')}
      back={{ href: '/desk/cases', label: t('cases:desk.cases') }}
      meta={t('cases:desk.importHint')}
    >
      <div className="case-import">
        <div className="desk-form">
          <SelectField
            name="channel"
            label={t('cases:column.channel')}
            hint={t('cases:desk.importChannelHint')}
            value={channel}
            choices={CHANNELS.map((value) => ({ value, label: t(`cases:channel.${value}`) }))}
            onChange={(event) => choose(CHANNELS.find((known) => known === event.currentTarget.value) ?? 'import')}
          />
          <Actions>
            <FileButton
              tone={report ? 'usual' : 'main'}
              icon="upload"
              accept={ACCEPTED}
              onFiles={([chosen]) => chosen && preview(chosen)}
            >
              {t(file ? 'cases:desk.importOther' : 'cases:desk.importChoose')}
            </FileButton>
          </Actions>
        </div>
        {busy === 'preview' ? <p role="status">{t('cases:desk.importReading', { name: file?.name ?? '' })}</p> : null}
        {problem ? (
          <ProblemBox
            problem={problem}
            title={t('cases:desk.importRefused')}
            next={t('cases:desk.importRefusedNext')}
          />
        ) : null}
        {report && file ? (
          <Preview report={report} file={file} busy={busy === 'commit'} onCommit={() => void takeIn()} />
        ) : null}
      </div>
    </DeskPage>
  )
}

export default ImportPage

interface PreviewProps {
  readonly report: Report
  readonly file: File
  readonly busy: boolean
  readonly onCommit: () => void
}

const Preview = ({ report, file, busy, onCommit }: PreviewProps) => {
  const now = useNow()
  const [badOnly, setBadOnly] = useState(report.badCount > 0)
  const rows = badOnly ? report.rows.filter((row) => row.change === 'bad') : report.rows
  const why =
    report.badCount > 0
      ? t('cases:desk.importWhyBad', { bad: formatCount(report.badCount), count: formatCount(report.rowCount) })
      : report.createdCount === 0
        ? t('cases:desk.importWhyNone')
        : null
  return (
    <section aria-labelledby="preview">
      <ColumnHead id="preview" title={t('cases:desk.importPreview')} aside={`${file.name} ${formatSize(file.size)}`} />
      <p className="case-import-sum" role="status">
        <span>{t('cases:desk.importRows', { count: formatCount(report.rowCount) })}</span>
        <span className="good">
          <Icon name="check" /> {t('cases:desk.importGood', { count: formatCount(report.createdCount) })}
        </span>
        {report.sameCount > 0 ? (
          <span>{t('cases:desk.importSameCount', { count: formatCount(report.sameCount) })}</span>
        ) : null}
        {report.badCount > 0 ? (
          <span className="bad">
            <Icon name="warning" /> {t('cases:desk.importBad', { count: formatCount(report.badCount) })}
          </span>
        ) : null}
        {report.badCount > 0 ? (
          <Checkbox label={t('cases:desk.importBadOnly')} checked={badOnly} onChange={setBadOnly} />
        ) : null}
      </p>
      <Table
        label={t('cases:desk.importPreview')}
        columns={columnsAt(now)}
        rows={rows}
        keyOf={(row) => String(row.row)}
      />
      {report.rowCount > rows.length ? (
        <p className="meta">{t('cases:desk.importShown', { count: formatCount(rows.length) })}</p>
      ) : null}
      <Actions>
        <Button
          tone="main"
          busy={busy}
          onClick={onCommit}
          {...(why ? { whyNot: { id: 'import-why', words: why } } : {})}
        >
          {busy ? t('cases:desk.importing') : t('cases:desk.importDo', { count: formatCount(report.createdCount) })}
        </Button>
        {report.badCount > 0 ? (
          <Button icon="download" onClick={() => downloadFaults(report, file.name)}>
            {t('cases:desk.importFaults')}
          </Button>
        ) : null}
      </Actions>
    </section>
  )
}
