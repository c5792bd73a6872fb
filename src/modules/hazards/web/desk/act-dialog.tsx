import { useState } from 'react'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull, textOf, textOrNull } from '#web/desk/administration.tsx'
import { usePhotoUploads } from '#web/desk/photo-uploads.ts'
import { OrganizationPicker, type Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import type { HazardDetail } from '../thread-entry.tsx'

export type HazardVerb =
  | 'notify'
  | 'settle'
  | 'rectify'
  | 'pass'
  | 'fail'
  | 'requestExtension'
  | 'grantExtension'
  | 'denyExtension'
  | 'escalate'
  | 'void'
  | 'note'

const WORDS_LENGTH_MAX = 2_000
const SEVERITIES = ['general', 'serious', 'major'] as const

/** What each act asks for; what is left out it does not have. */
const ASKS: Readonly<
  Record<
    HazardVerb,
    { readonly words: 'needed' | 'optional' | 'none'; readonly photos?: 'needed' | 'optional'; readonly notice?: true }
  >
> = {
  notify: { words: 'none', notice: true },
  settle: { words: 'needed', photos: 'needed' },
  rectify: { words: 'needed', photos: 'needed' },
  pass: { words: 'optional', photos: 'optional' },
  fail: { words: 'needed', photos: 'optional', notice: true },
  requestExtension: { words: 'needed' },
  grantExtension: { words: 'optional' },
  denyExtension: { words: 'needed' },
  escalate: { words: 'needed' },
  void: { words: 'needed' },
  note: { words: 'needed', photos: 'optional' },
}

export interface ActDialogProps {
  readonly verb: HazardVerb
  readonly matter: HazardDetail
  readonly onClose: () => void
  /** It was done; is the next step mine too? */
  readonly onDone: (isMine: boolean) => void
}

const NEXT_STEPS = ['hazards.hazard.notify', 'hazards.hazard.rectify', 'hazards.hazard.pass']

/** The form of one act. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
export const ActDialog = ({ verb, matter, onClose, onDone }: ActDialogProps) => {
  const asks = ASKS[verb]
  const acting = useActing(`hazards.hazard.${verb}`)
  const photos = usePhotoUploads()
  const [organization, setOrganization] = useState<Picked | null>(null)
  const submit = async (form: FormData): Promise<void> => {
    const severity = SEVERITIES.find((known) => known === form.get('severity'))
    const done = await acting.run({
      id: matter.id,
      ...(asks.words === 'none' ? {} : { words: textOrNull(form, 'words') ?? (asks.words === 'needed' ? '' : null) }),
      ...(asks.photos ? { fileIds: [...photos.fileIds] } : {}),
      ...(asks.notice ? { measures: textOf(form, 'measures'), limitDays: numberOrNull(form, 'limitDays') } : {}),
      ...(verb === 'notify' && severity ? { severity } : {}),
      ...(verb === 'requestExtension' ? { days: numberOrNull(form, 'days') ?? 0 } : {}),
      ...(verb === 'escalate' ? { organizationId: organization?.id ?? null } : {}),
    } as Parameters<typeof acting.run>[0])
    if (!done) return
    toast({ words: t('hazards:desk.done', { what: t(`hazards:do.${verb}`) }) })
    onDone(NEXT_STEPS.some((step) => done.can[step]?.allowed))
  }
  return (
    <FormDialog
      title={t(`hazards:do.${verb}`)}
      doWords={t(`hazards:do.${verb}`)}
      danger={verb === 'void'}
      busy={acting.busy || photos.isBusy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {asks.notice ? <NoticeFields matter={matter} withSeverity={verb === 'notify'} /> : null}
      {verb === 'requestExtension' ? (
        <TextField
          name="days"
          type="number"
          label={t('hazards:desk.moreDays')}
          hint={t('hazards:desk.moreDaysHint', { count: matter.limitDays ?? 0 })}
          error={acting.problem?.messageFor('days')}
        />
      ) : null}
      {verb === 'escalate' ? (
        <OrganizationPicker
          label={t('hazards:desk.department')}
          hint={t('hazards:desk.departmentHint')}
          optional
          value={organization}
          onChange={setOrganization}
        />
      ) : null}
      {asks.words === 'none' ? null : (
        <TextArea
          name="words"
          label={t(`hazards:desk.words.${verb}`)}
          optional={asks.words === 'optional'}
          maxLength={WORDS_LENGTH_MAX}
          error={acting.problem?.messageFor('words')}
        />
      )}
      {asks.photos ? (
        <PhotoField
          name="photos"
          label={t('hazards:desk.photos')}
          optional={asks.photos === 'optional'}
          photos={photos.photos}
          onAdd={photos.add}
          onRemove={photos.remove}
        />
      ) : null}
    </FormDialog>
  )
}

const NoticeFields = ({ matter, withSeverity }: { readonly matter: HazardDetail; readonly withSeverity: boolean }) => (
  <>
    {withSeverity ? (
      <SelectField
        name="severity"
        label={t('hazards:column.severity')}
        defaultValue={matter.severity}
        choices={SEVERITIES.map((value) => ({ value, label: t(`hazards:severity.${value}`) }))}
      />
    ) : null}
    <TextArea
      name="measures"
      label={t('hazards:column.measures')}
      defaultValue={matter.measures ?? ''}
      maxLength={WORDS_LENGTH_MAX}
    />
    <TextField
      name="limitDays"
      type="number"
      optional
      label={t('hazards:desk.limitDays')}
      hint={t('hazards:desk.limitDaysHint')}
    />
  </>
)
