import { type ReactNode, useEffect } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { useFormKeys } from '#web/desk/form-keys.ts'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import type { CaseDetail, CaseWithCan } from './case-acts.ts'

/** What every form of an act gets. */
export interface CaseFormProps {
  readonly matter: CaseDetail
  readonly onClose: () => void
  /** It was done: the case as it stands now, and the words that say so. */
  readonly onActed: (answer: CaseWithCan, words: string) => void
}

export interface FormFrameProps {
  readonly title: string
  /** Verb and object: 派给丰宁市政所. */
  readonly submit: string
  readonly danger?: boolean | undefined
  readonly busy: boolean
  readonly problem: ApiProblem | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * The form of one act, at the foot of its case, so that the case stays readable above it. Ctrl and Enter send it, Esc
 * puts it away; what was typed is kept either way.
 */
export const FormFrame = ({ title, submit, danger, busy, problem, onSubmit, onClose, children }: FormFrameProps) => {
  const send = (): void => {
    if (!busy) onSubmit()
  }
  const form = useFormKeys({ onSubmit: send, onClose })
  useEffect(() => {
    // Where no field asks for the focus, the name of the form gets it: the next Tab is its first field.
    if (!form.current?.contains(document.activeElement)) form.current?.querySelector('h3')?.focus()
  }, [form])
  return (
    <form
      className="case-form"
      aria-label={title}
      noValidate
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <h3 tabIndex={-1}>{title}</h3>
      <div className="fields">{children}</div>
      {problem ? (
        <ProblemBox
          problem={problem}
          title={t('cases:desk.refused', { what: title })}
          next={t('cases:desk.refusedNext')}
        />
      ) : null}
      <Actions>
        <Button tone={danger ? 'dangerMain' : 'main'} type="submit" busy={busy}>
          {busy ? t('cases:desk.busy') : submit}
        </Button>
        <Button onClick={onClose}>{t('cases:desk.putAway')}</Button>
        <span className="meta hint-keys">{t('cases:desk.formKeys')}</span>
      </Actions>
    </form>
  )
}
