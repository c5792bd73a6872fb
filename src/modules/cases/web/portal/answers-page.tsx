import './portal.css'
import { t } from '#web/i18n.ts'
import type { Moment } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { MorePages } from '#web/ui/tabs.tsx'
import { AnswerList, type PublicCase } from './home-page.tsx'

export interface AnswersPageProps {
  readonly answers: readonly PublicCase[]
  readonly nextCursor: string | null
  readonly isFirst: boolean
  readonly now: Moment
}

/** 因为您的反映: everything that was done, newest first. */
export const AnswersPage = ({ answers, nextCursor, isFirst, now }: AnswersPageProps) => (
  <section className="portal-section">
    <h1>{t('portal:answers')}</h1>
    {answers.length === 0 ? (
      <Empty icon="say" title={t('portal:noAnswers')} words={t('portal:noAnswersHint')} />
    ) : (
      <AnswerList answers={answers} now={now} />
    )}
    {(!isFirst || nextCursor !== null) && (
      <MorePages
        shown={answers.length}
        firstHref={isFirst ? null : '/answers'}
        nextHref={nextCursor ? `/answers?cursor=${encodeURIComponent(nextCursor)}` : null}
      />
    )}
  </section>
)
