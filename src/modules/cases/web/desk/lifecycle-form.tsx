import { useState } from 'react'
import { useActing } from '#web/desk/acting.ts'
import { useDraft } from '#web/desk/draft.ts'
import { usePhotoUploads } from '#web/desk/photo-uploads.ts'
import { t } from '#web/i18n.ts'
import { TextArea } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { operationOf } from './case-acts.ts'
import { type CaseFormProps, FormFrame } from './case-form.tsx'
import {
  type DraftFaults,
  emptyDraft,
  faultsOfDraft,
  inputOfDraft,
  isSilent,
  type LifecycleDraft,
  type LifecycleVerb,
} from './lifecycle-draft.ts'
import { LifecycleFields } from './lifecycle-fields.tsx'

const WORDS_LENGTH_MAX = 2_000
/** What is seen on the spot is shown. */
const WITH_PHOTOS: readonly LifecycleVerb[] = ['check', 'escalate', 'ask', 'takeBack']

/** Words and what the act asks for beside them. */
export const LifecycleForm = ({ verb, matter, onClose, onActed }: CaseFormProps & { readonly verb: LifecycleVerb }) => {
  const acting = useActing(operationOf(verb))
  const photos = usePhotoUploads()
  const { draft, change, drop } = useDraft<LifecycleDraft>(`case.${matter.id}.${verb}`, emptyDraft)
  const [faults, setFaults] = useState<DraftFaults>({})
  const submit = async (): Promise<void> => {
    const found = faultsOfDraft(verb, draft)
    setFaults(found)
    if (Object.keys(found).length > 0 || photos.isBusy || photos.hasFailed) return
    const words = draft.words.trim()
    const answer = await acting.run({
      id: matter.id,
      words: words === '' ? null : words,
      fileIds: [...photos.fileIds],
      ...inputOfDraft(verb, draft),
    } as Parameters<typeof acting.run>[0])
    if (!answer) return
    drop()
    onActed(answer, t(`cases:desk.toast.${verb}`))
  }
  return (
    <FormFrame
      title={t(`cases:desk.form.${verb}.title`)}
      submit={t(`cases:desk.form.${verb}.do`)}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <LifecycleFields verb={verb} matter={matter} draft={draft} change={change} faults={faults} />
      <TextArea
        name="words"
        label={t(`cases:desk.form.${verb}.label`)}
        hint={t(`cases:desk.form.${verb}.hint`)}
        error={faults.words}
        optional={isSilent(verb)}
        rows={3}
        maxLength={WORDS_LENGTH_MAX}
        value={draft.words}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      {WITH_PHOTOS.includes(verb) ? (
        <PhotoField
          name="photos"
          label={t('cases:desk.photos')}
          error={
            photos.hasFailed ? t('cases:desk.photosFailed') : photos.isBusy ? t('cases:desk.photosBusy') : undefined
          }
          optional
          photos={photos.photos}
          onAdd={photos.add}
          onRemove={photos.remove}
        />
      ) : null}
    </FormFrame>
  )
}
