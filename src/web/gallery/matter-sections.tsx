import { useMemo, useState } from 'react'
import { t } from '#web/i18n.ts'
import { Clock } from '../ui/clock.tsx'
import { formatAmount } from '../ui/format.ts'
import { BatchBar } from '../ui/live/batch-bar.tsx'
import { Checkbox } from '../ui/live/checkbox.tsx'
import { type DataColumn, DataTable, type Sort } from '../ui/live/data-table.tsx'
import { FilterSelect } from '../ui/live/select.tsx'
import { Empty } from '../ui/notice.tsx'
import { MatterRow, MatterRows } from '../ui/rows.tsx'
import { FormSteps, StageBar, StageTimes } from '../ui/steps.tsx'
import { type Column, Table, totalWord } from '../ui/table.tsx'
import { CLOCKS, type SampleMatter, sampleMatters } from './sample.ts'
import { Section } from './section.tsx'

const plainColumns = (): readonly Column<SampleMatter>[] => [
  { id: 'number', head: t('gallery:table.number'), cell: (row) => row.number },
  {
    id: 'title',
    head: t('gallery:table.matter'),
    cell: (row) => <a href={`#${row.number}`}>{row.title}</a>,
    phone: 'what',
    total: totalWord(),
  },
  { id: 'stage', head: t('gallery:table.stage'), cell: (row) => row.stage },
  {
    id: 'handler',
    head: t('gallery:table.handler'),
    cell: (row) => row.handler,
    bad: (row) => row.number === '0617-0019',
  },
  { id: 'due', head: t('gallery:table.due'), cell: (row) => <Clock clock={row.clock} form="list" /> },
  {
    id: 'cost',
    head: t('gallery:table.cost'),
    unit: t('gallery:table.yuan'),
    figures: true,
    phone: 'amount',
    cell: (row) => formatAmount(row.costFen),
    total: formatAmount(sampleMatters().reduce((sum, row) => sum + row.costFen, 0)),
  },
]

export const TableSection = () => (
  <Section id="table" title="gallery:section.table" wide>
    <Table
      label={t('gallery:table.label')}
      columns={plainColumns()}
      rows={sampleMatters()}
      keyOf={(row) => row.number}
    />
  </Section>
)

const dataColumns = (): readonly DataColumn<SampleMatter>[] => [
  {
    id: 'title',
    head: t('gallery:table.matter'),
    cell: (row) => (
      <a className="plain" href={`#${row.number}`}>
        <b>{row.title}</b>
      </a>
    ),
    fixed: true,
    phone: 'what',
  },
  { id: 'number', head: t('gallery:table.number'), cell: (row) => row.number },
  { id: 'stage', head: t('gallery:table.stage'), cell: (row) => row.stage, sortable: true },
  { id: 'handler', head: t('gallery:table.handler'), cell: (row) => row.handler, sortable: true },
  {
    id: 'due',
    head: t('gallery:table.due'),
    cell: (row) => <Clock clock={row.clock} form="list" />,
    sortable: true,
  },
  { id: 'place', head: t('gallery:table.place'), cell: (row) => row.place, hidden: true },
  { id: 'followers', head: t('gallery:table.followers'), cell: (row) => row.followers, figures: true, sortable: true },
  { id: 'phone', head: t('gallery:table.phone'), cell: () => '138****1234', locked: t('gallery:table.locked') },
  {
    id: 'cost',
    head: t('gallery:table.cost'),
    unit: t('gallery:table.yuan'),
    cell: (row) => formatAmount(row.costFen),
    figures: true,
    sortable: true,
    phone: 'amount',
  },
]

const compare = (sort: Sort, a: SampleMatter, b: SampleMatter): number => {
  const valueOf = (row: SampleMatter): string | number =>
    sort.id === 'cost' ? row.costFen : sort.id === 'followers' ? row.followers : row.handler
  const [left, right] = [valueOf(a), valueOf(b)]
  const order =
    typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right))
  return sort.descending ? -order : order
}

export const DataTableSection = () => {
  const [sort, setSort] = useState<Sort | null>({ id: 'followers', descending: true })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['0618-0027']))
  const [stage, setStage] = useState('all')
  const columns = useMemo(() => dataColumns(), [])
  const rows = useMemo(() => {
    const shown = sampleMatters().filter((row) => stage === 'all' || row.stage === stage)
    return sort ? [...shown].sort((a, b) => compare(sort, a, b)) : shown
  }, [sort, stage])
  return (
    <Section id="data-table" title="gallery:section.dataTable" wide>
      <DataTable
        label={t('gallery:table.matters')}
        columns={columns}
        rows={rows}
        keyOf={keyOfMatter}
        nameOf={(row) => row.title}
        sort={sort}
        onSort={setSort}
        selected={selected}
        onSelect={setSelected}
        current="0618-0021"
        onSaveLayout={() => {}}
        empty={<Empty icon="filter" title={t('gallery:table.emptyTitle')} words={t('gallery:table.emptyWords')} />}
        tools={
          <FilterSelect
            label={t('gallery:chips.stage')}
            allId="all"
            value={stage}
            onChange={setStage}
            options={[
              { id: 'all', label: t('gallery:chips.all') },
              { id: t('gallery:stage.handle'), label: t('gallery:stage.handle') },
              { id: t('gallery:stage.review'), label: t('gallery:stage.review') },
            ]}
          />
        }
      />
    </Section>
  )
}

const keyOfMatter = (row: SampleMatter): string => row.number

export const RowSection = () => {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['0618-0021']))
  const rows = sampleMatters()
  const pick = (number: string, chosen: boolean): void =>
    setSelected(new Set(chosen ? [...selected, number] : [...selected].filter((other) => other !== number)))
  return (
    <Section id="rows" title="gallery:section.rows">
      <div className="panel sheet">
        <BatchBar
          count={selected.size}
          all={selected.size === rows.length}
          onAll={(all) => setSelected(new Set(all ? rows.map(keyOfMatter) : []))}
          onClear={() => setSelected(new Set())}
          acts={[
            { id: 'dispatch', label: t('gallery:stage.dispatch'), count: Math.min(1, selected.size), onAct: () => {} },
            { id: 'transfer', label: t('gallery:menu.transfer'), count: selected.size, onAct: () => {} },
          ]}
        />
        <MatterRows label={t('gallery:section.rows')}>
          {rows.map((row) => (
            <MatterRow
              key={row.number}
              href={`#row-${row.number}`}
              title={row.title}
              clock={row.clock}
              stage={row.stage}
              facts={[
                row.place,
                t('gallery:source.app'),
                row.followers ? t('gallery:source.following', { count: row.followers }) : null,
              ]}
              selected={selected.has(row.number)}
              current={row.number === '0618-0027'}
              pick={
                <Checkbox
                  label={t('ui:list.selectOne', { name: row.title })}
                  labelHidden
                  checked={selected.has(row.number)}
                  onChange={(chosen) => pick(row.number, chosen)}
                />
              }
            />
          ))}
        </MatterRows>
      </div>
    </Section>
  )
}

export const StepSection = () => {
  const clocks = CLOCKS()
  return (
    <Section id="steps" title="gallery:section.steps">
      <StageBar
        label={t('gallery:section.steps')}
        stages={[
          { key: 'report', name: t('gallery:stage.report'), note: '8:51', place: 'past' },
          { key: 'accept', name: t('gallery:stage.accept'), note: t('gallery:steps.used'), place: 'past' },
          {
            key: 'dispatch',
            name: t('gallery:stage.dispatch'),
            note: t('gallery:steps.limit2h'),
            place: 'now',
            clock: clocks.soon,
          },
          { key: 'handle', name: t('gallery:stage.handle'), note: t('gallery:steps.limitDay'), place: 'ahead' },
          { key: 'verify', name: t('gallery:stage.verify'), note: t('gallery:steps.limit2h'), place: 'ahead' },
          { key: 'review', name: t('gallery:stage.review'), note: t('gallery:steps.limit3d'), place: 'ahead' },
        ]}
      />
      <StageTimes
        label={t('gallery:section.steps')}
        stages={[
          {
            key: 'accept',
            name: t('gallery:stage.accept'),
            limit: t('gallery:steps.limit2h'),
            clock: { state: 'done', usedMinutes: 24 },
          },
          { key: 'handle', name: t('gallery:stage.handle'), limit: t('gallery:steps.limitDay'), clock: clocks.late },
          {
            key: 'review',
            name: t('gallery:stage.review'),
            limit: t('gallery:steps.limit3d'),
            clock: clocks.ok,
            now: true,
          },
        ]}
      />
      <FormSteps step={2} count={4} />
    </Section>
  )
}
