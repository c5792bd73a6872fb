import { useQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { WhenRead } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { type Column, Table } from '#web/ui/table.tsx'
import { CategoryHead } from './category-head.tsx'

type Found = Output<'cases.category.find'>
type Force = Found['inForce']['limits'][number]
type Clock = Force['clock']

interface LimitRow {
  readonly clock: Clock
  readonly normal: Force | undefined
  readonly urgent: Force | undefined
}

/** 3 个工作日 */
export const plainLimit = (limit: { readonly unit: Force['limit']['unit']; readonly amount: number }): string =>
  t(`cases:desk.rule.limit.${limit.unit}`, { count: limit.amount })

const rowsOf = (limits: readonly Force[]): LimitRow[] =>
  [...new Set(limits.map((limit) => limit.clock))].map((clock) => ({
    clock,
    normal: limits.find((limit) => limit.clock === clock && limit.urgency === 'normal'),
    urgent: limits.find((limit) => limit.clock === clock && limit.urgency === 'urgent'),
  }))

const columnsFor = (id: number, nameOf: (id: number) => string | undefined): ReadonlyArray<Column<LimitRow>> => [
  { id: 'clock', head: t('cases:desk.rule.clock'), phone: 'what', cell: (row) => t(`cases:clock.${row.clock}`) },
  { id: 'normal', head: t('cases:desk.rule.normal'), cell: (row) => (row.normal ? plainLimit(row.normal.limit) : '') },
  { id: 'urgent', head: t('cases:desk.rule.urgent'), cell: (row) => (row.urgent ? plainLimit(row.urgent.limit) : '') },
  {
    id: 'from',
    head: t('cases:desk.rule.source'),
    cell: ({ normal }) => {
      if (!normal || normal.fromCategoryId === null) return t('cases:desk.rule.ofHouse')
      return normal.fromCategoryId === id ? t('cases:desk.rule.own') : (nameOf(normal.fromCategoryId) ?? '')
    },
  },
]

const ruleBits = (rule: Found['rules'][number]): string =>
  [
    ...Object.entries(rule.limits).map(([clock, limit]) =>
      limit ? `${t(`cases:clock.${clock as Clock}`)} ${plainLimit(limit)}` : '',
    ),
    ...Object.entries(rule.urgentLimits).map(([clock, limit]) =>
      limit ? `${t('cases:desk.rule.urgent')} ${t(`cases:clock.${clock as Clock}`)} ${plainLimit(limit)}` : '',
    ),
    rule.handlerOrganization?.name ?? (rule.handlerKind ? t(`organizations:kind.${rule.handlerKind}`) : ''),
  ]
    .filter(Boolean)
    .join(t('desk:semicolon'))

/** 2 张照片；100 米以内；相同时段 */
const verificationWords = (inForce: Found['inForce']): string =>
  [
    inForce.verificationPhotoCount > 0
      ? t('cases:desk.rule.photosWords', { count: inForce.verificationPhotoCount })
      : '',
    inForce.verificationRadius === null ? '' : t('cases:desk.rule.within', { count: inForce.verificationRadius }),
    inForce.verificationSamePeriod ? t('cases:desk.rule.verificationSamePeriod') : '',
  ]
    .filter(Boolean)
    .join(t('desk:semicolon')) || t('administration:none')

interface CategoryRulesProps {
  readonly id: number
  readonly nameOf: (id: number) => string | undefined
}

/** What holds for a category today and where each limit comes from; its own rules, past and to come. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
export const CategoryRules = ({ id, nameOf }: CategoryRulesProps) => {
  const found = useQuery({
    queryKey: ['cases.category.find', id],
    queryFn: ({ signal }) => query('cases.category.find', { id }, signal),
  })
  const data = found.data
  return (
    <WhenRead found={found}>
      {data ? (
        <div className="admin-body">
          <CategoryHead found={data} />
          <section aria-labelledby="in-force">
            <ColumnHead id="in-force" title={t('cases:desk.rule.inForce')} />
            <Table
              label={t('cases:desk.rule.limits')}
              columns={columnsFor(id, nameOf)}
              rows={rowsOf(data.inForce.limits)}
              keyOf={(row) => row.clock}
            />
            <Facts
              beside
              facts={[
                { term: t('cases:desk.rule.filing'), words: data.inForce.filingCondition ?? t('administration:none') },
                {
                  term: t('cases:desk.rule.closing'),
                  words: data.inForce.closingCondition ?? t('administration:none'),
                },
                {
                  term: t('cases:desk.rule.photos'),
                  words: t('cases:desk.rule.photosWords', { count: data.inForce.requiredPhotoCount }),
                },
                { term: t('cases:desk.rule.verification'), words: verificationWords(data.inForce) },
                {
                  term: t('cases:desk.rule.handler'),
                  words:
                    data.inForce.handlerOrganization?.name ??
                    (data.inForce.handlerKind
                      ? t(`organizations:kind.${data.inForce.handlerKind}`)
                      : t('administration:none')),
                },
              ]}
            />
          </section>
          <section aria-labelledby="rules">
            <ColumnHead id="rules" title={t('cases:desk.rule.history')} />
            {data.rules.length === 0 ? <p className="soft">{t('cases:desk.rule.none')}</p> : null}
            <ul className="desk-lines">
              {data.rules.map((rule) => (
                <li key={rule.id}>
                  <b>{t('cases:desk.rule.from', { on: formatFullDay(rule.validFrom) })}</b>
                  <span className="grow">{ruleBits(rule)}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      ) : null}
    </WhenRead>
  )
}
