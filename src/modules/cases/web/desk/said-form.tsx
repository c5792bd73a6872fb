import { useState } from 'react'
import { useActing } from '#web/desk/acting.ts'
import { useDraft } from '#web/desk/draft.ts'
import { type PhotoUploads, usePhotoUploads } from '#web/desk/photo-uploads.ts'
import { t } from '#web/i18n.ts'
import { CheckField, TextArea, TextField } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { type CaseDetail, operationOf } from './case-acts.ts'
import { type CaseFormProps, FormFrame } from './case-form.tsx'
import { unitWords } from './unit-words.ts'

/** Acts of which the words are the whole. */
export type SaidVerb = 'refuse' | 'return' | 'resolve' | 'verify' | 'rework' | 'reopen' | 'resume' | 'extend' | 'note'

interface SaidRule {
  /** Shortest words; 0: they may be left out. */
  readonly wordsMin: number
  readonly photos: boolean
  readonly danger?: boolean
}

const REASON_LENGTH_MIN = 2
const WORDS_LENGTH_MAX = 2_000

const RULES: Readonly<Record<SaidVerb, SaidRule>> = {
  refuse: { wordsMin: REASON_LENGTH_MIN, photos: false, danger: true },
  return: { wordsMin: REASON_LENGTH_MIN, photos: true },
  resolve: { wordsMin: 1, photos: true },
  verify: { wordsMin: 0, photos: true },
  rework: { wordsMin: REASON_LENGTH_MIN, photos: true },
  reopen: { wordsMin: REASON_LENGTH_MIN, photos: false },
  resume: { wordsMin: 0, photos: false },
  extend: { wordsMin: REASON_LENGTH_MIN, photos: false },
  note: { wordsMin: 1, photos: true },
}

/** The unit of the running limit, for an extension of it. */
const limitUnit = (matter: CaseDetail): string =>
  unitWords(matter.visits.findLast((visit) => visit.leftAt === null)?.limit?.unit)

type Faults = Readonly<Partial<Record<'words' | 'photos' | 'extendBy', string>>>

interface SaidDraft {
  readonly words: string
  readonly extendBy: string
  readonly isForStaffOnly: boolean
}

const faultsOf = (verb: SaidVerb, draft: SaidDraft, photos: PhotoUploads): Faults => ({
  ...(draft.words.trim().length < RULES[verb].wordsMin ? { words: t('cases:desk.wordsMissing') } : {}),
  ...(photos.isBusy ? { photos: t('cases:desk.photosBusy') } : {}),
  ...(photos.hasFailed ? { photos: t('cases:desk.photosFailed') } : {}),
  ...(verb === 'extend' && !(Number(draft.extendBy) > 0) ? { extendBy: t('cases:desk.extendMissing') } : {}),
})

/** Words, sometimes photos, and send: most of what staff do with a case. */
export const SaidForm = ({ verb, matter, onClose, onActed }: CaseFormProps & { readonly verb: SaidVerb }) => {
  const rule = RULES[verb]
  const acting = useActing(operationOf(verb))
  const photos = usePhotoUploads()
  const { draft, change, drop } = useDraft<SaidDraft>(`case.${matter.id}.${verb}`, {
    words: '',
    extendBy: '',
    isForStaffOnly: false,
  })
  const [faults, setFaults] = useState<Faults>({})
  const needed = verb === 'resolve' ? (matter.rule?.requiredPhotoCount ?? 0) : 0

  const submit = async (): Promise<void> => {
    const found = faultsOf(verb, draft, photos)
    setFaults(found)
    if (Object.keys(found).length > 0) return
    const words = draft.words.trim()
    const answer = await acting.run({
      id: matter.id,
      words: words === '' ? null : words,
      fileIds: [...photos.fileIds],
      ...(verb === 'extend' ? { extendBy: Number(draft.extendBy) } : {}),
      ...(verb === 'note' ? { isForStaffOnly: draft.isForStaffOnly } : {}),
    } as Parameters<typeof acting.run>[0])
    if (!answer) return
    drop()
    onActed(answer, t(`cases:desk.toast.${verb}`))
  }
  return (
    <FormFrame
      title={t(`cases:desk.form.${verb}.title`)}
      submit={t(`cases:desk.form.${verb}.do`)}
      danger={rule.danger}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {verb === 'extend' ? (
        <ExtendField
          matter={matter}
          fault={faults.extendBy}
          value={draft.extendBy}
          onChange={(extendBy) => change({ extendBy })}
        />
      ) : null}
      <TextArea
        name="words"
        label={t(`cases:desk.form.${verb}.label`)}
        hint={t(`cases:desk.form.${verb}.hint`)}
        error={faults.words}
        optional={rule.wordsMin === 0}
        maxLength={WORDS_LENGTH_MAX}
        value={draft.words}
        autoFocus={verb !== 'extend'}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      {rule.photos ? <FormPhotos photos={photos} needed={needed} fault={faults.photos} /> : null}
      {verb === 'note' ? (
        <CheckField
          label={t('cases:desk.staffOnly')}
          checked={draft.isForStaffOnly}
          onChange={(event) => change({ isForStaffOnly: event.currentTarget.checked })}
        />
      ) : null}
    </FormFrame>
  )
}

interface FormPhotosProps {
  readonly photos: PhotoUploads
  /** How many the category asks for. */
  readonly needed: number
  readonly fault: string | undefined
}

const FormPhotos = ({ photos, needed, fault }: FormPhotosProps) => (
  <PhotoField
    name="photos"
    label={t('cases:desk.photos')}
    hint={needed > 0 ? t('cases:desk.photosNeeded', { count: needed }) : undefined}
    error={fault}
    optional={needed === 0}
    photos={photos.photos}
    onAdd={photos.add}
    onRemove={photos.remove}
  />
)

interface ExtendFieldProps {
  readonly matter: CaseDetail
  readonly fault: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

const ExtendField = ({ matter, fault, value, onChange }: ExtendFieldProps) => (
  <TextField
    name="extendBy"
    label={t('cases:desk.extendBy', { unit: limitUnit(matter) })}
    hint={t('cases:desk.extendHint')}
    error={fault}
    inputMode="decimal"
    value={value}
    autoFocus
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
