import './privacy-page.css'
import { t } from '#web/i18n.ts'

const PARTS = ['what', 'why', 'who', 'long', 'yours'] as const

/** 隐私怎样保护: in plain words what is kept, why, who sees it, how long, and what one may demand. */
export const PrivacyPage = () => (
  <article className="portal-section privacy">
    <h1>{t('portal:privacy')}</h1>
    {PARTS.map((part) => (
      <section key={part}>
        <h2>{t(`portal:privacy.${part}`)}</h2>
        <p>{t(`portal:privacy.${part}.words`)}</p>
      </section>
    ))}
  </article>
)
