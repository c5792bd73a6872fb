import '../field.css'
import './photo-field.css'
import { type ClipboardEvent, type DragEvent, useState } from 'react'
import { t } from '#web/i18n.ts'
import { Button } from '../button.tsx'
import { classes } from '../classes.ts'
import { formatSize } from '../format.ts'
import { Icon } from '../icon.tsx'
import { Bits } from '../tag.tsx'
import type { LiveFieldWords } from './field-head.tsx'

/** As the server takes them: 9 pictures of 20 MB at most; it makes them smaller and takes the place out. */
export const PHOTOS_MAX = 9
export const PHOTO_BYTES_MAX = 20 * 1024 * 1024

export interface PhotoDraft {
  readonly id: string
  /** An object URL or the address of the stored file. */
  readonly src: string
  readonly alt: string
  /** Its own state while it travels: 已传 40%，有网接着传. */
  readonly note?: string | undefined
}

export interface PhotoFieldProps extends LiveFieldWords {
  readonly name: string
  readonly photos: readonly PhotoDraft[]
  readonly onAdd: (files: readonly File[]) => void
  readonly onRemove: (id: string) => void
  readonly max?: number | undefined
  /** Opens the camera at once on a phone. */
  readonly camera?: boolean | undefined
}

interface Taken {
  readonly files: File[]
  readonly faults: string[]
}

/** Sorts out what is no picture, too big, or one too many, and says so about each. */
const takePhotos = (files: readonly File[], room: number, max: number): Taken => {
  const pictures = files.filter((file) => file.type.startsWith('image/'))
  const fitting = pictures.filter((file) => file.size <= PHOTO_BYTES_MAX)
  return {
    files: fitting.slice(0, room),
    faults: [
      ...files
        .filter((file) => !file.type.startsWith('image/'))
        .map((file) => t('ui:photos.wrongKind', { name: file.name })),
      ...pictures
        .filter((file) => file.size > PHOTO_BYTES_MAX)
        .map((file) => t('ui:photos.tooBig', { name: file.name, limit: formatSize(PHOTO_BYTES_MAX) })),
      ...(fitting.length > room ? [t('ui:photos.tooMany', { max })] : []),
    ],
  }
}

/** Pictures from the camera, the album, the clipboard or by dragging. Files go to the caller; nothing is sent here. */
export const PhotoField = (props: PhotoFieldProps) => {
  const { name, label, labelHidden, hint, error, optional, photos, onAdd, onRemove, max = PHOTOS_MAX, camera } = props
  const [faults, setFaults] = useState<readonly string[]>([])
  const [over, setOver] = useState(false)

  const take = (list: FileList | null): void => {
    const taken = takePhotos([...(list ?? [])], max - photos.length, max)
    setFaults(taken.faults)
    if (taken.files.length > 0) onAdd(taken.files)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const paste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length > 0) take(event.clipboardData.files)
  }

  const words = [error, ...faults].filter(Boolean)
  return (
    <fieldset
      className={classes('field', words.length > 0 && 'bad')}
      aria-describedby={`${name}-about`}
      onPaste={paste}
    >
      <legend className={labelHidden ? 'vh' : undefined}>
        {label}
        {optional ? <span className="optional">{t('ui:optional')}</span> : null}
      </legend>
      <span id={`${name}-about`} className="hint">
        <Bits bits={[hint, t('ui:photos.count', { count: photos.length, max })]} />
      </span>
      {words.length > 0 ? (
        <span className="err" role="alert">
          <Icon name="warning" />
          <span>
            {words.map((fault, place) => (
              <span key={place} className="fault">
                {fault}
              </span>
            ))}
          </span>
        </span>
      ) : null}
      <ul className="drafts">
        {photos.map((photo, place) => (
          <li key={photo.id}>
            <span className="photo">
              <img src={photo.src} alt={photo.alt} />
            </span>
            {photo.note ? <span className="note">{photo.note}</span> : null}
            <Button size="small" icon="close" iconOnly className="drop-x" onClick={() => onRemove(photo.id)}>
              {t('ui:photos.remove', { count: place + 1 })}
            </Button>
          </li>
        ))}
        {photos.length < max ? (
          <li>
            <label
              className={classes('drop', over && 'over')}
              onDragOver={(event) => {
                event.preventDefault()
                setOver(true)
              }}
              onDragLeave={() => setOver(false)}
              onDrop={drop}
            >
              <input
                className="vh"
                type="file"
                id={name}
                accept="image/*"
                multiple
                {...(camera ? { capture: 'environment' as const } : {})}
                onChange={(event) => {
                  take(event.currentTarget.files)
                  event.currentTarget.value = ''
                }}
              />
              <Icon name={camera ? 'camera' : 'photo'} />
              <span>{t(camera ? 'ui:photos.camera' : 'ui:photos.add')}</span>
            </label>
          </li>
        ) : null}
      </ul>
    </fieldset>
  )
}
