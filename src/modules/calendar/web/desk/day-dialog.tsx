import { useState } from 'react'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { RadioCards, TextField } from '#web/ui/field.tsx'
import { formatFullDay, formatWeekday } from '#web/ui/format.ts'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence } from '#web/ui/notice.tsx'
import { type Day, dayWords } from './day-words.ts'

const NOTE_LENGTH_MAX = 100

/** The district sets one day to come, or takes back what it had set. */
export const DayDialog = ({ day, onClose }: { readonly day: Day; readonly onClose: () => void }) => {
  const setting = useActing('calendar.day.set')
  const clearing = useActing('calendar.day.clear')
  const [kind, setKind] = useState<'work' | 'rest'>(day.isWorkDay === (day.reason === 'override') ? 'work' : 'rest')
  const submit = async (form: FormData): Promise<void> => {
    const done = await setting.run({ date: day.date, kind, note: textOf(form, 'note') })
    if (!done) return
    toast({
      words: `${formatFullDay(day.date)} ${dayWords(done)}`,
      onUndo: () => void clearing.run({ date: day.date }),
    })
    onClose()
  }
  const clear = async (): Promise<void> => {
    const done = await clearing.run({ date: day.date })
    if (!done) return
    toast({ words: t('calendar:desk.cleared', { day: formatFullDay(day.date), words: dayWords(done) }) })
    onClose()
  }
  return (
    <FormDialog
      title={`${formatFullDay(day.date)} ${formatWeekday(day.date)}`}
      doWords={t('calendar:desk.setDay')}
      busy={setting.busy}
      problem={setting.problem ?? clearing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('calendar:desk.isNow', { words: dayWords(day) })}</p>
      <RadioCards
        name="kind"
        two
        label={t('calendar:desk.kind')}
        value={kind}
        onChange={(value) => setKind(value === 'work' ? 'work' : 'rest')}
        choices={[
          { value: 'rest', label: t('calendar:desk.kind.rest') },
          { value: 'work', label: t('calendar:desk.kind.work') },
        ]}
      />
      <TextField
        name="note"
        label={t('calendar:desk.note')}
        hint={t('calendar:desk.noteHint')}
        error={setting.problem?.messageFor('note')}
        defaultValue={day.note ?? ''}
        maxLength={NOTE_LENGTH_MAX}
      />
      <Consequence title={t('calendar:desk.then')}>
        {t(kind === 'rest' ? 'calendar:desk.thenRest' : 'calendar:desk.thenWork')}
      </Consequence>
      {day.reason === 'override' ? (
        <Actions>
          <Button tone="danger" busy={clearing.busy} onClick={() => void clear()}>
            {t('calendar:desk.clearDay')}
          </Button>
        </Actions>
      ) : null}
    </FormDialog>
  )
}
