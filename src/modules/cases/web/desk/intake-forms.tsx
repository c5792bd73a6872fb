import { useState } from 'react'
import { useActing } from '#web/desk/acting.ts'
import { useDraft } from '#web/desk/draft.ts'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea } from '#web/ui/field.tsx'
import type { CaseDetail } from './case-acts.ts'
import { type CaseFormProps, FormFrame } from './case-form.tsx'
import { useCategoryInForce } from './case-rail.ts'
import { CategoryPicker } from './category-picker.tsx'
import { CategorySuggestion } from './category-suggestion.tsx'

const WORDS_LENGTH_MAX = 2_000

interface IntakeDraft {
  readonly place: Picked | null
  readonly category: Picked | null
  readonly urgency: string
  readonly words: string
}

const intakeOf = (matter: CaseDetail): IntakeDraft => ({
  place: { id: String(matter.placeId), name: matter.placeName },
  category: matter.category ? { id: String(matter.category.id), name: matter.category.name } : null,
  urgency: matter.urgency,
  words: '',
})

interface FieldsProps {
  readonly matter: CaseDetail
  readonly draft: IntakeDraft
  readonly change: (patch: Partial<IntakeDraft>) => void
  readonly leavesOnly: boolean
  readonly categoryFault: string | undefined
  readonly placeFault: string | undefined
}

/** Place, category and urgency put right, and a word to go with it. */
const IntakeFields = ({ matter, draft, change, leavesOnly, categoryFault, placeFault }: FieldsProps) => {
  const inForce = useCategoryInForce(draft.category ? Number(draft.category.id) : undefined)
  return (
    <>
      <CategorySuggestion
        words={`${matter.title} ${matter.body ?? ''}`}
        chosenId={draft.category?.id ?? null}
        onChoose={(category) => change({ category })}
      />
      <div className="case-two">
        <CategoryPicker
          label={t('cases:desk.fact.category')}
          hint={
            inForce?.filingCondition ? t('cases:desk.filingCondition', { words: inForce.filingCondition }) : undefined
          }
          error={categoryFault}
          optional={!leavesOnly}
          leavesOnly={leavesOnly}
          value={draft.category}
          onChange={(category) => change({ category })}
        />
        <PlacePicker
          label={t('cases:desk.fact.place')}
          withinId={matter.places[0]?.id}
          error={placeFault}
          value={draft.place}
          onChange={(place) => change({ place })}
        />
        <SelectField
          name="urgency"
          label={t('cases:desk.urgency')}
          value={draft.urgency}
          choices={(['normal', 'urgent'] as const).map((value) => ({ value, label: t(`cases:urgency.${value}`) }))}
          onChange={(event) => change({ urgency: event.currentTarget.value })}
        />
      </div>
      <TextArea
        name="words"
        label={t('cases:desk.intakeWords')}
        hint={t('cases:desk.intakeHint')}
        optional
        rows={2}
        maxLength={WORDS_LENGTH_MAX}
        value={draft.words}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
    </>
  )
}

const changesOf = (draft: IntakeDraft, matter: CaseDetail) => {
  const placeId = Number(draft.place?.id)
  return {
    id: matter.id,
    words: draft.words.trim() || null,
    urgency: draft.urgency === 'urgent' ? ('urgent' as const) : ('normal' as const),
    ...(placeId && placeId !== matter.placeId ? { placeId } : {}),
  }
}

/** 受理, with place, category and urgency put right on the way. */
export const AcceptForm = ({ matter, onClose, onActed }: CaseFormProps) => {
  const acting = useActing('cases.case.accept')
  const { draft, change, drop } = useDraft<IntakeDraft>(`case.${matter.id}.accept`, intakeOf(matter))
  const submit = async (): Promise<void> => {
    const categoryId = Number(draft.category?.id)
    const answer = await acting.run({ ...changesOf(draft, matter), ...(categoryId ? { categoryId } : {}) })
    if (!answer) return
    drop()
    onActed(answer, t('cases:desk.toast.accept'))
  }
  return (
    <FormFrame
      title={t('cases:desk.form.accept.title')}
      submit={t('cases:desk.form.accept.do')}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <IntakeFields
        matter={matter}
        draft={draft}
        change={change}
        leavesOnly={false}
        categoryFault={acting.problem?.messageFor('categoryId')}
        placeFault={acting.problem?.messageFor('placeId')}
      />
    </FormFrame>
  )
}

/** 立案 under a category, whose condition stands beside it. */
export const FileForm = ({ matter, onClose, onActed }: CaseFormProps) => {
  const acting = useActing('cases.case.file')
  const { draft, change, drop } = useDraft<IntakeDraft>(`case.${matter.id}.file`, intakeOf(matter))
  const [missing, setMissing] = useState(false)
  const submit = async (): Promise<void> => {
    if (!draft.category) return setMissing(true)
    const answer = await acting.run({ ...changesOf(draft, matter), categoryId: Number(draft.category.id) })
    if (!answer) return
    drop()
    onActed(answer, t('cases:desk.toast.file'))
  }
  return (
    <FormFrame
      title={t('cases:desk.form.file.title')}
      submit={
        draft.category ? t('cases:desk.form.file.doAs', { name: draft.category.name }) : t('cases:desk.form.file.do')
      }
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <IntakeFields
        matter={matter}
        draft={draft}
        change={(patch) => {
          if (patch.category) setMissing(false)
          change(patch)
        }}
        leavesOnly
        categoryFault={missing ? t('cases:desk.categoryMissing') : acting.problem?.messageFor('categoryId')}
        placeFault={acting.problem?.messageFor('placeId')}
      />
    </FormFrame>
  )
}
