import './portal.css'
import type { OutputOf } from '#kernel/operation'
import type * as contract from '#modules/cases/contract'
import { t } from '#web/i18n.ts'
import { Clock } from '#web/ui/clock.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { formatDay, formatDuration, formatWeekday, machineTime, type Moment } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { PhotoPair } from '#web/ui/photo.tsx'
import { Bits } from '#web/ui/tag.tsx'
import { NoticeList, type PublicNotice } from './notices-page.tsx'

export type PublicCase = OutputOf<typeof contract.listPublicCases>['items'][number]
export type MyCase = OutputOf<typeof contract.listCases>['items'][number]

export interface HomePageProps {
  readonly notices: readonly PublicNotice[]
  readonly answers: readonly PublicCase[]
  readonly mine: readonly MyCase[]
  readonly now: Moment
}

/** The portal's first page: answers before asking, then the place to speak, then what is mine. */
export const HomePage = ({ notices, answers, mine, now }: HomePageProps) => {
  const waiting = mine.filter((matter) => matter.stage === 'evaluation')
  const [lead, ...others] = answers
  return (
    <>
      <h1 className="vh">{t('portal:home')}</h1>
      <p className="home-date">
        {formatDay(now, { now })} {formatWeekday(now)}
      </p>
      {waiting[0] && (
        <a className="home-turn" href={`/case/${waiting[0].id}`}>
          <span>
            <b>{t('portal:waiting', { count: waiting.length })}</b>
            <br />
            {t('portal:waitingFor', { title: waiting[0].title })}
          </span>
          <Icon name="next" />
        </a>
      )}
      <section className="portal-section" aria-labelledby="answers">
        <ColumnHead id="answers" title={t('portal:answers')} aside={lead && <a href="/answers">{t('portal:all')}</a>} />
        {lead ? <LeadAnswer answer={lead} now={now} /> : <NoAnswers />}
        <AnswerList answers={others} now={now} />
      </section>
      <section className="home-say" aria-labelledby="say">
        <h2 id="say">{t('portal:say')}</h2>
        <p>{t('portal:sayHint')}</p>
        <div className="home-entries">
          <a className="main" href="/report">
            <Icon name="camera" />
            <span>
              <b>{t('portal:report')}</b>
              <span>{t('portal:reportHint')}</span>
            </span>
            <Icon name="next" />
          </a>
          <a href="/track">
            <Icon name="search" />
            <span>
              <b>{t('portal:track')}</b>
              <span>{t('portal:trackHint')}</span>
            </span>
            <Icon name="next" />
          </a>
        </div>
      </section>
      {notices.length > 0 && (
        <section className="portal-section" aria-labelledby="notices">
          <ColumnHead
            id="notices"
            title={t('portal:notices')}
            aside={<a href="/notices">{t('portal:allNotices')}</a>}
          />
          <NoticeList notices={notices} now={now} />
        </section>
      )}
      {mine.length > 0 && (
        <section className="portal-section" aria-labelledby="mine">
          <ColumnHead id="mine" title={t('portal:mine')} aside={<a href="/mine">{t('portal:allMine')}</a>} />
          <MyCaseList cases={mine} />
        </section>
      )}
    </>
  )
}

const photoOf = (file: PublicCase['photos'][number], alt: string) => ({
  src: `/api/workplace.file.open?id=${file.id}`,
  alt,
})

const LeadAnswer = ({ answer, now }: { readonly answer: PublicCase; readonly now: Moment }) => {
  const [before, after] = answer.photos
  const minutes = (new Date(answer.closedAt).getTime() - new Date(answer.reportedAt).getTime()) / 60_000
  return (
    <article className="home-lead">
      {before && after && (
        <PhotoPair before={photoOf(before, t('portal:before'))} after={photoOf(after, t('portal:after'))} />
      )}
      <h3>
        <a className="plain" href={`/case/${answer.id}`}>
          {answer.headline}
        </a>
      </h3>
      <Bits
        bits={[
          t('portal:took', { time: formatDuration(minutes) }),
          ...(answer.handlerName ? [answer.handlerName] : []),
          ...(answer.rating ? [t(`cases:rating.${answer.rating as 1 | 2 | 3 | 4 | 5}`)] : []),
          <time key="on" dateTime={machineTime(answer.closedAt)}>
            {formatDay(answer.closedAt, { now })}
          </time>,
        ]}
      />
    </article>
  )
}

const NoAnswers = () => <Empty icon="say" title={t('portal:noAnswers')} words={t('portal:noAnswersHint')} />

/** Finished matters, a line each. */
export const AnswerList = ({ answers, now }: { readonly answers: readonly PublicCase[]; readonly now: Moment }) => (
  <ul className="answer-list">
    {answers.map((answer) => (
      <li key={answer.id}>
        <a href={`/case/${answer.id}`}>
          <b>{answer.headline}</b>
          <span className="meta">
            {answer.placeName} · {formatDay(answer.closedAt, { now })}
          </span>
          <Icon name="next" />
        </a>
      </li>
    ))}
  </ul>
)

/** My matters: what, at which step, how long still. */
export const MyCaseList = ({ cases }: { readonly cases: readonly MyCase[] }) => (
  <ul className="my-list">
    {cases.map((matter) => (
      <li key={matter.id}>
        <a href={`/case/${matter.id}`}>
          <b>{matter.title}</b>
          <span className="my-stage">
            {t(`cases:state.${matter.state}`)}
            {matter.clock && matter.stage !== 'ended' && <Clock clock={matter.clock} form="page" wraps />}
          </span>
        </a>
      </li>
    ))}
  </ul>
)
