import './portal.css'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import type { Moment } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { MorePages } from '#web/ui/tabs.tsx'
import { type MyCase, MyCaseList } from './home-page.tsx'

export interface MinePageProps {
  readonly cases: readonly MyCase[]
  readonly nextCursor: string | null
  readonly isFirst: boolean
  readonly now: Moment
}

/** 我的: what I raised and where it stands. */
export const MinePage = ({ cases, nextCursor, isFirst }: MinePageProps) => (
  <section className="portal-section">
    <h1>{t('portal:mine')}</h1>
    {cases.length === 0 ? (
      <Empty icon="say" title={t('portal:noneOfMine')} words={t('portal:noneOfMineHint')}>
        <ButtonLink href="/report" tone="main">
          {t('portal:report')}
        </ButtonLink>
      </Empty>
    ) : (
      <MyCaseList cases={cases} />
    )}
    {(!isFirst || nextCursor !== null) && (
      <MorePages
        shown={cases.length}
        firstHref={isFirst ? null : '/mine'}
        nextHref={nextCursor ? `/mine?cursor=${encodeURIComponent(nextCursor)}` : null}
      />
    )}
    <p className="mine-account">
      <a href="/account">{t('portal:account')}</a>
    </p>
  </section>
)
