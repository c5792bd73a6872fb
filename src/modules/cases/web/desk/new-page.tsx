import './new.css'
import { useState } from 'react'
import type { ApiProblem, Input } from '#web/api.ts'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { useDraft } from '#web/desk/draft.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { useFormKeys } from '#web/desk/form-keys.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { usePhotoUploads } from '#web/desk/photo-uploads.ts'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { CategoryPicker } from './category-picker.tsx'
import { CategorySuggestion } from './category-suggestion.tsx'
import { CHANNELS } from './list-filter.ts'

const TITLE_LENGTH_MAX = 100
const BODY_LENGTH_MIN = 2
const BODY_LENGTH_MAX = 5_000
const ADDRESS_LENGTH_MAX = 200
const NAME_LENGTH_MAX = 60
const PHONE_LENGTH_MAX = 16
const SOURCE_NUMBER_LENGTH_MAX = 60
/** How staff hear of something; a resident's own report comes through the portal. */
const STAFF_CHANNELS = CHANNELS.filter((channel) => channel !== 'portal' && channel !== 'import')
/** China has one zone; what is typed is its time wherever the computer thinks it is. */
const ZONE = '+08:00'

interface ReportDraft {
  readonly title: string
  readonly body: string
  readonly channel: string
  readonly sourceNumber: string
  /** Not chosen yet: then it is where I work, when that is one place. */
  readonly place: Picked | null | undefined
  readonly address: string
  readonly occurredAt: string
  readonly category: Picked | null
  readonly urgency: string
  readonly reporterName: string
  readonly reporterPhone: string
}

const EMPTY: ReportDraft = {
  title: '',
  body: '',
  channel: 'grid',
  sourceNumber: '',
  place: undefined,
  address: '',
  occurredAt: '',
  category: null,
  urgency: 'normal',
  reporterName: '',
  reporterPhone: '',
}

const inputOf = (draft: ReportDraft, fileIds: readonly string[]): Input<'cases.case.report'> => ({
  ...(draft.title.trim() ? { title: draft.title.trim() } : {}),
  body: draft.body.trim(),
  channel: STAFF_CHANNELS.find((channel) => channel === draft.channel) ?? 'grid',
  sourceNumber: draft.sourceNumber.trim() || null,
  placeId: draft.place ? Number(draft.place.id) : null,
  address: draft.address.trim() || null,
  occurredAt: draft.occurredAt ? `${draft.occurredAt}:00${ZONE}` : null,
  categoryId: draft.category ? Number(draft.category.id) : null,
  urgency: draft.urgency === 'urgent' ? 'urgent' : 'normal',
  reporterName: draft.reporterName.trim() || null,
  reporterPhone: draft.reporterPhone.replace(/\s/g, '') || null,
  fileIds: [...fileIds],
})

type Faults = Readonly<Partial<Record<'body' | 'place' | 'photos', string>>>

/** Staff write down what somebody told them: by phone, at the door, on patrol. */
const NewPage = () => {
  const { go } = useAddress()
  const { places, placeId } = useWhere()
  const here = places.find((place) => place.id === placeId) ?? (places.length === 1 ? places[0] : undefined)
  const reporting = useActing('cases.case.report')
  const photos = usePhotoUploads()
  const { draft: kept, change, drop } = useDraft<ReportDraft>('case.new', EMPTY)
  const draft =
    kept.place === undefined && here?.name ? { ...kept, place: { id: String(here.id), name: here.name } } : kept
  const [faults, setFaults] = useState<Faults>({})
  const submit = async (): Promise<void> => {
    const found: Faults = {
      ...(draft.body.trim().length < BODY_LENGTH_MIN ? { body: t('cases:desk.bodyMissing') } : {}),
      ...(draft.place ? {} : { place: t('cases:desk.placeMissing') }),
      ...(photos.isBusy ? { photos: t('cases:desk.photosBusy') } : {}),
      ...(photos.hasFailed ? { photos: t('cases:desk.photosFailed') } : {}),
    }
    setFaults(found)
    if (Object.keys(found).length > 0) return
    const answer = await reporting.run(inputOf(draft, photos.fileIds))
    if (!answer) return
    drop()
    toast({ words: t('cases:desk.toast.report', { number: answer.case.number }) })
    go(`/desk/cases/${answer.case.id}`)
  }
  const { problem } = reporting
  const form = useFormKeys({ onSubmit: () => !reporting.busy && void submit() })
  return (
    <DeskPage title={t('cases:desk.new')} back={{ href: '/desk/cases', label: t('cases:desk.cases') }}>
      <form
        className="desk-pad case-new"
        noValidate
        ref={form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!reporting.busy) void submit()
        }}
      >
        <What draft={draft} change={change} faults={faults} photos={photos} />
        <Whence draft={draft} change={change} faults={faults} problem={problem} />
        {problem ? (
          <ProblemBox
            problem={problem}
            title={t('cases:desk.notReported')}
            next={problem.fields.length > 0 ? problemWords(problem) : undefined}
          />
        ) : null}
        <p className="acts">
          <Button tone="main" type="submit" busy={reporting.busy}>
            {reporting.busy ? t('cases:desk.busy') : t('cases:desk.reportDo')}
          </Button>
          <span className="meta">{t('cases:desk.formKeys')}</span>
        </p>
      </form>
    </DeskPage>
  )
}

export default NewPage

interface PartProps {
  readonly draft: ReportDraft
  readonly change: (patch: Partial<ReportDraft>) => void
  readonly faults: Faults
}

/** What it is about: words, a title if one likes, photos. */
const What = ({
  draft,
  change,
  faults,
  photos,
}: PartProps & { readonly photos: ReturnType<typeof usePhotoUploads> }) => (
  <div className="desk-form wide">
    <TextArea
      name="body"
      label={t('cases:desk.body')}
      hint={t('cases:desk.bodyHint')}
      error={faults.body}
      rows={6}
      maxLength={BODY_LENGTH_MAX}
      value={draft.body}
      autoFocus
      onChange={(event) => change({ body: event.currentTarget.value })}
    />
    <TextField
      name="title"
      label={t('cases:column.title')}
      hint={t('cases:desk.titleHint')}
      optional
      maxLength={TITLE_LENGTH_MAX}
      value={draft.title}
      onChange={(event) => change({ title: event.currentTarget.value })}
    />
    <PhotoField
      name="photos"
      label={t('cases:desk.photos')}
      optional
      error={faults.photos}
      photos={photos.photos}
      onAdd={photos.add}
      onRemove={photos.remove}
    />
  </div>
)

type WhenceProps = PartProps & { readonly problem: ApiProblem | null }

/** Where, from whom, by which way, how urgent. */
const Whence = (props: WhenceProps) => (
  <div className="desk-form wide">
    <div className="case-two">
      <WhereFields {...props} />
      <SourceFields {...props} />
    </div>
    <ReporterFields {...props} />
  </div>
)

const WhereFields = ({ draft, change, faults, problem }: WhenceProps) => (
  <>
    <PlacePicker
      label={t('cases:desk.fact.place')}
      // The box keeps what is typed in it: when the usual place is known at last, it begins anew.
      key={draft.place === undefined ? 'waiting' : 'ready'}
      error={faults.place ?? problem?.messageFor('placeId')}
      value={draft.place ?? null}
      onChange={(place) => change({ place })}
    />
    <TextField
      name="address"
      label={t('cases:column.address')}
      optional
      maxLength={ADDRESS_LENGTH_MAX}
      value={draft.address}
      onChange={(event) => change({ address: event.currentTarget.value })}
    />
    <CategoryPicker
      label={t('cases:column.category')}
      optional
      value={draft.category}
      onChange={(category) => change({ category })}
    />
    <CategorySuggestion
      words={draft.body}
      chosenId={draft.category?.id ?? null}
      onChoose={(category) => change({ category })}
    />
    <SelectField
      name="urgency"
      label={t('cases:column.urgency')}
      value={draft.urgency}
      choices={(['normal', 'urgent'] as const).map((value) => ({ value, label: t(`cases:urgency.${value}`) }))}
      onChange={(event) => change({ urgency: event.currentTarget.value })}
    />
  </>
)

const SourceFields = ({ draft, change, problem }: WhenceProps) => (
  <>
    <SelectField
      name="channel"
      label={t('cases:column.channel')}
      value={draft.channel}
      choices={STAFF_CHANNELS.map((value) => ({ value, label: t(`cases:channel.${value}`) }))}
      onChange={(event) => change({ channel: event.currentTarget.value })}
    />
    <TextField
      name="occurred"
      type="datetime-local"
      label={t('cases:column.occurredAt')}
      error={problem?.code === 'cases.occurs_in_future' ? problemWords(problem) : undefined}
      optional
      value={draft.occurredAt}
      onChange={(event) => change({ occurredAt: event.currentTarget.value })}
    />
    <TextField
      name="source-number"
      label={t('cases:column.sourceNumber')}
      hint={t('cases:desk.sourceHint')}
      error={problem?.code === 'cases.source_number_conflict' ? problemWords(problem) : undefined}
      optional
      maxLength={SOURCE_NUMBER_LENGTH_MAX}
      value={draft.sourceNumber}
      onChange={(event) => change({ sourceNumber: event.currentTarget.value })}
    />
  </>
)

const ReporterFields = ({ draft, change, problem }: WhenceProps) => (
  <div className="case-two">
    <TextField
      name="reporter"
      label={t('cases:desk.reporterName')}
      hint={t('cases:desk.reporterHint')}
      optional
      maxLength={NAME_LENGTH_MAX}
      value={draft.reporterName}
      onChange={(event) => change({ reporterName: event.currentTarget.value })}
    />
    <TextField
      name="phone"
      type="tel"
      label={t('cases:desk.reporterPhone')}
      error={problem?.messageFor('reporterPhone') ? t('cases:desk.phoneWrong') : undefined}
      optional
      maxLength={PHONE_LENGTH_MAX}
      value={draft.reporterPhone}
      onChange={(event) => change({ reporterPhone: event.currentTarget.value })}
    />
  </div>
)
