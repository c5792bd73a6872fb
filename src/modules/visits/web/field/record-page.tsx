import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { newRequestId } from '#web/api.ts'
import { keep } from '#web/field/outbox.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { usePhotos } from '#web/field/use-photos.ts'
import { pointOf, usePosition } from '#web/field/use-position.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckCards, RadioCards, TextArea } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Bits } from '#web/ui/tag.tsx'
import { useMyContacts, useMyVisits } from './use-mine.ts'
import { whomOf } from './visit-row.tsx'

const WORDS_LENGTH_MAX = 2_000
const OUTCOMES = ['met', 'notHome', 'refused'] as const

/** Whom the record is about: a visit of the list, or a place I am fixed to. */
const useTarget = () => {
  const { visit: visitId, contact: contactId } = useSearch({ strict: false }) as { visit?: string; contact?: string }
  const visit = useMyVisits()?.find(({ id }) => id === visitId)
  const contact = useMyContacts().find(({ id }) => id === contactId)
  const [first] = useState({ visit, contact })
  // Once kept it leaves the list; the page still knows whom it is about.
  const [known, knownContact] = [visit ?? first.visit, contact ?? first.contact]
  if (known)
    return {
      whom: whomOf(known),
      kind: known.kind,
      bits: [known.programmeName ?? t(`visits:kind.${known.kind}`), known.placeName],
      duties: known.programmeDuties,
      input: { visitId: known.id },
    }
  if (!knownContact) return null
  const { placeId, placeName, kind, programmeId, programmeName } = knownContact
  return {
    whom: placeName,
    kind,
    bits: [programmeName ?? '', t(`visits:kind.${kind}`)],
    duties: [],
    input: { placeId, kind, programmeId },
  }
}

const submitterOf = (event: FormEvent<HTMLFormElement>): string =>
  ((event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null)?.value ?? ''

/** 记走访: it is met unless said otherwise, so that a visit is recorded in three taps. Kept on the phone first. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const RecordPage = () => {
  const navigate = useNavigate()
  const target = useTarget()
  const photos = usePhotos()
  const position = usePosition()
  const [isFull, setFull] = useState(false)
  if (!target) return <Empty title={t('visits:field.gone')} />
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const isReporting = submitterOf(event) === 'report'
    const form = new FormData(event.currentTarget)
    const blobs = await Promise.all(
      photos.files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name })),
    )
    const id = newRequestId()
    const input = {
      ...target.input,
      id,
      outcome: OUTCOMES.find((outcome) => outcome === form.get('outcome')) ?? ('met' as const),
      duties: form.getAll('duties').map(String),
      words: String(form.get('words') ?? '').trim() || null,
      visitedAt: new Date().toISOString(),
      point: pointOf(position),
    }
    try {
      await keep('visits.visit.record', input, t('visits:field.kept', { whom: target.whom }), blobs)
    } catch {
      return setFull(true)
    }
    if (isReporting) await navigate({ to: '/field/visits/finding', search: { visit: id, whom: target.whom } as never })
    else await navigate({ to: '/field/visits' })
  }
  return (
    <form className="field-form" onSubmit={(event) => void send(event)}>
      <header className="field-head">
        <h1>{target.whom}</h1>
        <Bits bits={target.bits} />
      </header>
      {target.kind === 'household' ? (
        <RadioCards
          name="outcome"
          label={t('visits:desk.outcome')}
          defaultValue="met"
          choices={OUTCOMES.map((value) => ({ value, label: t(`visits:outcome.${value}`) }))}
        />
      ) : null}
      {target.duties.length > 0 ? (
        <CheckCards
          name="duties"
          label={t('visits:desk.duties')}
          optional
          choices={target.duties.map((duty) => ({ value: duty, label: duty }))}
        />
      ) : null}
      <TextArea
        name="words"
        label={t('visits:desk.words')}
        hint={t('visits:desk.wordsHint')}
        optional
        maxLength={WORDS_LENGTH_MAX}
      />
      <PhotoField
        name="photos"
        label={t('visits:field.photos')}
        camera
        optional
        photos={photos.drafts}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
      <Button type="submit" value="report" icon="plus">
        {t('visits:field.keepAndReport')}
      </Button>
      {isFull ? (
        <p className="err" role="alert">
          <Icon name="warning" />
          <span>{t('visits:field.full')}</span>
        </p>
      ) : null}
      <div className="field-send">
        <Button icon="back" onClick={() => void navigate({ to: '/field/visits' })}>
          {t('visits:field.back')}
        </Button>
        <Button tone="main" size="big" type="submit" value="keep">
          {t('visits:field.keep')}
        </Button>
      </div>
    </form>
  )
}

export default RecordPage
