import './indicators.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { writeParams } from '#web/desk/address.ts'
import { FormDialog, numberOrNull, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { formatCount, formatDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { IndicatorsTabs } from './indicators-tabs.tsx'
import { PeriodTools } from './period-tools.tsx'
import { changeWords, nameOf, type Scope, scopeParams, useScope, valueWords } from './scope.ts'

type Found = Output<'indicators.indicator.list'>
type Line = Found['items'][number]

const SCORE = 'threeRateScore'
const hrefOf = (id: string, scope: Scope, more: object = {}): string =>
  `/desk/indicators/${id}${writeParams({ ...scopeParams(scope), ...more })}`

const columnsOf = (scope: Scope): readonly DataColumn<Line>[] => [
  { id: 'name', head: t('indicators:column.indicator'), fixed: true, phone: 'what', cell: (row) => nameOf(row.id) },
  {
    id: 'value',
    head: t('indicators:column.value'),
    figures: true,
    phone: 'amount',
    cell: (row) =>
      row.id === SCORE ? (
        valueWords(row.now.value, row.unit)
      ) : (
        <a className="fig" href={hrefOf(row.id, scope)}>
          {valueWords(row.now.value, row.unit)}
        </a>
      ),
  },
  {
    id: 'of',
    head: t('indicators:column.part'),
    figures: true,
    cell: (row) =>
      row.unit === 'percent' && row.id !== SCORE
        ? t('indicators:desk.how', { part: formatCount(row.now.part), all: formatCount(row.now.all) })
        : '',
  },
  {
    id: 'before',
    head: t('indicators:column.before'),
    figures: true,
    cell: (row) => valueWords(row.before.value, row.unit),
  },
  {
    id: 'change',
    head: t('indicators:column.change'),
    figures: true,
    cell: (row) => changeWords(row.now.value, row.before.value),
  },
  {
    id: 'excluded',
    head: t('indicators:column.excluded'),
    figures: true,
    cell: (row) =>
      row.now.excluded > 0 ? (
        <a className="fig" href={hrefOf(row.id, scope, { part: 'excluded' })}>
          {formatCount(row.now.excluded)}
        </a>
      ) : (
        ''
      ),
  },
  {
    id: 'median',
    head: t('indicators:column.median'),
    figures: true,
    hidden: true,
    cell: (row) => (row.median === null ? '' : formatCount(row.median)),
  },
  {
    id: 'p90',
    head: t('indicators:column.p90'),
    figures: true,
    hidden: true,
    cell: (row) => (row.p90 === null ? '' : formatCount(row.p90)),
  },
  { id: 'source', head: t('indicators:column.source'), hidden: true, wraps: true, cell: (row) => row.source },
]

/** The weights of the three rates from a day on. */
const WeightsDialog = ({
  scope,
  weights,
  onClose,
}: {
  scope: Scope
  weights: Found['weights']
  onClose: () => void
}) => {
  const acting = useActing('indicators.weight.set')
  const [validFrom, setValidFrom] = useState<string>(scope.until)
  const submit = async (form: FormData): Promise<void> => {
    const [response, resolution, satisfaction] = (['response', 'resolution', 'satisfaction'] as const).map(
      (name) => numberOrNull(form, name) ?? 0,
    )
    const set = await acting.run({ validFrom, response, resolution, satisfaction } as Parameters<typeof acting.run>[0])
    if (!set) return
    toast({ words: t('indicators:desk.weightsDone', { on: formatDay(validFrom) }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('indicators:desk.weightsSet')}
      doWords={t('indicators:desk.weightsSet')}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <DateField name="validFrom" label={t('indicators:desk.validFrom')} value={validFrom} onChange={setValidFrom} />
      {(['response', 'resolution', 'satisfaction'] as const).map((name) => (
        <TextField
          key={name}
          name={name}
          type="number"
          label={nameOf(`${name}Rate`)}
          hint={name === 'satisfaction' ? t('indicators:desk.weightsTotal') : undefined}
          error={acting.problem?.messageFor(name)}
          defaultValue={weights[name]}
        />
      ))}
    </FormDialog>
  )
}

const Indicators = ({ found, scope }: { readonly found: Found; readonly scope: Scope }) => {
  const [isOpen, setOpen] = useState(false)
  const columns = useMemo(() => columnsOf(scope), [scope])
  const { response, resolution, satisfaction } = found.weights
  return (
    <>
      <p className="admin-say">
        {t('indicators:desk.weights', { response, resolution, satisfaction })}{' '}
        {found.can.setWeights ? (
          <Button size="small" tone="quiet" icon="edit" onClick={() => setOpen(true)}>
            {t('indicators:desk.weightsSet')}
          </Button>
        ) : null}
      </p>
      <div className="admin-list">
        <DataTable
          label={t('indicators:desk.title')}
          columns={columns}
          rows={found.items}
          keyOf={(row) => row.id}
          nameOf={(row) => nameOf(row.id)}
        />
      </div>
      {isOpen ? <WeightsDialog scope={scope} weights={found.weights} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** 案件指标: every indicator over a period, beside the same number of days before; each opens its cases. */
const IndicatorsPage = () => {
  const asked = useScope()
  const key = JSON.stringify(asked)
  const scope = useMemo(() => JSON.parse(key) as Scope, [key])
  const found = useQuery({
    queryKey: ['indicators.indicator.list', scope],
    queryFn: ({ signal }) => query('indicators.indicator.list', scope, signal),
  })
  const before = found.data?.period.before
  return (
    <DeskPage
      title={t('indicators:desk.title')}
      tabs={<IndicatorsTabs current="title" />}
      meta={
        before
          ? t('indicators:desk.compared', {
              from: formatDay(scope.from),
              until: formatDay(scope.until),
              beforeFrom: formatDay(before.from),
              beforeUntil: formatDay(before.until),
            })
          : null
      }
      actions={
        <>
          <Button size="small" icon="print" onClick={() => window.print()}>
            {t('indicators:desk.print')}
          </Button>
          <ButtonLink size="small" icon="download" href={addressOf('indicators.indicator.export', scope)} download>
            {t('administration:export')}
          </ButtonLink>
        </>
      }
    >
      <PeriodTools scope={scope} />
      <WhenRead found={found}>{found.data ? <Indicators found={found.data} scope={scope} /> : null}</WhenRead>
    </DeskPage>
  )
}

export default IndicatorsPage
