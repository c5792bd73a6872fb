import './photo.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'

export interface PhotoFile {
  readonly src: string
  /** What is seen: 井盖冒水. Never 图片1. */
  readonly alt: string
  /** The day, or which step it proves. */
  readonly caption?: ReactNode
  /** The full picture. */
  readonly href?: string | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** One picture in a frame of fixed shape, fetched when it comes near. */
export const Photo = ({ src, alt, href, width, height }: PhotoFile) => {
  const image = (
    <span className="photo">
      <img src={src} alt={alt} loading="lazy" decoding="async" width={width} height={height} />
    </span>
  )
  return href === undefined ? image : <a href={href}>{image}</a>
}

const Figure = ({ photo, before }: { readonly photo: PhotoFile; readonly before?: string }) => (
  <figure>
    <Photo {...photo} />
    {photo.caption || before ? (
      <figcaption>
        {before ? <span className="vh">{before}</span> : null}
        {photo.caption}
      </figcaption>
    ) : null}
  </figure>
)

/** A few pictures in a row. */
export const Photos = ({ photos }: { readonly photos: readonly PhotoFile[] }) => (
  <div className="photos">
    {photos.map((photo) => (
      <Figure key={photo.src} photo={photo} />
    ))}
  </div>
)

/** Before and after side by side, dated: the proof that something changed. */
export const PhotoPair = ({ before, after }: { readonly before: PhotoFile; readonly after: PhotoFile }) => (
  <div className="photo-pair">
    <Figure photo={before} before={t('ui:photo.before')} />
    <Figure photo={after} before={t('ui:photo.after')} />
  </div>
)
