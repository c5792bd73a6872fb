import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { keep } from '#web/field/outbox.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioCards, TextArea, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { usePhotos } from './use-photos.ts'

const BODY_LENGTH_MAX = 5_000
const ADDRESS_LENGTH_MAX = 200
const TITLE_SHOWN = 24
const POSITION_TIMEOUT_MS = 20_000

interface Position {
  readonly longitude: number
  readonly latitude: number
  readonly accuracy: number
}

/** Where the phone is; null while unknown, `failed` when it will not tell. */
const usePosition = (): Position | 'failed' | null => {
  const [position, setPosition] = useState<Position | 'failed' | null>(null)
  useEffect(() => {
    if (!('geolocation' in navigator)) return setPosition('failed')
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) =>
        setPosition({ longitude: coords.longitude, latitude: coords.latitude, accuracy: Math.round(coords.accuracy) }),
      () => setPosition((known) => known ?? 'failed'),
      { enableHighAccuracy: true, timeout: POSITION_TIMEOUT_MS },
    )
    return () => navigator.geolocation.clearWatch(watch)
  }, [])
  return position
}

/** 拍照上报: photo, a sentence, done. Kept on the phone before anything is sent. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const ReportPage = () => {
  const navigate = useNavigate()
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
    const point =
      position && position !== 'failed' ? { longitude: position.longitude, latitude: position.latitude } : null
    try {
      await keep(
        'cases.case.report',
        {
          body,
          channel: 'grid',
          urgency: form.get('urgency') === 'urgent' ? 'urgent' : 'normal',
          point,
          address: String(form.get('address') ?? '').trim() || null,
          occurredAt: new Date().toISOString(),
        },
        body.slice(0, TITLE_SHOWN),
        blobs,
      )
      await navigate({ to: '/field' })
    } catch {
      setProblem('full')
    }
  }
  return (
    <form className="field-form" onSubmit={(event) => void send(event)}>
      <h1>{t('field:report')}</h1>
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
        <Button icon="back" onClick={() => void navigate({ to: '/field' })}>
          {t('field:back')}
        </Button>
        <Button tone="main" size="big" type="submit">
          {t('field:keep')}
        </Button>
      </div>
    </form>
  )
}

const positionWords = (position: Position | 'failed' | null): string => {
  if (position === null) return t('field:locating')
  return position === 'failed' ? t('field:locateFailed') : t('field:located', { metres: position.accuracy })
}

export default ReportPage
