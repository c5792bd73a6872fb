import './account-page.css'
import type { OutputOf } from '#kernel/operation'
import type * as contract from '#modules/identity/contract'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { TextField } from '#web/ui/field.tsx'
import { formatMoment, type Moment } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'

export interface AccountPageProps {
  readonly me: OutputOf<typeof contract.findMe>
  readonly sessions: OutputOf<typeof contract.listSessions>['items']
  readonly problem: { readonly code: string; readonly message: string } | null
  readonly requestId: string
  readonly now: Moment
}

const NAME_LENGTH_MAX = 60
const ADDRESS_LENGTH_MAX = 200

/** My account: how I am called, where I am signed in, what is known of me, and how to be forgotten. */
export const AccountPage = (props: AccountPageProps) => {
  const { me, problem, requestId } = props
  return (
    <div className="portal-section account">
      <h1>{t('identity:account')}</h1>
      {problem && (
        <p className="err" role="alert">
          <Icon name="warning" />
          <span>{problem.message}</span>
        </p>
      )}
      <form method="post" action="/account" className="portal-form">
        <input type="hidden" name="requestId" value={requestId} />
        <input type="hidden" name="version" value={me.version} />
        <TextField
          name="name"
          label={t('identity:name')}
          defaultValue={me.name}
          maxLength={NAME_LENGTH_MAX}
          autoComplete="name"
        />
        <TextField
          name="address"
          label={t('identity:address')}
          hint={t('identity:addressHint')}
          defaultValue={me.address ?? ''}
          maxLength={ADDRESS_LENGTH_MAX}
          autoComplete="street-address"
          optional
        />
        <p className="soft">{t('identity:phoneIs', { phone: me.phone ?? '' })}</p>
        <Button type="submit" name="act" value="update">
          {t('identity:save')}
        </Button>
      </form>
      <SessionList {...props} />
      <section aria-labelledby="mine-data">
        <ColumnHead id="mine-data" title={t('identity:myData')} />
        <p className="soft">{t('identity:myDataHint')}</p>
        <ButtonLink href="/api/identity.me.export" icon="download" download>
          {t('identity:export')}
        </ButtonLink>
        <details className="account-erase">
          <summary>{t('identity:erase')}</summary>
          <form method="post" action="/account" className="portal-form">
            <input type="hidden" name="requestId" value={requestId} />
            <p>{t('identity:eraseHint')}</p>
            <TextField
              id="erase-name"
              name="name"
              label={t('identity:eraseName', { name: me.name })}
              maxLength={NAME_LENGTH_MAX}
              autoComplete="off"
            />
            <Button tone="danger" type="submit" name="act" value="erase">
              {t('identity:eraseDo')}
            </Button>
          </form>
        </details>
      </section>
    </div>
  )
}

const SessionList = ({ sessions, requestId, now }: AccountPageProps) => (
  <section aria-labelledby="sessions">
    <ColumnHead id="sessions" title={t('identity:sessions')} />
    <ul className="account-sessions">
      {sessions.map((session) => (
        <li key={session.id}>
          <span>
            <b>{deviceName(session.device)}</b>
            <span className="meta">
              {session.isCurrent
                ? t('identity:thisOne')
                : t('identity:seenAt', { time: formatMoment(session.seenAt, now) })}
            </span>
          </span>
          {!session.isCurrent && (
            <form method="post" action="/account">
              <input type="hidden" name="id" value={session.id} />
              <input type="hidden" name="requestId" value={`${requestId.slice(0, -4)}${session.id.slice(-4)}`} />
              <Button type="submit" size="small" name="act" value="endSession">
                {t('identity:endSession')}
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  </section>
)

const DEVICES: ReadonlyArray<readonly [RegExp, string]> = [
  [/MicroMessenger/, '微信'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
]

/** What people call the thing they hold, from what its browser says of itself. */
const deviceName = (device: string): string =>
  DEVICES.find(([pattern]) => pattern.test(device))?.[1] ?? t('identity:otherDevice')
