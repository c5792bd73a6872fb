import { useState } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useDraft } from '#web/desk/draft.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { type Outcome, outcomes } from '#modules/cases/contract'
import { t } from '#web/i18n.ts'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { ConfirmDialog } from '#web/ui/live/dialog.tsx'
import { Select } from '#web/ui/live/select.tsx'
import { Photo } from '#web/ui/photo.tsx'
import type { CaseDetail } from './case-acts.ts'
import { thumbnailOf } from './case-body.tsx'
import { type CaseFormProps, FormFrame } from './case-form.tsx'

const WORDS_LENGTH_MAX = 2_000
const HEADLINE_LENGTH_MIN = 2
const HEADLINE_LENGTH_MAX = 60
const PUBLIC_FILES_MAX = 6

interface CloseDraft {
  readonly words: string
  readonly outcome: Outcome
  readonly headline: string
  readonly publicFileIds: readonly string[]
}

type Faults = Readonly<Partial<Record<'words' | 'headline', string>>>

/** All photos of a case, those of the report first. */
const photosOf = (matter: CaseDetail) => {
  const all = [...matter.files, ...matter.thread.flatMap((entry) => entry.files)].filter((file) => file.hasThumbnail)
  return [...new Map(all.map((file) => [file.id, file])).values()]
}

interface PublicPhotosProps {
  readonly matter: CaseDetail
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Which photos everybody may see: none unless chosen. */
const PublicPhotos = ({ matter, chosen, onChange }: PublicPhotosProps) => {
  const photos = photosOf(matter)
  if (photos.length === 0) return null
  return (
    <fieldset className="field">
      <legend>{t('cases:desk.publicPhotos')}</legend>
      <span className="hint">{t('cases:desk.publicPhotosHint', { count: chosen.length, max: PUBLIC_FILES_MAX })}</span>
      <div className="case-choose-photos">
        {photos.map((photo, index) => {
          const isOn = chosen.includes(photo.id)
          return (
            <label key={photo.id}>
              <input
                type="checkbox"
                checked={isOn}
                disabled={!isOn && chosen.length >= PUBLIC_FILES_MAX}
                onChange={() => onChange(isOn ? chosen.filter((id) => id !== photo.id) : [...chosen, photo.id])}
              />
              <Photo
                src={thumbnailOf(photo.id)}
                alt={t('cases:desk.photoOf', { count: index + 1, title: matter.title })}
              />
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

/** 结案: the words are the answer; with a headline it is shown to everybody. A second look, for it can not be taken back. */
export const CloseForm = ({ matter, onClose, onActed }: CaseFormProps) => {
  const acting = useActing('cases.case.close')
  const { draft, change, drop } = useDraft<CloseDraft>(`case.${matter.id}.close`, {
    words: '',
    outcome: 'relieved',
    headline: '',
    publicFileIds: [],
  })
  const [faults, setFaults] = useState<Faults>({})
  const [looking, setLooking] = useState(false)
  const headline = draft.headline.trim()
  const check = (): void => {
    const found: Faults = {
      ...(draft.words.trim() === '' ? { words: t('cases:desk.wordsMissing') } : {}),
      ...(headline !== '' && headline.length < HEADLINE_LENGTH_MIN ? { headline: t('cases:desk.headlineShort') } : {}),
    }
    setFaults(found)
    if (Object.keys(found).length === 0) setLooking(true)
  }
  const close = async (): Promise<void> => {
    const answer = await acting.run({
      id: matter.id,
      words: draft.words.trim(),
      outcome: draft.outcome,
      headline: headline || null,
      publicFileIds: headline === '' ? [] : [...draft.publicFileIds],
    })
    if (!answer) throw new Error('refused') // the dialog stays and says why
    drop()
    onActed(answer, t('cases:desk.toast.close'))
  }
  return (
    <FormFrame
      title={t('cases:desk.form.close.title')}
      submit={t('cases:desk.form.close.do')}
      busy={acting.busy}
      problem={null}
      onSubmit={check}
      onClose={onClose}
    >
      <CloseFields matter={matter} draft={draft} change={change} faults={faults} />
      {looking ? (
        <SecondLook
          matter={matter}
          draft={draft}
          problem={acting.problem}
          onClose={() => setLooking(false)}
          onAct={close}
        />
      ) : null}
    </FormFrame>
  )
}

interface CloseFieldsProps {
  readonly matter: CaseDetail
  readonly draft: CloseDraft
  readonly change: (patch: Partial<CloseDraft>) => void
  readonly faults: Faults
}

const CloseFields = ({ matter, draft, change, faults }: CloseFieldsProps) => {
  const condition = matter.rule?.closingCondition
  return (
    <>
      <TextArea
        name="words"
        label={t('cases:desk.form.close.label')}
        hint={condition ? t('cases:desk.closingCondition', { words: condition }) : t('cases:desk.form.close.hint')}
        error={faults.words}
        maxLength={WORDS_LENGTH_MAX}
        value={draft.words}
        autoFocus
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      <Select
        label={t('cases:desk.outcome')}
        options={outcomes.map((outcome) => ({ id: outcome, label: t(`cases:outcome.${outcome}`) }))}
        value={draft.outcome}
        onChange={(outcome) => change({ outcome: outcome as Outcome })}
      />
      <TextField
        name="headline"
        label={t('cases:desk.headline')}
        hint={t('cases:desk.headlineHint')}
        error={faults.headline}
        optional
        maxLength={HEADLINE_LENGTH_MAX}
        value={draft.headline}
        onChange={(event) => change({ headline: event.currentTarget.value })}
      />
      {draft.headline.trim() === '' ? null : (
        <PublicPhotos
          matter={matter}
          chosen={draft.publicFileIds}
          onChange={(publicFileIds) => change({ publicFileIds })}
        />
      )}
    </>
  )
}

interface SecondLookProps {
  readonly matter: CaseDetail
  readonly draft: CloseDraft
  readonly problem: ApiProblem | null
  readonly onClose: () => void
  readonly onAct: () => Promise<void>
}

/** What will happen, with the figures, before it can not be taken back. */
const SecondLook = ({ matter, draft, problem, onClose, onAct }: SecondLookProps) => {
  const headline = draft.headline.trim()
  const isPublic = headline !== ''
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t(isPublic ? 'cases:desk.closing.titlePublic' : 'cases:desk.closing.title')}
      actWords={t(isPublic ? 'cases:desk.closing.doPublic' : 'cases:desk.closing.do')}
      stayWords={t('cases:desk.closing.stay')}
      onAct={onAct}
      refusal={
        problem ? (
          <ProblemBox problem={problem} title={t('cases:desk.refused', { what: t('cases:desk.form.close.title') })} />
        ) : null
      }
    >
      <p>{t('cases:desk.closing.told', { count: matter.reporters.length })}</p>
      <p className="case-quote">“{draft.words.trim()}”</p>
      <p>
        {isPublic
          ? t('cases:desk.closing.public', { headline, count: draft.publicFileIds.length })
          : t('cases:desk.closing.private')}
      </p>
    </ConfirmDialog>
  )
}
