import { useState } from 'react'
import { whistleReasons } from '#modules/cases/contract'
import { usePhotoUploads } from '#web/desk/photo-uploads.ts'
import { OrganizationPicker, type Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { FilterTags } from '#web/ui/live/tags.tsx'
import { MeasureDialog } from './measure-part.tsx'

export interface WhistleAsk {
  readonly verb: 'blow' | 'call' | 'decline' | 'end' | 'take' | 'arrive' | 'leave' | 'excuse' | 'score' | 'rate'
  /** Of the whistle; of the case when it is blown. */
  readonly id: string
  readonly organization?: Picked
}
interface Props {
  readonly ask: WhistleAsk
  readonly onClose: () => void
}

const MARKS = [5, 4, 3, 2, 1] as const

const Blow = ({ ask, onClose }: Props) => {
  const photos = usePhotoUploads()
  return (
    <MeasureDialog
      operation="cases.whistle.blow"
      title={t('cases:do.blow')}
      words={t('cases:desk.whistle.words')}
      isBusy={photos.isBusy}
      onClose={onClose}
      inputOf={(form, words) => ({
        caseId: ask.id,
        reason: whistleReasons.find((known) => known === form.get('reason')) ?? 'unsolvable',
        words,
        fileIds: [...photos.fileIds],
      })}
    >
      <SelectField
        name="reason"
        label={t('cases:desk.whistle.reason')}
        choices={whistleReasons.map((value) => ({ value, label: t(`cases:whistleReason.${value}`) }))}
      />
      <PhotoField
        name="photos"
        label={t('cases:desk.photos')}
        optional
        photos={photos.photos}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
    </MeasureDialog>
  )
}

/** Several organisations, picked one after the other. */
const Call = ({ ask, onClose }: Props) => {
  const [picked, setPicked] = useState<readonly Picked[]>([])
  return (
    <MeasureDialog
      operation="cases.whistle.call"
      title={t('cases:do.call')}
      words={t('cases:desk.whistle.callWords')}
      wordsOptional
      onClose={onClose}
      inputOf={(_, words) => ({ id: ask.id, organizationIds: picked.map(({ id }) => id), words: words || null })}
    >
      {picked.length > 0 ? (
        <FilterTags
          label={t('cases:desk.whistle.whom')}
          tags={picked.map(({ id, name }) => ({ id, label: name }))}
          onRemove={(id) => setPicked(picked.filter((one) => one.id !== id))}
          onClear={() => setPicked([])}
        />
      ) : null}
      <OrganizationPicker
        key={picked.length}
        label={t('cases:desk.whistle.whom')}
        hint={t('cases:desk.whistle.whomHint')}
        value={null}
        onChange={(one) => {
          if (one && !picked.some(({ id }) => id === one.id)) setPicked([...picked, one])
        }}
      />
    </MeasureDialog>
  )
}

const Arrive = ({ ask, onClose }: Props) => {
  const photos = usePhotoUploads()
  return (
    <MeasureDialog
      operation="cases.whistle.arrive"
      title={t('cases:do.arrive')}
      isBusy={photos.isBusy}
      onClose={onClose}
      inputOf={() => ({ id: ask.id, organizationId: ask.organization?.id ?? '', fileIds: [...photos.fileIds] })}
    >
      <PhotoField
        name="photos"
        label={t('cases:desk.whistle.evidence')}
        photos={photos.photos}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
    </MeasureDialog>
  )
}

const Mark = ({ ask, onClose, verb }: Props & { readonly verb: 'score' | 'rate' }) => (
  <MeasureDialog
    operation={`cases.whistle.${verb}`}
    title={t(`cases:do.${verb}`)}
    onClose={onClose}
    inputOf={(form) => ({
      id: ask.id,
      organizationId: ask.organization?.id ?? '',
      score: Number(form.get('score')),
    })}
  >
    <SelectField
      name="score"
      label={ask.organization?.name ?? ''}
      choices={MARKS.map((mark) => ({
        value: String(mark),
        label: t('cases:desk.whistle.mark', { count: mark }),
      }))}
    />
  </MeasureDialog>
)

/** The form of one act of a whistle. */
export const WhistleDialog = (props: Props) => {
  const { ask, onClose } = props
  const of = { id: ask.id, organizationId: ask.organization?.id ?? '' }
  switch (ask.verb) {
    case 'blow':
      return <Blow {...props} />
    case 'call':
      return <Call {...props} />
    case 'arrive':
      return <Arrive {...props} />
    case 'score':
    case 'rate':
      return <Mark {...props} verb={ask.verb} />
    case 'take':
      return (
        <MeasureDialog operation="cases.whistle.take" title={t('cases:do.take')} onClose={onClose} inputOf={() => of}>
          <p>{ask.organization?.name}</p>
        </MeasureDialog>
      )
    case 'leave':
    case 'excuse':
      return (
        <MeasureDialog
          operation={`cases.whistle.${ask.verb}`}
          title={t(`cases:do.${ask.verb}`)}
          words={t(ask.verb === 'leave' ? 'cases:desk.whistle.did' : 'cases:desk.whistle.excuse')}
          onClose={onClose}
          inputOf={(_, words) => ({ ...of, words })}
        />
      )
    default:
      return (
        <MeasureDialog
          operation={`cases.whistle.${ask.verb}`}
          title={t(`cases:do.${ask.verb}`)}
          words={t(ask.verb === 'end' ? 'cases:desk.whistle.endWords' : 'cases:desk.whistle.declineWords')}
          onClose={onClose}
          inputOf={(_, words) => ({ id: ask.id, words })}
        />
      )
  }
}
