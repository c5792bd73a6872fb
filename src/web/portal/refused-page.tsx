import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { RefusalBox } from '#web/ui/notice.tsx'

export interface RefusedPageProps {
  readonly problem: { readonly code: string; readonly message: string }
}

/** When a page can not be shown: what happened, that nothing was lost, and the way on. */
export const RefusedPage = ({ problem }: RefusedPageProps) => (
  <section className="portal-section">
    <h1 className="vh">{t('portal:refused')}</h1>
    <RefusalBox title={t('portal:refused')} why={problem.message}>
      <ButtonLink href="/" tone="main">
        {t('portal:backHome')}
      </ButtonLink>
    </RefusalBox>
  </section>
)
