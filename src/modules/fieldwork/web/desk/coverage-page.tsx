import './fieldwork.css'
import { useQuery } from '@tanstack/react-query'
import { civilDateAt } from '#kernel/time'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount, formatDay, formatShare } from '#web/ui/format.ts'
import { DateRangeField } from '#web/ui/live/date-picker.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { coverageBys } from '../words.ts'
import { daysOf } from './days.ts'
import { PatrolTabs } from './parts.tsx'

type Coverage = Output<'fieldwork.coverage.sum'>
type Line = Coverage['items'][number]
type By = (typeof coverageBys)[number]

/** Which patrols a line is made of. */
const hrefOf = (by: By, line: Line): string | null => {
  if (line.key === '' || by === 'day' || by === 'team') return null
  return `/desk/patrols?days=month&${by}=${line.key}`
}

const share = (value: number | null): string => (value === null ? t('fieldwork:desk.noRate') : formatShare(value))

const columnsOf = (by: By, total: Line): ReadonlyArray<Column<Line>> => {
  const count = (id: 'due' | 'done' | 'missed' | 'points' | 'valid' | 'findings', value: (line: Line) => number) => ({
    id,
    head: t(`fieldwork:column.${id}`),
    figures: true,
    cell: (line: Line) => formatCount(value(line)),
    total: formatCount(value(total)),
  })
  return [
    {
      id: 'name',
      head: t(`fieldwork:desk.by.${by}`),
      phone: 'what',
      cell: (line) => {
        const href = hrefOf(by, line)
        const name = by === 'day' ? formatDay(line.name) : line.name
        return href ? <a href={href}>{name}</a> : name
      },
    },
    {
      id: 'coverage',
      head: t('fieldwork:column.coverage'),
      figures: true,
      phone: 'amount',
      cell: (line) => share(line.coverage),
      total: share(total.coverage),
    },
    {
      id: 'onTimeRate',
      head: t('fieldwork:column.onTimeRate'),
      figures: true,
      cell: (line) => share(line.onTimeRate),
      total: share(total.onTimeRate),
    },
    count('due', (line) => line.dueCount),
    count('done', (line) => line.doneCount),
    { ...count('missed', (line) => line.missedCount), bad: (line: Line) => line.missedCount > 0 },
    count('points', (line) => line.pointCount),
    count('valid', (line) => line.validCount),
    count('findings', (line) => line.findingCount),
  ]
}

/** 巡查覆盖: points checked validly and patrols on time, by grid, person, team, route or day. */
const CoveragePage = () => {
  const { params, change } = useAddress()
  const where = useWhere()
  const places = usePlaceOptions(params['place'])
  const by = coverageBys.find((known) => known === params['by']) ?? 'place'
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const usual = daysOf('month')
  const [from, until] = [params['from'] ?? usual.from, params['until'] ?? usual.until]
  const asked = { by, from, until, ...(withinId ? { withinId } : {}) }
  const found = useQuery({
    queryKey: ['fieldwork.coverage.sum', asked],
    queryFn: ({ signal }) => query('fieldwork.coverage.sum', asked as never, signal),
  })
  const today = civilDateAt(new Date())
  return (
    <DeskPage
      title={t('fieldwork:desk.patrols')}
      tabs={<PatrolTabs />}
      actions={
        <ButtonLink size="small" icon="download" href={addressOf('fieldwork.coverage.export', asked as never)} download>
          {t('administration:export')}
        </ButtonLink>
      }
    >
      <div className="admin-wide">
        <div className="fieldwork-tools">
          <FilterSelect
            label={t('fieldwork:desk.by')}
            allId=""
            options={coverageBys.map((id) => ({ id, label: t(`fieldwork:desk.by.${id}`) }))}
            value={by}
            onChange={(value) => change({ by: value })}
          />
          <FilterSelect
            label={t('administration:place')}
            allId={ALL}
            options={places}
            value={params['place'] ?? ALL}
            onChange={(value) => change({ place: value === ALL ? null : value })}
          />
          <DateRangeField
            label={t('fieldwork:desk.days')}
            value={{ from, to: until }}
            today={today}
            max={today}
            onChange={(range) => change({ from: range.from, until: range.to })}
          />
        </div>
        <WhenRead found={found}>
          {found.data ? (
            <Table
              label={t('fieldwork:desk.coverage')}
              columns={columnsOf(by, found.data.total)}
              rows={found.data.items}
              keyOf={(line) => line.key}
              empty={<Empty icon="walk" title={t('fieldwork:desk.noneDue')} words={t('fieldwork:desk.noneDueHint')} />}
            />
          ) : null}
        </WhenRead>
        <p className="meta">{t('fieldwork:desk.coverageHow')}</p>
      </div>
    </DeskPage>
  )
}

export default CoveragePage
