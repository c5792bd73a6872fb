import { useMemo, useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { FormDialog, MoreRows, textOf, usePages, WhenRead } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { WORDS_LENGTH_MAX } from '../../contract.ts'
import { IndicatorsTabs } from './indicators-tabs.tsx'
import { nameOf } from './scope.ts'

type Row = Output<'indicators.exclusion.list'>['items'][number]
type Verb = 'grant' | 'deny'
interface Deciding {
  readonly row: Row
  readonly verb: Verb
}

const STATES = ['open', 'granted', 'denied'] as const

const columnsOf = (now: Date, onDecide: (deciding: Deciding) => void): readonly DataColumn<Row>[] => [
  {
    id: 'case',
    head: t('indicators:desk.caseTitle'),
    fixed: true,
    phone: 'what',
    wraps: true,
    cell: (row) => <a href={`/desk/cases/${row.caseId}`}>{row.caseTitle}</a>,
  },
  { id: 'number', head: t('indicators:desk.number'), cell: (row) => row.caseNumber },
  { id: 'indicator', head: t('indicators:column.indicator'), cell: (row) => nameOf(row.indicatorId) },
  { id: 'reason', head: t('indicators:desk.reason'), cell: (row) => t(`indicators:reason.${row.reason}`) },
  { id: 'words', head: t('indicators:desk.words'), wraps: true, cell: (row) => row.words },
  { id: 'unit', head: t('indicators:desk.organization'), cell: (row) => row.organizationName ?? '' },
  { id: 'by', head: t('indicators:desk.appliedBy'), cell: (row) => row.appliedByName ?? '' },
  { id: 'at', head: t('indicators:desk.appliedAt'), cell: (row) => formatMoment(row.appliedAt, now) },
  {
    id: 'decision',
    head: t('indicators:desk.decision'),
    phone: 'amount',
    wraps: true,
    cell: (row) => {
      if (row.decision !== null)
        return `${t(`indicators:desk.state.${row.decision}`)} ${row.decidedByName ?? ''} ${row.decisionWords ?? ''}`
      if (!row.can['indicators.exclusion.grant']?.allowed) return t('indicators:desk.state.open')
      return (['grant', 'deny'] as const).map((verb) => (
        <Button key={verb} size="small" onClick={() => onDecide({ row, verb })}>
          {t(`indicators:desk.${verb}`)}
        </Button>
      ))
    },
  },
]

const DecideDialog = ({ row, verb, onClose }: Deciding & { readonly onClose: () => void }) => {
  const acting = useActing(`indicators.exclusion.${verb}`)
  const submit = async (form: FormData): Promise<void> => {
    if (!(await acting.run({ id: row.id, words: textOf(form, 'words') }))) return
    toast({ words: t('indicators:desk.decided') })
    onClose()
  }
  return (
    <FormDialog
      title={t(`indicators:desk.${verb}Title`)}
      doWords={t(`indicators:desk.${verb}Title`)}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p>{row.words}</p>
      <TextArea
        name="words"
        label={t('indicators:desk.decisionWords')}
        maxLength={WORDS_LENGTH_MAX}
        error={acting.problem?.messageFor('words')}
      />
    </FormDialog>
  )
}

/** 剔除申诉: what units asked to be left out, with who decided what and why. */
const ExclusionsPage = () => {
  const { params, change } = useAddress()
  const now = useNow()
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const show = STATES.find((known) => known === params['show']) ?? ALL
  const filter = { show, ...(params['case'] ? { caseId: params['case'] } : {}) } as const
  const { found, rows } = usePages(['indicators.exclusion.list', filter], (page, signal) =>
    query('indicators.exclusion.list', { ...filter, ...page }, signal),
  )
  const columns = useMemo(() => columnsOf(now, setDeciding), [now])
  return (
    <DeskPage title={t('indicators:desk.exclusions')} tabs={<IndicatorsTabs current="exclusions" />}>
      <div className="admin-list">
        <DataTable
          label={t('indicators:desk.exclusions')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.caseTitle}
          tools={
            <FilterSelect
              label={t('indicators:desk.show')}
              allId={ALL}
              options={[
                { id: ALL, label: t('desk:all') },
                ...STATES.map((id) => ({ id, label: t(`indicators:desk.state.${id}`) })),
              ]}
              value={show}
              onChange={(value) => change({ show: value === ALL ? null : value })}
            />
          }
          empty={
            found.isSuccess ? (
              <div className="desk-pad">
                <Empty
                  icon="list"
                  title={t('indicators:desk.noExclusions')}
                  words={t('indicators:desk.noExclusionsHint')}
                />
              </div>
            ) : null
          }
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {deciding ? <DecideDialog {...deciding} onClose={() => setDeciding(null)} /> : null}
    </DeskPage>
  )
}

export default ExclusionsPage
