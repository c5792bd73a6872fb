import '../field.css'
import './photo-field.css'
import { type ReactNode, useState } from 'react'
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

const Draft = ({
  photo,
  place,
  onRemove,
}: {
  readonly photo: PhotoDraft
  readonly place: number
  readonly onRemove: () => void
}) => (
  <li>
    <span className="photo">
      <img src={photo.src} alt={photo.alt} />
    </span>
    {photo.note ? <span className="note">{photo.note}</span> : null}
    <Button size="small" icon="close" iconOnly className="drop-x" onClick={onRemove}>
      {t('ui:photos.remove', { count: place + 1 })}
    </Button>
  </li>
)

interface AddTileProps {
  readonly id: string
  readonly camera: boolean
  readonly onFiles: (files: readonly File[]) => void
}

/** The file input itself lies over the tile: pressing, dragging onto it and the keyboard all are the browser's. */
const AddTile = ({ id, camera, onFiles }: AddTileProps) => (
  <li>
    <label className="drop">
      <input
        type="file"
        id={id}
        accept="image/*"
        multiple
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <Icon name={camera ? 'camera' : 'photo'} />
      <span>{t(camera ? 'ui:photos.camera' : 'ui:photos.add')}</span>
    </label>
  </li>
)

const Faults = ({ faults }: { readonly faults: readonly ReactNode[] }) =>
  faults.length === 0 ? null : (
    <span className="err" role="alert">
      <Icon name="warning" />
      <span>
        {faults.map((fault, place) => (
          <span key={place} className="fault">
            {fault}
          </span>
        ))}
      </span>
    </span>
  )

/** Pictures from the camera, the album, the clipboard or by dragging. Files go to the caller; nothing is sent here. */
export const PhotoField = (props: PhotoFieldProps) => {
  const { name, label, labelHidden, hint, error, optional, photos, onAdd, onRemove, max = PHOTOS_MAX, camera } = props
  const [refused, setRefused] = useState<readonly string[]>([])

  const take = (files: readonly File[]): void => {
    const taken = takePhotos(files, max - photos.length, max)
    setRefused(taken.faults)
    if (taken.files.length > 0) onAdd(taken.files)
  }

  const faults = error ? [error, ...refused] : refused
  return (
    <fieldset
      className={classes('field', faults.length > 0 && 'bad')}
      aria-describedby={`${name}-about`}
      onPaste={(event) => {
        if (event.clipboardData.files.length > 0) take([...event.clipboardData.files])
      }}
    >
      <legend className={labelHidden ? 'vh' : undefined}>
        {label}
        {optional ? <span className="optional">{t('ui:optional')}</span> : null}
      </legend>
      <span id={`${name}-about`} className="hint">
        <Bits bits={[hint, t('ui:photos.count', { count: photos.length, max })]} />
      </span>
      <Faults faults={faults} />
      <ul className="drafts">
        {photos.map((photo, place) => (
          <Draft key={photo.id} photo={photo} place={place} onRemove={() => onRemove(photo.id)} />
        ))}
        {photos.length < max ? <AddTile id={name} camera={camera === true} onFiles={take} /> : null}
      </ul>
    </fieldset>
  )
}
