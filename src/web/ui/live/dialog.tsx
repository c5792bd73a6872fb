import './overlay.css'
import { type ReactNode, useState } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '../button.tsx'
import { classes } from '../classes.ts'
import { TextArea } from '../field.tsx'

const REASON_LENGTH_MAX = 500

interface FrameProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly role: 'dialog' | 'alertdialog'
  readonly wide?: boolean | undefined
  readonly children: ReactNode
}

const Frame = ({ open, onClose, role, wide, children }: FrameProps) => (
  <ModalOverlay
    className="scrim"
    isOpen={open}
    onOpenChange={(next) => {
      if (!next) onClose()
    }}
    isDismissable={role === 'dialog'}
  >
    <Modal className={classes('dialog-box', wide && 'wide')}>
      <AriaDialog className="dialog" role={role}>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly wide?: boolean | undefined
  /** Buttons at the end, the filled one last. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A dialog for a short piece of work. Esc, the cross and a press beside it close it. */
export const Dialog = ({ open, onClose, title, wide, actions, children }: DialogProps) => (
  <Frame open={open} onClose={onClose} role="dialog" wide={wide}>
    <div className="dialog-head">
      <Heading slot="title" level={2}>
        {title}
      </Heading>
      <Button tone="quiet" size="small" icon="close" iconOnly onClick={onClose}>
        {t('ui:close')}
      </Button>
    </div>
    {children}
    {actions ? <Actions>{actions}</Actions> : null}
  </Frame>
)

/** False: it was refused, the dialog stays. */
export type ActResult = boolean | void

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  /** What can not be undone: 公示后不能撤回，只能更正. */
  readonly title: string
  /** What will happen, with the figures. */
  readonly children: ReactNode
  /** Verb and object: 公示, 退回给网格员. */
  readonly actWords: string
  /** 先不公示. Left out: 取消. */
  readonly stayWords?: string | undefined
  /** Takes something away: the button is filled red. */
  readonly danger?: boolean | undefined
  /** Asks for the reason, which goes into the thread. */
  readonly reason?: 'none' | 'optional' | 'required' | undefined
  /** Runs the act; the dialog stays, busy, until it is done, and closes. False keeps it open, to show `refusal`. */
  readonly onAct: (reason: string) => ActResult | Promise<ActResult>
  /** The refusal of the last try, for `RefusalBox`. */
  readonly refusal?: ReactNode
}

/** A second look before what can not be undone. Only its two buttons and Esc leave it. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const { open, onClose } = props
  return (
    <Frame open={open} onClose={onClose} role="alertdialog">
      <ConfirmBody {...props} />
    </Frame>
  )
}

const ConfirmBody = ({
  onClose,
  title,
  children,
  actWords,
  stayWords = t('ui:cancel'),
  danger,
  reason: asked = 'none',
  onAct,
  refusal,
}: ConfirmDialogProps) => {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)

  const act = async (): Promise<void> => {
    if (asked === 'required' && reason.trim() === '') return setMissing(true)
    setBusy(true)
    try {
      if ((await onAct(reason.trim())) !== false) onClose()
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Heading slot="title" level={2}>
        {title}
      </Heading>
      <div className="soft">{children}</div>
      {asked === 'none' ? null : (
        <TextArea
          name="confirm-reason"
          label={t('ui:dialog.reason')}
          hint={t('ui:dialog.reasonHint')}
          error={missing ? t('ui:dialog.reasonMissing') : undefined}
          optional={asked === 'optional'}
          maxLength={REASON_LENGTH_MAX}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setMissing(false)
          }}
        />
      )}
      {refusal}
      <Actions>
        <Button onClick={onClose}>{stayWords}</Button>
        <Button tone={danger ? 'dangerMain' : 'main'} busy={busy} onClick={() => void act()}>
          {actWords}
        </Button>
      </Actions>
    </>
  )
}
