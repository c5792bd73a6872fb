import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf } from '#web/desk/administration.tsx'
import { usePhotoUploads } from '#web/desk/photo-uploads.ts'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { exclusionReasons, FILES_MAX, WORDS_LENGTH_MAX } from '../../contract.ts'

/** 申诉: why a case should be left out of an indicator. */
export const ApplyDialog = ({
  caseId,
  indicatorId,
  onClose,
}: {
  readonly caseId: string
  readonly indicatorId: string
  readonly onClose: () => void
}) => {
  const acting = useActing('indicators.exclusion.apply')
  const photos = usePhotoUploads()
  const submit = async (form: FormData): Promise<void> => {
    const words = textOf(form, 'words')
    const reason = exclusionReasons.find((known) => known === form.get('reason')) ?? 'notOurs'
    const done = await acting.run({ caseId, indicatorId, reason, words, fileIds: [...photos.fileIds] })
    if (!done) return
    toast({ words: t('indicators:desk.applied') })
    onClose()
  }
  return (
    <FormDialog
      title={t('indicators:desk.apply')}
      doWords={t('indicators:desk.apply')}
      busy={acting.busy || photos.isBusy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <SelectField
        name="reason"
        label={t('indicators:desk.reason')}
        choices={exclusionReasons.map((value) => ({ value, label: t(`indicators:reason.${value}`) }))}
        defaultValue="notOurs"
      />
      <TextArea
        name="words"
        label={t('indicators:desk.words')}
        maxLength={WORDS_LENGTH_MAX}
        error={acting.problem?.messageFor('words')}
      />
      <PhotoField
        name="evidence"
        label={t('indicators:desk.evidence')}
        optional
        max={FILES_MAX}
        photos={photos.photos}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
    </FormDialog>
  )
}
