import './portal.css'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'

export interface TrackPageProps {
  readonly typed: string
  readonly isUnknown: boolean
}

/** Follow a matter by its query code, without an account. */
export const TrackPage = ({ typed, isUnknown }: TrackPageProps) => (
  <section className="portal-section">
    <h1>{t('portal:track')}</h1>
    <form method="post" action="/track" className="portal-form">
      <TextField
        name="code"
        label={t('portal:code')}
        hint={t('portal:codeHint')}
        error={isUnknown ? t('portal:codeUnknown') : null}
        defaultValue={typed}
        maxLength={30}
        autoComplete="off"
        autoCapitalize="characters"
      />
      <Button tone="main" size="big" type="submit">
        {t('portal:codeFind')}
      </Button>
    </form>
  </section>
)
