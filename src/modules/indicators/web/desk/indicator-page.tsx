import './indicators.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useAddress, writeParams } from '#web/desk/address.ts'
import { MoreRows, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatCount, formatDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { type Breakdown, breakdowns, parts } from '../../contract.ts'
import { definitionOf } from '../../rules/definitions.ts'
import { ApplyDialog } from './apply-dialog.tsx'
import { PeriodTools } from './period-tools.tsx'
import { nameOf, type Scope, scopeParams, useScope, valueWords } from './scope.ts'

type Line = Output<'indicators.indicator.breakDown'>['items'][number]
type Case = Output<'indicators.case.list'>['items'][number]
type Unit = 'case' | 'percent' | 'minute'

/** What a line narrows the page to; a day is narrowed by the period. */
const PARAM: Partial<Record<Breakdown, string>> = {
  place: 'place',
  organization: 'unit',
  person: 'person',
  role: 'role',
  channel: 'channel',
}

const keyWords = (by: Breakdown, { key, name }: Line): string => {
  if (by === 'channel') return wordsOr(`cases:channel.${key}`, key)
  if (by === 'role') return key ? wordsOr(`posts:role.${key}`, key) : t('indicators:none.role')
  if (by === 'day') return formatDay(key)
  return (
    name ||
    t(
      by === 'place'
        ? 'indicators:none.place'
        : by === 'person'
          ? 'indicators:none.person'
          : 'indicators:none.organization',
    )
  )
}

const lineColumns = (by: Breakdown, unit: Unit, hrefOf: (key: string) => string): readonly DataColumn<Line>[] => [
  {
    id: 'name',
    head: t(`indicators:by.${by}`),
    fixed: true,
    phone: 'what',
    cell: (row) => (row.key === '' ? keyWords(by, row) : <a href={hrefOf(row.key)}>{keyWords(by, row)}</a>),
  },
  {
    id: 'value',
    head: t('indicators:column.value'),
    figures: true,
    phone: 'amount',
    cell: (row) => valueWords(row.value, unit),
  },
  { id: 'part', head: t('indicators:column.part'), figures: true, cell: (row) => formatCount(row.part) },
  { id: 'all', head: t('indicators:column.all'), figures: true, cell: (row) => formatCount(row.all) },
  {
    id: 'excluded',
    head: t('indicators:column.excluded'),
    figures: true,
    cell: (row) => (row.excluded === 0 ? '' : formatCount(row.excluded)),
  },
]

const BreakdownTable = ({ id, scope, unit }: { readonly id: string; readonly scope: Scope; readonly unit: Unit }) => {
  const { params, change, hrefWith } = useAddress()
  const by = breakdowns.find((known) => known === params['by']) ?? 'place'
  const found = useQuery({
    queryKey: ['indicators.indicator.breakDown', id, by, scope],
    queryFn: ({ signal }) => query('indicators.indicator.breakDown', { ...scope, indicatorId: id, by }, signal),
  })
  const columns = useMemo(
    () =>
      lineColumns(by, unit, (key) => {
        const param = PARAM[by]
        return hrefWith(param ? { [param]: key } : { from: key, until: key })
      }),
    [by, unit, hrefWith],
  )
  return (
    <DataTable
      label={t(`indicators:by.${by}`)}
      columns={columns}
      rows={found.data?.items ?? []}
      keyOf={(row) => row.key}
      nameOf={(row) => keyWords(by, row)}
      tools={
        <FilterSelect
          label={t('indicators:desk.by')}
          allId="place"
          options={breakdowns.map((known) => ({ id: known, label: t(`indicators:by.${known}`) }))}
          value={by}
          onChange={(value) => change({ by: value === 'place' ? null : value })}
        />
      }
      empty={
        found.isSuccess ? (
          <Empty icon="search" title={t('indicators:desk.none')} words={t('indicators:desk.noneHint')} />
        ) : null
      }
    />
  )
}

const EXCLUSION_TONE = { open: 'soon', granted: 'done', denied: 'plain' } as const

const caseColumns = (onApply: ((row: Case) => void) | null): readonly DataColumn<Case>[] => [
  { id: 'number', head: t('indicators:desk.number'), cell: (row) => row.number },
  {
    id: 'title',
    head: t('indicators:desk.caseTitle'),
    fixed: true,
    phone: 'what',
    wraps: true,
    cell: (row) => <a href={`/desk/cases/${row.caseId}`}>{row.title}</a>,
  },
  { id: 'on', head: t('indicators:desk.on'), cell: (row) => formatDay(row.on) },
  { id: 'place', head: t('indicators:desk.place'), cell: (row) => row.placeName },
  { id: 'unit', head: t('indicators:desk.organization'), cell: (row) => row.organizationName ?? '' },
  {
    id: 'result',
    head: t('indicators:desk.result'),
    phone: 'amount',
    cell: (row) =>
      row.minutes === null
        ? t(row.isReached ? 'indicators:desk.reached' : 'indicators:desk.missed')
        : formatCount(row.minutes),
  },
  {
    id: 'exclusion',
    head: t('indicators:desk.exclusions'),
    cell: (row) =>
      row.exclusion ? (
        <a href={`/desk/indicators/exclusions${writeParams({ case: row.caseId })}`}>
          <Tag tone={EXCLUSION_TONE[row.exclusion]}>{t(`indicators:desk.state.${row.exclusion}`)}</Tag>
        </a>
      ) : onApply ? (
        <Button size="small" tone="quiet" onClick={() => onApply(row)}>
          {t('indicators:desk.apply')}
        </Button>
      ) : null,
  },
]

const CaseTable = ({
  id,
  scope,
  mayApply,
}: {
  readonly id: string
  readonly scope: Scope
  readonly mayApply: boolean
}) => {
  const { params, change } = useAddress()
  const [applying, setApplying] = useState<Case | null>(null)
  const part = parts.find((known) => known === params['part']) ?? 'counted'
  const { found, rows } = usePages(['indicators.case.list', id, part, scope], (page, signal) =>
    query('indicators.case.list', { ...scope, indicatorId: id, part, ...page }, signal),
  )
  const columns = useMemo(() => caseColumns(mayApply ? setApplying : null), [mayApply])
  return (
    <>
      <DataTable
        label={t('indicators:desk.cases')}
        columns={columns}
        rows={rows}
        keyOf={(row) => `${row.caseId} ${row.on}`}
        nameOf={(row) => row.title}
        tools={
          <FilterSelect
            label={t('indicators:desk.part')}
            allId="counted"
            options={parts.map((known) => ({ id: known, label: t(`indicators:part.${known}`) }))}
            value={part}
            onChange={(value) => change({ part: value === 'counted' ? null : value })}
          />
        }
        empty={
          found.isSuccess ? (
            <Empty icon="search" title={t('indicators:desk.none')} words={t('indicators:desk.noneHint')} />
          ) : null
        }
      />
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {applying ? <ApplyDialog caseId={applying.caseId} indicatorId={id} onClose={() => setApplying(null)} /> : null}
    </>
  )
}

/** One indicator: broken down, and every case behind it, those left out too. */
const IndicatorPage = () => {
  const { id = '' } = useParams({ strict: false })
  const asked = useScope()
  const { may } = useSession()
  const key = JSON.stringify(asked)
  const scope = useMemo(() => JSON.parse(key) as Scope, [key])
  const definition = definitionOf(id)
  const mayApply = may('indicators.exclusion.apply') && (definition?.exclusionReasons.length ?? 0) > 0
  return (
    <DeskPage
      title={nameOf(id)}
      meta={definition?.source}
      back={{ href: `/desk/indicators${writeParams(scopeParams(scope))}`, label: t('indicators:desk.back') }}
    >
      <PeriodTools scope={scope} />
      <div className="admin-list">
        <BreakdownTable id={id} scope={scope} unit={definition?.unit ?? 'case'} />
      </div>
      <div className="admin-list">
        <CaseTable id={id} scope={scope} mayApply={mayApply} />
      </div>
    </DeskPage>
  )
}

export default IndicatorPage
