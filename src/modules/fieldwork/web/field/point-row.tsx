import { useState } from 'react'
import { metersBetween } from '#kernel/geo'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { type Position, pointOf } from '#web/field/use-position.ts'
import { usePhotos } from '#web/field/use-photos.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import type { WalkPoint } from './use-walk.ts'

const NOTE_LENGTH_MAX = 500

const LOOKS: Readonly<Record<NonNullable<WalkPoint['verdict']>, { icon: IconName; className: string }>> = {
  valid: { icon: 'check', className: 'field-state' },
  off: { icon: 'warning', className: 'field-state soon' },
  rough: { icon: 'warning', className: 'field-state soon' },
  unknown: { icon: 'warning', className: 'field-state soon' },
}

export interface Noted {
  readonly words: string | null
  readonly photos: ReadonlyArray<{ readonly blob: Blob; readonly name: string }>
}

interface PointRowProps {
  readonly point: WalkPoint
  readonly position: Position | 'failed' | null
  readonly isOpen: boolean
  readonly onCheckIn: (noted: Noted) => Promise<void>
}

const distanceWords = (point: WalkPoint, position: Position | 'failed' | null): string => {
  const here = pointOf(position)
  if (!here) return t('fieldwork:field.noDistance')
  const metres = Math.round(metersBetween(point, here))
  return metres <= point.radiusM ? t('fieldwork:field.inReach') : t('fieldwork:field.distance', { metres })
}

/** One point of a patrol: how far it is, what became of it, and one tap to check in. */
export const PointRow = ({ point, position, isOpen, onCheckIn }: PointRowProps) => {
  const [busy, setBusy] = useState(false)
  const [isNoting, setIsNoting] = useState(false)
  const run = async (noted: Noted): Promise<void> => {
    setBusy(true)
    await onCheckIn(noted)
    setBusy(false)
    setIsNoting(false)
  }
  const look = point.verdict && LOOKS[point.verdict]
  return (
    <li className="patrol-point">
      <span>
        <b>{point.name}</b>
        {look && point.verdict ? (
          <span className={look.className} role="status">
            <Icon name={look.icon} />
            {t(`fieldwork:field.${point.verdict}`)}
          </span>
        ) : (
          <span className="field-state">
            <Icon name="locate" />
            {distanceWords(point, position)}
          </span>
        )}
      </span>
      {isOpen && point.verdict !== 'valid' && (
        <Button tone="main" busy={busy} onClick={() => void run({ words: null, photos: [] })}>
          {t(point.verdict ? 'fieldwork:field.checkInAgain' : 'fieldwork:field.checkIn')}
          <span className="vh"> {point.name}</span>
        </Button>
      )}
      {isOpen && !isNoting && (
        <Button tone="quiet" size="small" icon="camera" onClick={() => setIsNoting(true)}>
          {t('fieldwork:field.note')}
          <span className="vh"> {point.name}</span>
        </Button>
      )}
      {isOpen && isNoting && <NoteForm name={point.id} busy={busy} onKeep={run} />}
    </li>
  )
}

interface NoteFormProps {
  readonly name: string
  readonly busy: boolean
  readonly onKeep: (noted: Noted) => Promise<void>
}

const NoteForm = ({ name, busy, onKeep }: NoteFormProps) => {
  const photos = usePhotos()
  return (
    <form
      className="wide field-form"
      onSubmit={(event) => {
        event.preventDefault()
        const words = String(new FormData(event.currentTarget).get(`words-${name}`) ?? '').trim() || null
        const shrunk = photos.files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name }))
        void Promise.all(shrunk).then((blobs) => onKeep({ words, photos: blobs }))
      }}
    >
      <PhotoField
        name={`photos-${name}`}
        label={t('field:photos')}
        camera
        optional
        photos={photos.drafts}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
      <TextArea name={`words-${name}`} label={t('fieldwork:field.noteWords')} maxLength={NOTE_LENGTH_MAX} optional />
      <Button type="submit" busy={busy}>
        {t('fieldwork:field.noteKeep')}
      </Button>
    </form>
  )
}
