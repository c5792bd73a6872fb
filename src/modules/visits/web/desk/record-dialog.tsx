import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, textOrNull } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { CheckCards, CheckField, RadioCards, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence } from '#web/ui/notice.tsx'

const WORDS_LENGTH_MAX = 2_000
const DECISION_LENGTH_MAX = 500
const REASON_LENGTH_MAX = 200
const OUTCOMES = ['met', 'notHome', 'refused'] as const
const FINDINGS = ['problem', 'hazard', 'dispute', 'need'] as const
/** Of a day that is told afterwards only the day is known: its noon stands for it. */
const NOON = 'T12:00:00+08:00'

type Visit = Output<'visits.visit.find'>['visit']

export interface RecordDialogProps {
  /** The door or the place, for the title. */
  readonly whom: string
  readonly kind: Visit['kind']
  readonly target:
    | { readonly visitId: string }
    | { readonly householdId: string }
    | { readonly placeId: number; readonly kind: Visit['kind']; readonly programmeId: string }
  readonly duties: readonly string[]
  readonly onClose: () => void
}

const atTime = (form: FormData, day: string, name: string): string | null => {
  const time = textOf(form, name)
  return time === '' ? null : `${day}T${time}:00+08:00`
}

/** Says that a visit was made. */
export const RecordDialog = ({ whom, kind, target, duties, onClose }: RecordDialogProps) => {
  const recording = useActing('visits.visit.record')
  const [on, setOn] = useState('')
  const submit = async (form: FormData): Promise<void> => {
    const day = on || new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const from = atTime(form, day, 'from')
    const done = await recording.run({
      ...target,
      outcome: OUTCOMES.find((outcome) => outcome === form.get('outcome')) ?? 'met',
      duties: form.getAll('duties').map(String),
      words: textOrNull(form, 'words'),
      visitedAt: from ?? (on ? `${on}${NOON}` : null),
      leftAt: from ? atTime(form, day, 'until') : null,
    })
    if (!done) return
    toast({
      words:
        done.outcome === 'notHome'
          ? t('visits:desk.recordedTry')
          : t('visits:desk.recorded', { number: done.number ?? '' }),
    })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.recordOf', { whom })}
      doWords={t('visits:desk.record')}
      busy={recording.busy}
      problem={recording.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {kind === 'household' ? (
        <RadioCards
          name="outcome"
          label={t('visits:desk.outcome')}
          defaultValue="met"
          choices={OUTCOMES.map((value) => ({ value, label: t(`visits:outcome.${value}`) }))}
        />
      ) : null}
      {duties.length > 0 ? (
        <CheckCards
          name="duties"
          label={t('visits:desk.duties')}
          optional
          two
          choices={duties.map((duty) => ({ value: duty, label: duty }))}
        />
      ) : null}
      <TextArea
        name="words"
        label={t('visits:desk.words')}
        hint={t('visits:desk.wordsHint')}
        optional
        maxLength={WORDS_LENGTH_MAX}
      />
      <DateField name="on" label={t('visits:desk.when')} hint={t('visits:desk.whenHint')} value={on} onChange={setOn} />
      {kind === 'stationed' ? (
        <>
          <TextField name="from" type="time" optional label={t('visits:desk.hoursFrom')} />
          <TextField name="until" type="time" optional label={t('visits:desk.hoursUntil')} />
        </>
      ) : null}
    </FormDialog>
  )
}

interface VisitDialogProps {
  readonly visit: Visit
  readonly whom: string
  readonly onClose: () => void
}

/** Lets a visit be left out. */
export const ExcuseDialog = ({ visit, whom, onClose }: VisitDialogProps) => {
  const excusing = useActing('visits.visit.excuse')
  const submit = async (form: FormData): Promise<void> => {
    const done = await excusing.run({ id: visit.id, reason: textOf(form, 'reason') })
    if (!done) return
    toast({ words: t('visits:desk.excused', { whom }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.excuseOf', { whom })}
      doWords={t('visits:desk.excuse')}
      busy={excusing.busy}
      problem={excusing.problem}
      danger
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('visits:desk.excuseWords')}</p>
      <TextArea
        name="reason"
        label={t('administration:reason')}
        hint={t('administration:reasonHint')}
        error={excusing.problem?.messageFor('reason')}
        rows={2}
        maxLength={REASON_LENGTH_MAX}
      />
    </FormDialog>
  )
}

/** What was found becomes a case. */
export const FindingDialog = ({ visit, onClose }: Omit<VisitDialogProps, 'whom'>) => {
  const adding = useActing('visits.finding.add')
  const submit = async (form: FormData): Promise<void> => {
    const done = await adding.run({
      visitId: visit.id,
      kind: FINDINGS.find((kind) => kind === form.get('kind')) ?? 'problem',
      words: textOf(form, 'words'),
      decision: textOrNull(form, 'decision'),
      isUrgent: form.has('isUrgent'),
    })
    if (!done) return
    toast({ words: t('visits:desk.addedFinding', { number: done.caseNumber }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.addFinding')}
      doWords={t('visits:desk.addFinding')}
      busy={adding.busy}
      problem={adding.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <SelectField
        name="kind"
        label={t('visits:desk.findingKind')}
        choices={FINDINGS.map((value) => ({ value, label: t(`visits:finding.${value}`) }))}
      />
      <TextArea
        name="words"
        label={t('visits:desk.findingWords')}
        hint={t('visits:desk.findingWordsHint')}
        error={adding.problem?.messageFor('words')}
        maxLength={WORDS_LENGTH_MAX}
      />
      <TextArea
        name="decision"
        label={t('visits:desk.decision')}
        hint={t('visits:desk.decisionHint')}
        optional
        rows={2}
        maxLength={DECISION_LENGTH_MAX}
      />
      <CheckField name="isUrgent" label={t('visits:desk.urgent')} />
      <Consequence title={t('posts:desk.then')}>{t('visits:desk.findingThen')}</Consequence>
    </FormDialog>
  )
}
