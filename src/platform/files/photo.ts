import type { Sharp } from 'sharp'
import { lazily } from '../lazily.ts'
import { type FileKind, fileKind, isOtherImage } from './kind.ts'
import { refusal } from './refusals.ts'

/** Bytes of one photo as uploaded; the largest phones make about 15 MB. */
const PHOTO_BYTES_MAX = 30 * 1024 * 1024
/** Pixels of one photo as uploaded: 60 megapixels. A file of some kilobytes can claim thousands of megapixels. */
const PHOTO_PIXELS_MAX = 60_000_000
/** Long edge of what is kept, and of what lists show, in pixels. */
const PHOTO_EDGE = 1600
const THUMBNAIL_EDGE = 320
const QUALITY = 80
/** Seconds until the work on one photo is given up. */
const SECONDS_MAX = 20

const loadSharp = lazily(async () => {
  const { default: sharp } = await import('sharp')
  // Photos are seen once: a cache of them would only hold memory.
  sharp.cache(false)
  return sharp
})

export type ImageKind = 'jpeg' | 'png' | 'webp'

/** Width and height in pixels as the picture is looked at, that is after turning it as its EXIF says. */
export interface ImageFacts {
  readonly kind: ImageKind
  readonly width: number
  readonly height: number
}

/** A JPEG without any metadata: no place, no camera, no time. */
export interface Picture {
  readonly bytes: Buffer
  readonly kind: 'jpeg'
  readonly width: number
  readonly height: number
}

export interface PreparedPhoto {
  readonly photo: Picture
  readonly thumbnail: Picture
}

const open = (sharp: typeof import('sharp').default, file: Uint8Array): Sharp =>
  // warnings are let through: some phones write JPEGs that libvips warns of and every viewer shows
  sharp(file, { failOn: 'error', limitInputPixels: PHOTO_PIXELS_MAX, sequentialRead: true, pages: 1 }).timeout({
    seconds: SECONDS_MAX,
  })

const isImageKind = (kind: FileKind | undefined): kind is ImageKind =>
  kind === 'jpeg' || kind === 'png' || kind === 'webp'

/**
 * Kind and size of an image, by its content. Throws Refusal `files.empty`, `files.too_large` (bytes or pixels),
 * `files.kind_not_allowed` (another kind of image, data: which), `files.not_an_image` or `files.damaged`.
 */
export const readImage = async (file: Uint8Array): Promise<ImageFacts> => {
  if (file.byteLength === 0) throw refusal('files.empty')
  if (file.byteLength > PHOTO_BYTES_MAX) {
    throw refusal('files.too_large', { most: `${PHOTO_BYTES_MAX / 1024 / 1024} MB` })
  }
  const kind = fileKind(file)
  if (!isImageKind(kind)) {
    throw refusal(isOtherImage(kind) ? 'files.kind_not_allowed' : 'files.not_an_image', { kind: kind ?? null })
  }
  // the size of the picture comes first: sharp says the same of too many pixels as of a broken file
  const sharp = await loadSharp()
  const metadata = await sharp(file, { limitInputPixels: false, failOn: 'error' })
    .metadata()
    .catch((fault) => {
      throw refusal('files.damaged', { kind }, fault)
    })
  // two readers that disagree about a file: somebody is playing
  if (metadata.format !== kind) throw refusal('files.damaged', { kind })
  if (metadata.width * metadata.height > PHOTO_PIXELS_MAX) {
    throw refusal('files.too_large', { most: `${PHOTO_PIXELS_MAX / 1_000_000} MP` })
  }
  return { kind, width: metadata.autoOrient.width, height: metadata.autoOrient.height }
}

const shrink = async (image: Sharp, edge: number): Promise<Picture> => {
  const { data, info } = await image
    .autoOrient()
    .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, kind: 'jpeg', width: info.width, height: info.height }
}

/**
 * The photo as it is kept: turned upright, at most 1600 pixels on its long edge, JPEG, and nothing in it but the
 * picture; and a thumbnail of at most 320 pixels. Refuses as `readImage` does.
 */
export const preparePhoto = async (file: Uint8Array): Promise<PreparedPhoto> => {
  const { kind } = await readImage(file)
  const sharp = await loadSharp()
  const photo = await shrink(open(sharp, file), PHOTO_EDGE).catch((fault) => {
    throw refusal('files.damaged', { kind }, fault)
  })
  return { photo, thumbnail: await shrink(sharp(photo.bytes), THUMBNAIL_EDGE) }
}
