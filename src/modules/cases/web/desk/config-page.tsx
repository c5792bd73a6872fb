import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseConfig, caseClocks } from '#modules/cases/contract'
import { type Output, query } from '#web/api.ts'
import { WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { type Column, Table } from '#web/ui/table.tsx'
import { plainLimit } from './category-rules.tsx'
import { ConfigDialog } from './config-dialog.tsx'

type Dated = Output<'cases.config.find'>['history'][number]
type Clock = (typeof caseClocks)[number]

const chainWords = ({ chain }: Pick<CaseConfig, 'chain'>): string =>
  chain.length === 0 ? t('cases:desk.config.noChain') : chain.map((tier) => t(`cases:tier.${tier}`)).join(' → ')

const checkedWords = ({ checkedChannels }: Pick<CaseConfig, 'checkedChannels'>): string =>
  checkedChannels.length === 0
    ? t('administration:none')
    : checkedChannels.map((channel) => t(`cases:channel.${channel}`)).join(t('desk:semicolon'))

const factsOf = (config: CaseConfig) => [
  { term: t('cases:desk.config.chain'), words: chainWords(config) },
  { term: t('cases:desk.config.skipping'), words: t(`cases:desk.config.skip.${config.skipping}`) },
  { term: t('cases:desk.config.sendingBack'), words: t(`cases:desk.config.back.${config.sendingBack}`) },
  { term: t('cases:desk.config.checked'), words: checkedWords(config) },
  {
    term: t('cases:desk.config.correction'),
    words: config.correction.ratings
      .map((rating) => t(`cases:rating.${rating as 1 | 2 | 3 | 4 | 5}`))
      .join(t('desk:semicolon')),
  },
  { term: t('cases:desk.config.correctionCountMax'), words: String(config.correction.countMax) },
  { term: t('cases:desk.config.reopeningDays'), words: String(config.reopeningDays) },
  { term: t('cases:desk.config.extensionCountMax'), words: String(config.extension.countMax) },
  { term: t('cases:desk.config.extensionShareMax'), words: String(config.extension.shareMax) },
  { term: t('cases:desk.config.suspensionDaysMax'), words: String(config.suspensionDaysMax) },
  { term: t('cases:desk.config.samePeriodHours'), words: String(config.samePeriodHours) },
  { term: t('cases:desk.config.whistleMinutes'), words: String(config.whistleMinutes) },
  { term: t('cases:desk.config.whistlesMin'), words: String(config.whistlesAMonth.min) },
  { term: t('cases:desk.config.whistlesMax'), words: String(config.whistlesAMonth.max) },
]

const limitColumns = ({ limits }: CaseConfig): ReadonlyArray<Column<Clock>> => [
  { id: 'clock', head: t('cases:desk.rule.clock'), phone: 'what', cell: (clock) => t(`cases:clock.${clock}`) },
  { id: 'normal', head: t('cases:desk.rule.normal'), cell: (clock) => plainLimit(limits.normal[clock]) },
  { id: 'urgent', head: t('cases:desk.rule.urgent'), cell: (clock) => plainLimit(limits.urgent[clock]) },
]

const History = ({ history }: { readonly history: readonly Dated[] }) => (
  <section aria-labelledby="config-history">
    <ColumnHead id="config-history" title={t('cases:desk.rule.history')} />
    {history.length === 0 ? <p className="soft">{t('cases:desk.config.never')}</p> : null}
    <ul className="desk-lines">
      {history.map((dated) => (
        <li key={dated.id}>
          <b>{t('cases:desk.rule.from', { on: formatFullDay(dated.validFrom) })}</b>
          <span className="grow">{chainWords(dated.config)}</span>
          <span className="meta">{dated.createdByName}</span>
        </li>
      ))}
    </ul>
  </section>
)

/** 流转设置: how the one flow of cases goes in this district, today, before and to come. */
const ConfigPage = () => {
  const { may } = useSession()
  const [setting, setSetting] = useState(false)
  const found = useQuery({
    queryKey: ['cases.config.find'],
    queryFn: ({ signal }) => query('cases.config.find', {}, signal),
  })
  const data = found.data
  return (
    <DeskPage
      title={t('cases:desk.config')}
      meta={t('cases:desk.configHint')}
      actions={
        data && may('cases.config.set') ? (
          <Button size="small" tone="main" icon="edit" onClick={() => setSetting(true)}>
            {t('cases:desk.config.set')}
          </Button>
        ) : null
      }
    >
      <WhenRead found={found}>
        {data ? (
          <div className="admin-body">
            <section aria-labelledby="config-now">
              <ColumnHead id="config-now" title={t('cases:desk.config.now')} />
              <Facts beside facts={factsOf(data.inForce)} />
            </section>
            <section aria-labelledby="config-limits">
              <ColumnHead id="config-limits" title={t('cases:desk.rule.limits')} />
              <Table
                label={t('cases:desk.rule.limits')}
                columns={limitColumns(data.inForce)}
                rows={caseClocks}
                keyOf={(clock) => clock}
              />
            </section>
            <History history={data.history} />
          </div>
        ) : null}
      </WhenRead>
      {data && setting ? <ConfigDialog config={data.inForce} onClose={() => setSetting(false)} /> : null}
    </DeskPage>
  )
}

export default ConfigPage
