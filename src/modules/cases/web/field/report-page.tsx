import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { keep } from '#web/field/outbox.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { pointOf, positionWords, usePosition } from '#web/field/use-position.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioCards, TextArea, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { usePhotos } from '#web/field/use-photos.ts'

const BODY_LENGTH_MAX = 5_000
const ADDRESS_LENGTH_MAX = 200
const TITLE_SHOWN = 24
/** 拍照上报: photo, a sentence, done. Kept on the phone before anything is sent. `?patrol=`: found on that patrol. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const ReportPage = () => {
  const navigate = useNavigate()
  const { patrol } = useSearch({ strict: false }) as { patrol?: string }
  const back = patrol ? `/field/patrols/${patrol}` : '/field'
  const position = usePosition()
  const photos = usePhotos()
  const [problem, setProblem] = useState<'empty' | 'full' | null>(null)
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const written = String(form.get('body') ?? '').trim()
    // A photo says it all when hands are full: three taps, no typing.
    const body = written === '' && photos.files.length > 0 ? t('field:seePhoto') : written
    if (body.length < 2) return setProblem('empty')
    const blobs = await Promise.all(
      photos.files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name })),
    )
    const said = {
      body,
      urgency: form.get('urgency') === 'urgent' ? ('urgent' as const) : ('normal' as const),
      point: pointOf(position),
      address: String(form.get('address') ?? '').trim() || null,
      occurredAt: new Date().toISOString(),
    }
    const title = body.slice(0, TITLE_SHOWN)
    try {
      if (patrol) await keep('fieldwork.finding.report', { ...said, patrolId: patrol }, title, blobs)
      else await keep('cases.case.report', { ...said, channel: 'grid' }, title, blobs)
      await navigate({ to: back })
    } catch {
      setProblem('full')
    }
  }
  return (
    <form className="field-form" onSubmit={(event) => void send(event)}>
      <h1>{t(patrol ? 'field:finding' : 'field:report')}</h1>
      <PhotoField
        name="photos"
        label={t('field:photos')}
        camera
        optional
        photos={photos.drafts}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
      <TextArea
        name="body"
        label={t('field:what')}
        hint={t('field:whatHint')}
        error={problem === 'empty' ? t('field:whatEmpty') : undefined}
        maxLength={BODY_LENGTH_MAX}
      />
      <RadioCards
        name="urgency"
        label={t('field:urgency')}
        defaultValue="normal"
        choices={[
          { value: 'normal', label: t('field:urgency.normal') },
          { value: 'urgent', label: t('field:urgency.urgent') },
        ]}
      />
      <p className="field-state" role="status">
        <Icon name="locate" />
        {positionWords(position)}
      </p>
      <TextField name="address" label={t('field:address')} maxLength={ADDRESS_LENGTH_MAX} optional />
      {problem === 'full' && (
        <p className="err" role="alert">
          <Icon name="warning" />
          <span>{t('field:full')}</span>
        </p>
      )}
      <div className="field-send">
        <Button icon="back" onClick={() => void navigate({ to: back })}>
          {t('field:back')}
        </Button>
        <Button tone="main" size="big" type="submit">
          {t('field:keep')}
        </Button>
      </div>
    </form>
  )
}

export default ReportPage
