import './sign-in.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiProblem, type Output, query } from '#web/api.ts'
import { problemOf, useActing } from '#web/desk/acting.ts'
import { ProblemBox, Unread } from '#web/desk/fault.tsx'
import { MineTabs } from '#web/desk/mine-tabs.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { TextField } from '#web/ui/field.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ConfirmDialog, Dialog } from '#web/ui/live/dialog.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'
import { makePasskey } from './passkey.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SetPasswordForm } from './set-password-form.tsx'
import { TotpForm } from './totp-form.tsx'

type Session = Output<'identity.session.list'>['items'][number]
type Passkey = Output<'identity.passkey.list'>['items'][number]

const SESSIONS_SHOWN = 50
/** Those one looks at first; the rest at a press. */
const SESSIONS_FIRST = 4
const PASSKEY_NAME_LENGTH_MAX = 60

/** My account: where I am signed in, my password, my second factors. */
const AccountPage = () => {
  const { me } = useSession()
  return (
    <DeskPage
      title={t('desk:me.settings')}
      windowTitle={t('identity:desk.account')}
      tabs={<MineTabs current="account" />}
    >
      <div className="desk-sections">
        <Sessions />
        <Password />
        <Authenticator isEnrolled={me.secondFactors.totp} codeCount={me.recoveryCodeCount} />
        <Passkeys />
      </div>
    </DeskPage>
  )
}

export default AccountPage

/** Chrome on Windows: what a browser says of itself, in two words that a person knows. */
const deviceWords = (device: string): string => {
  const browser = /Edg|MicroMessenger|Firefox|Chrome|Safari/.exec(device)?.[0]
  const system = /Windows|Android|iPhone|iPad|Mac OS|Linux/.exec(device)?.[0]
  return [browser === 'Edg' ? 'Edge' : browser, system].filter(Boolean).join(', ') || t('identity:otherDevice')
}

const Sessions = () => {
  const found = useQuery({
    queryKey: ['identity.session.list'],
    queryFn: ({ signal }) => query('identity.session.list', { limit: SESSIONS_SHOWN }, signal),
  })
  const endingOthers = useActing('identity.session.endOthers')
  const [isAll, setAll] = useState(false)
  const all = found.data?.items ?? []
  const rows = isAll ? all : all.slice(0, SESSIONS_FIRST)
  const endOthers = async (): Promise<void> => {
    const answer = await endingOthers.run({})
    if (answer) toast({ words: t('identity:desk.othersEnded', { count: answer.endedCount }) })
  }
  return (
    <section aria-labelledby="sessions">
      <ColumnHead id="sessions" title={t('identity:sessions')} aside={t('identity:desk.sessionsHint')} />
      {found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : null}
      <ul className="desk-lines">
        {rows.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
      {all.length > 1 ? (
        <Actions>
          {all.length > rows.length ? (
            <Button onClick={() => setAll(true)}>{t('identity:desk.allSessions', { count: all.length })}</Button>
          ) : null}
          <Button busy={endingOthers.busy} onClick={() => void endOthers()}>
            {t('identity:desk.endOthers')}
          </Button>
        </Actions>
      ) : null}
    </section>
  )
}

const SessionLine = ({ session }: { readonly session: Session }) => {
  const now = useNow()
  const ending = useActing('identity.session.end')
  const end = async (): Promise<void> => {
    if (await ending.run({ id: session.id })) toast({ words: t('identity:desk.sessionEnded') })
  }
  return (
    <li>
      <span className="grow">
        <b>{deviceWords(session.device)}</b>{' '}
        {session.isCurrent ? <Tag tone="brand">{t('identity:thisOne')}</Tag> : null}
        <Bits
          className="meta"
          bits={[
            session.address,
            t(`identity:opening.${session.openedBy}`),
            t('identity:seenAt', { time: formatMoment(session.seenAt, now) }),
            t('identity:desk.expires', { time: formatMoment(session.expiresAt, now) }),
          ]}
        />
      </span>
      {session.isCurrent ? null : (
        <Button size="small" busy={ending.busy} onClick={() => void end()}>
          {t('identity:endSession')}
        </Button>
      )}
    </li>
  )
}

const Password = () => {
  const [open, setOpen] = useState(false)
  return (
    <section aria-labelledby="password">
      <ColumnHead id="password" title={t('identity:desk.password')} />
      {open ? (
        <SetPasswordForm
          needsSecondFactor={false}
          onDone={() => {
            setOpen(false)
            toast({ words: t('identity:desk.passwordSet') })
          }}
        />
      ) : (
        <Actions>
          <Button onClick={() => setOpen(true)}>{t('identity:desk.changePassword')}</Button>
        </Actions>
      )}
    </section>
  )
}

const Authenticator = ({ isEnrolled, codeCount }: { readonly isEnrolled: boolean; readonly codeCount: number }) => {
  const renewing = useActing('identity.recoveryCode.renew')
  const [open, setOpen] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [asking, setAsking] = useState(false)
  const renew = async (): Promise<void> => {
    const answer = await renewing.run({})
    if (!answer) throw new Error('refused') // the dialog stays and says why
    setCodes(answer.recoveryCodes)
  }
  return (
    <section aria-labelledby="totp">
      <ColumnHead id="totp" title={t('identity:desk.authenticator')} />
      <p>
        {isEnrolled ? <Icon name="check" /> : null}{' '}
        <Bits
          bits={[
            t(isEnrolled ? 'identity:desk.totpEnrolled' : 'identity:desk.totpMissing'),
            t('identity:desk.codesLeft', { count: codeCount }),
          ]}
        />
      </p>
      <Actions>
        <Button onClick={() => setOpen(true)}>
          {t(isEnrolled ? 'identity:desk.totpAgain' : 'identity:desk.totpAdd')}
        </Button>
        {isEnrolled ? <Button onClick={() => setAsking(true)}>{t('identity:desk.renewCodes')}</Button> : null}
      </Actions>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('identity:desk.totpAdd')} wide>
        <TotpForm
          onDone={(next) => {
            setOpen(false)
            setCodes(next)
          }}
        />
      </Dialog>
      <Dialog open={codes !== null} onClose={() => setCodes(null)} title={t('identity:desk.recoveryCodes')}>
        <RecoveryCodes codes={codes ?? []} onDone={() => setCodes(null)} />
      </Dialog>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('identity:desk.renewTitle')}
        actWords={t('identity:desk.renewCodes')}
        onAct={renew}
        refusal={renewing.problem ? <ProblemBox problem={renewing.problem} title={t('identity:desk.notDone')} /> : null}
      >
        {t('identity:desk.renewWords')}
      </ConfirmDialog>
    </section>
  )
}

const Passkeys = () => {
  const found = useQuery({
    queryKey: ['identity.passkey.list'],
    queryFn: ({ signal }) => query('identity.passkey.list', {}, signal),
  })
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const add = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await makePasskey(name.trim() || t('identity:desk.thisDevice'))
      setName('')
      toast({ words: t('identity:desk.passkeyAdded') })
      await found.refetch()
    } catch (fault) {
      setProblem(problemOf(fault))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-labelledby="passkeys">
      <ColumnHead id="passkeys" title={t('identity:desk.passkeys')} />
      <p className="soft">{t('identity:desk.passkeysHint')}</p>
      <ul className="desk-lines">
        {(found.data?.items ?? []).map((passkey) => (
          <PasskeyLine key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      {problem ? <ProblemBox problem={problem} title={t('identity:desk.passkeyNotMade')} /> : null}
      <div className="desk-two desk-form">
        <TextField
          name="passkey-name"
          label={t('identity:desk.passkeyName')}
          optional
          maxLength={PASSKEY_NAME_LENGTH_MAX}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button icon="plus" busy={busy} onClick={() => void add()}>
          {t('identity:desk.makePasskey')}
        </Button>
      </div>
    </section>
  )
}

const PasskeyLine = ({ passkey }: { readonly passkey: Passkey }) => {
  const now = useNow()
  const removing = useActing('identity.passkey.remove')
  const remove = async (): Promise<void> => {
    if (await removing.run({ id: passkey.id }))
      toast({ words: t('identity:desk.passkeyRemoved', { name: passkey.name }) })
  }
  return (
    <li>
      <span className="grow">
        <b>{passkey.name}</b>
        <Bits
          className="meta"
          bits={[
            t('identity:desk.madeAt', { time: formatMoment(passkey.createdAt, now) }),
            passkey.usedAt
              ? t('identity:seenAt', { time: formatMoment(passkey.usedAt, now) })
              : t('identity:desk.neverUsed'),
          ]}
        />
        {removing.problem ? <ProblemBox problem={removing.problem} title={t('identity:desk.notDone')} /> : null}
      </span>
      <Button size="small" tone="danger" busy={removing.busy} onClick={() => void remove()}>
        {t('identity:desk.removePasskey')}
      </Button>
    </li>
  )
}
