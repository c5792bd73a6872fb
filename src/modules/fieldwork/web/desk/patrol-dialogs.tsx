import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import type { Patrol } from './parts.tsx'

const REASON_LENGTH_MAX = 200

interface DialogProps {
  readonly patrol: Patrol
  readonly onClose: () => void
}

/** Gives a patrol to another holder of the grid, or another one on the roster. */
export const HandOverDialog = ({ patrol, onClose }: DialogProps) => {
  const acting = useActing('fieldwork.patrol.handOver')
  const takers = useQuery({
    queryKey: ['fieldwork.patrol.listTakers', patrol.id],
    queryFn: ({ signal }) => query('fieldwork.patrol.listTakers', { id: patrol.id }, signal),
  })
  const people = takers.data?.items ?? []
  const submit = async (form: FormData): Promise<void> => {
    const done = await acting.run({ id: patrol.id, personId: textOf(form, 'person'), reason: textOf(form, 'reason') })
    if (!done) return
    toast({ words: t('fieldwork:desk.handedOver', { name: done.person?.name ?? '' }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('fieldwork:desk.handOverOf', { name: patrol.routeName })}
      doWords={t('fieldwork:desk.handOver')}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {takers.isSuccess && people.length === 0 ? <p className="soft">{t('fieldwork:desk.noTakers')}</p> : null}
      <SelectField
        name="person"
        label={t('fieldwork:desk.handOverTo')}
        choices={people.map(({ id, name }) => ({ value: id, label: name }))}
        error={acting.problem?.messageFor('personId')}
      />
      <TextArea
        name="reason"
        label={t('administration:reason')}
        hint={t('administration:reasonHint')}
        maxLength={REASON_LENGTH_MAX}
        error={acting.problem?.messageFor('reason')}
      />
    </FormDialog>
  )
}

/** Why a patrol was missed; it stays missed. */
export const ExplainDialog = ({ patrol, onClose }: DialogProps) => {
  const acting = useActing('fieldwork.patrol.explain')
  const submit = async (form: FormData): Promise<void> => {
    if (!(await acting.run({ id: patrol.id, reason: textOf(form, 'reason') }))) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('fieldwork:field.reason')}
      doWords={t('fieldwork:field.explain')}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('fieldwork:desk.staysMissed')}</p>
      <TextArea
        name="reason"
        label={t('administration:reason')}
        defaultValue={patrol.reason ?? ''}
        maxLength={REASON_LENGTH_MAX}
        error={acting.problem?.messageFor('reason')}
      />
    </FormDialog>
  )
}
