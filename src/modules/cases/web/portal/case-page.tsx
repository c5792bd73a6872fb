import './portal.css'
import type { OutputOf } from '#kernel/operation'
import type * as contract from '#modules/cases/contract'
import { t, wordsOr } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { Clock } from '#web/ui/clock.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { RadioCards, TextArea } from '#web/ui/field.tsx'
import { formatMoment, machineTime, type Moment } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Photos } from '#web/ui/photo.tsx'
import { type StageTime, StageTimes } from '#web/ui/steps.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'
import { Thread } from '#web/ui/thread.tsx'
import { fileAddresses, threadEntryOf } from '../thread-entry.tsx'
import { limitWords } from '../limit-words.ts'

export type CaseDetail = OutputOf<typeof contract.findCase>

export interface CasePageProps {
  /** What the address names it by: its id or its query code. */
  readonly caseKey: string
  readonly case: CaseDetail
  readonly problem: { readonly code: string; readonly message: string } | null
  readonly requestId: string
  /** Just sent: say the query code. */
  readonly isNew: boolean
  readonly isByCode: boolean
  /** What was typed when something was wrong. */
  readonly said: string
  readonly now: Moment
}

type Act = 'evaluate' | 'withdraw' | 'reraise' | 'supplement'

const addressesOf = ({ isByCode, caseKey }: CasePageProps) => fileAddresses(isByCode ? caseKey : null)

/** One matter as its reporter or everybody sees it: whose turn, how long still, what happened. */
export const CasePage = (props: CasePageProps) => {
  const { case: matter, isNew, caseKey } = props
  const may = (act: Act): boolean => matter.can[`cases.case.${act}`]?.allowed ?? false
  return (
    <article className="portal-section case-page">
      {isNew && <Sent queryCode={caseKey} />}
      {props.problem && (
        <p className="err" role="alert">
          <Icon name="warning" />
          <span>{props.problem.message}</span>
        </p>
      )}
      <CaseHead {...props} />
      {matter.stage !== 'ended' && <WhoseTurn matter={matter} />}
      {may('evaluate') && <EvaluateForm {...props} />}
      <StepTimes matter={matter} />
      <section aria-labelledby="thread">
        <ColumnHead id="thread" title={t('portal:thread')} />
        <Thread
          label={t('portal:thread')}
          entries={[...matter.thread].reverse().map((entry) => threadEntryOf(entry, props.now, addressesOf(props)))}
        />
      </section>
      {may('supplement') && <SayMore {...props} act="supplement" />}
      {may('reraise') && <SayMore {...props} act="reraise" />}
      {may('withdraw') && <WithdrawForm {...props} />}
      {props.isByCode && <p className="meta">{t('portal:codeForLater', { code: grouped(caseKey) })}</p>}
      <p className="meta">{t('portal:nothingEdited')}</p>
    </article>
  )
}

const grouped = (code: string): string => code.replace(/[\s-]/g, '').replace(/(.{4})(?=.)/g, '$1-')

const Sent = ({ queryCode }: { readonly queryCode: string }) => (
  <Notice
    live
    tone="done"
    icon="check"
    title={t('portal:sent')}
    words={t('portal:sentCode', { code: grouped(queryCode) })}
  />
)

const CaseHead = (props: CasePageProps) => {
  const { case: matter, now } = props
  const addresses = addressesOf(props)
  const files = matter.reader === 'public' ? matter.publicFiles : matter.files
  return (
    <header className="case-head">
      <div className="row row-w">
        <Tag tone="brand">{t(`cases:state.${matter.state}`)}</Tag>
        {matter.category && <Tag>{matter.category.name}</Tag>}
      </div>
      <h1>{matter.headline ?? matter.title}</h1>
      <Bits
        bits={[
          matter.placeName,
          ...(matter.address ? [matter.address] : []),
          <time key="at" dateTime={machineTime(matter.reportedAt)}>
            {t('portal:reportedAt', { time: formatMoment(matter.reportedAt, now) })}
          </time>,
        ]}
      />
      {matter.body && <p className="case-body">“{matter.body}”</p>}
      {files.length > 0 && (
        <Photos
          photos={files
            .filter((file) => file.hasThumbnail)
            .map((file) => ({
              src: addresses.thumbnail(file.id),
              href: addresses.whole(file.id),
              alt: t('portal:photoOf', { title: matter.title }),
            }))}
        />
      )}
    </header>
  )
}

const WhoseTurn = ({ matter }: { readonly matter: CaseDetail }) => (
  <div className="case-turn panel">
    <p>
      <b>{t(`cases:turn.${matter.state}`)}</b>
      {matter.handler?.organization && matter.stage === 'handling' && <> {matter.handler.organization.name}</>}
    </p>
    {matter.clock && <Clock clock={matter.clock} form="page" wraps />}
  </div>
)

const EvaluateForm = ({ caseKey, requestId, said }: CasePageProps) => (
  <form method="post" action={`/case/${caseKey}`} className="case-judge portal-form">
    <input type="hidden" name="requestId" value={requestId} />
    <h2>{t('portal:judge')}</h2>
    <p className="soft">{t('portal:judgeHint')}</p>
    <RadioCards
      name="rating"
      label={t('portal:judgeLabel')}
      labelHidden
      defaultValue="4"
      choices={([5, 4, 3, 2, 1] as const).map((rating) => ({
        value: String(rating),
        label: t(`cases:rating.${rating}`),
      }))}
    />
    <TextArea name="words" label={t('portal:judgeWords')} defaultValue={said} maxLength={2000} optional />
    <Button tone="main" size="big" type="submit" name="act" value="evaluate">
      {t('portal:judgeSend')}
    </Button>
  </form>
)

const SayMore = ({ caseKey, requestId, said, act }: CasePageProps & { readonly act: 'supplement' | 'reraise' }) => (
  <details className="case-more">
    <summary>{t(`portal:${act}`)}</summary>
    <form method="post" action={`/case/${caseKey}`} className="portal-form">
      <input type="hidden" name="requestId" value={requestId} />
      <TextArea id={`words-${act}`} name="words" label={t(`portal:${act}Label`)} defaultValue={said} maxLength={2000} />
      <Button type="submit" name="act" value={act}>
        {t(`portal:${act}Send`)}
      </Button>
    </form>
  </details>
)

const WithdrawForm = ({ caseKey, requestId }: CasePageProps) => (
  <details className="case-more">
    <summary>{t('portal:withdraw')}</summary>
    <form method="post" action={`/case/${caseKey}`} className="portal-form">
      <input type="hidden" name="requestId" value={requestId} />
      <p>{t('portal:withdrawHint')}</p>
      <Button tone="danger" type="submit" name="act" value="withdraw">
        {t('portal:withdrawSend')}
      </Button>
    </form>
  </details>
)

const StepTimes = ({ matter }: { readonly matter: CaseDetail }) => {
  const stages: StageTime[] = matter.visits.flatMap((visit) =>
    visit.clock
      ? [
          {
            key: String(visit.number),
            name: wordsOr(`cases:stage.${visit.stage}`, visit.stage),
            limit: visit.limit ? limitWords(visit.limit) : undefined,
            clock: visit.clock,
            now: visit.leftAt === null,
          },
        ]
      : [],
  )
  if (stages.length === 0) return null
  return (
    <section aria-labelledby="times">
      <ColumnHead id="times" title={t('portal:times')} />
      <StageTimes label={t('portal:times')} stages={stages} />
      <p className="meta">{t('portal:timesHint')}</p>
    </section>
  )
}
