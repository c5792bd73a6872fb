import { type ReactNode, useState } from 'react'
import type { Input, OperationId } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf } from '#web/desk/administration.tsx'
import { refusalWords, t } from '#web/i18n.ts'
import { Button, Why } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'

export const WORDS_LENGTH_MAX = 2_000

interface Can {
  readonly allowed: boolean
  readonly reason: string | null
  readonly data: Readonly<Record<string, unknown>>
}
export type Cans = Readonly<Record<string, Can>>

/** Not mine, or not now: such a button is left out. Only a rule that can still be met says why. */
const SAID = ['cases.nobody_has_it', 'cases.some_have_not_reported', 'cases.not_checked', 'cases.no_session']

interface ActButtonProps {
  readonly can: Cans
  readonly operation: string
  readonly label: string
  readonly main?: boolean
  readonly onPress: () => void
}

/** One act of a measure: a button when it is allowed, the reason when a rule still forbids it, else nothing. */
export const ActButton = ({ can, operation, label, main, onPress }: ActButtonProps) => {
  const one = can[operation]
  if (!one) return null
  if (one.allowed)
    return (
      <Button size="small" tone={main ? 'main' : 'usual'} onClick={onPress}>
        {label}
      </Button>
    )
  if (!SAID.includes(one.reason ?? '')) return null
  const id = `why-${operation.replaceAll('.', '-')}`
  return (
    <>
      <Button size="small" refusedBy={id}>
        {label}
      </Button>
      <Why id={id} words={refusalWords(one.reason ?? '', one.data as Record<string, string | number>)} />
    </>
  )
}

/** One kind of measure of a case: its name, what may be done, what was done. */
export const MeasurePart = ({
  title,
  acts,
  children,
}: {
  readonly title: string
  readonly acts: ReactNode
  readonly children?: ReactNode
}) => (
  <section className="measure">
    <header>
      <h4>{title}</h4>
      <span className="acts">{acts}</span>
    </header>
    {children}
  </section>
)

interface ActDialogProps<Id extends OperationId> {
  readonly operation: Id
  readonly title: string
  /** Label of the words; without, nothing but the other fields is asked. */
  readonly words?: string
  readonly wordsOptional?: boolean
  readonly wordsLengthMax?: number
  readonly wide?: boolean
  readonly isBusy?: boolean
  readonly inputOf: (form: FormData, words: string) => Input<Id>
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** A short form that carries out one act. */
export const MeasureDialog = <Id extends OperationId>(props: ActDialogProps<Id>) => {
  const { operation, title, words, wordsOptional, wordsLengthMax, wide, isBusy, inputOf, onClose, children } = props
  const acting = useActing(operation)
  const [missing, setMissing] = useState(false)
  const submit = async (form: FormData): Promise<void> => {
    const said = textOf(form, 'words')
    if (words !== undefined && !wordsOptional && said === '') return setMissing(true)
    if (!(await acting.run(inputOf(form, said)))) return
    toast({ words: t('cases:desk.measure.done', { what: title }) })
    onClose()
  }
  return (
    <FormDialog
      title={title}
      doWords={title}
      wide={wide}
      busy={acting.busy || isBusy === true}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {children}
      {words === undefined ? null : (
        <TextArea
          name="words"
          label={words}
          optional={wordsOptional ?? false}
          error={missing ? t('cases:desk.wordsMissing') : undefined}
          rows={3}
          maxLength={wordsLengthMax ?? WORDS_LENGTH_MAX}
          onChange={() => setMissing(false)}
        />
      )}
    </FormDialog>
  )
}
