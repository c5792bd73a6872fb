import './portal.css'
import type { OutputOf } from '#kernel/operation'
import type * as contract from '#modules/cases/contract'
import { t } from '#web/i18n.ts'
import { formatDay, type Moment } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { MorePages } from '#web/ui/tabs.tsx'

export type PublicNotice = OutputOf<typeof contract.listPublicNotices>['items'][number]

export interface NoticesPageProps {
  readonly notices: readonly PublicNotice[]
  readonly nextCursor: string | null
  readonly isFirst: boolean
  readonly now: Moment
}

/** Notices, each whole: they are short. */
export const NoticeList = ({ notices, now }: { readonly notices: readonly PublicNotice[]; readonly now: Moment }) => (
  <ul className="notice-list">
    {notices.map((notice) => (
      <li key={notice.id}>
        <b>{notice.headline}</b>
        <p>{notice.words}</p>
        <span className="meta">
          {notice.placeName} · {formatDay(notice.publishedAt, { now })}
        </span>
      </li>
    ))}
  </ul>
)

/** 社区消息: what was verified and concerns those who live there, newest first (S0-38). */
export const NoticesPage = ({ notices, nextCursor, isFirst, now }: NoticesPageProps) => (
  <section className="portal-section">
    <h1>{t('portal:notices')}</h1>
    {notices.length === 0 ? (
      <Empty icon="bell" title={t('portal:noNotices')} words={t('portal:noNoticesHint')} />
    ) : (
      <NoticeList notices={notices} now={now} />
    )}
    {(!isFirst || nextCursor !== null) && (
      <MorePages
        shown={notices.length}
        firstHref={isFirst ? null : '/notices'}
        nextHref={nextCursor ? `/notices?cursor=${encodeURIComponent(nextCursor)}` : null}
      />
    )}
  </section>
)
