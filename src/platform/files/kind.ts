import { readZipDirectory } from '#platform/zip'
import { refusal } from './refusals.ts'

/** What an attachment may be, with the media type and the name ending under which it is handed out again. */
export const attachmentKinds = {
  jpeg: { mediaType: 'image/jpeg', extension: 'jpg', isImage: true },
  png: { mediaType: 'image/png', extension: 'png', isImage: true },
  webp: { mediaType: 'image/webp', extension: 'webp', isImage: true },
  pdf: { mediaType: 'application/pdf', extension: 'pdf', isImage: false },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    isImage: false,
  },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extension: 'docx',
    isImage: false,
  },
} as const
export type AttachmentKind = keyof typeof attachmentKinds

/** Images that are recognised only to say by name why they are refused; for HEIC sharp may ship no decoder. */
const otherImageKinds = ['gif', 'heic', 'avif', 'tiff', 'bmp', 'svg'] as const
type OtherImageKind = (typeof otherImageKinds)[number]
/** Likewise for documents. `office_macro`: one with a macro in it; `office_old`: .doc and .xls, or encrypted. */
type OtherKind = 'office_old' | 'office_macro' | 'pptx' | 'zip'
export type FileKind = AttachmentKind | OtherImageKind | OtherKind

export const isOtherImage = (kind: FileKind | undefined): kind is OtherImageKind =>
  (otherImageKinds as readonly (string | undefined)[]).includes(kind)

/** Largest attachment, in bytes. */
const ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024
/** Readers look for the end mark of a PDF in its last kilobyte. */
const PDF_TAIL = 1024

const startsWith = (bytes: Buffer, hex: string, at = 0): boolean =>
  bytes.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'))

/** Brands of ISO media files (ISO/IEC 23008-12): what a phone calls HEIC, and AVIF. */
const isoKind = (bytes: Buffer): FileKind | undefined => {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return undefined
  const brands = bytes.toString('latin1', 8, Math.min(bytes.length, 40))
  if (/avi[fs]/u.test(brands)) return 'avif'
  return /hei[cxms]|hev[cxms]|mif1|msf1/u.test(brands) ? 'heic' : undefined
}

const zipKind = (bytes: Buffer): FileKind => {
  const directory = readZipDirectory(bytes)
  if (!directory.ok) return 'zip'
  const names = new Set(directory.value.map((entry) => entry.name))
  if (!names.has('[Content_Types].xml')) return 'zip'
  if ([...names].some((name) => name.endsWith('vbaProject.bin'))) return 'office_macro'
  if (names.has('word/document.xml')) return 'docx'
  if (names.has('xl/workbook.xml')) return 'xlsx'
  return names.has('ppt/presentation.xml') ? 'pptx' : 'zip'
}

/** What a file is, by its first bytes and, for office documents, by what the archive holds. Never by its name. */
export const fileKind = (file: Uint8Array): FileKind | undefined => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (startsWith(bytes, 'ffd8ff')) return 'jpeg'
  if (startsWith(bytes, '89504e470d0a1a0a')) return 'png'
  if (startsWith(bytes, '52494646') && startsWith(bytes, '57454250', 8)) return 'webp'
  if (startsWith(bytes, '255044462d')) return 'pdf'
  if (startsWith(bytes, '504b0304')) return zipKind(bytes)
  if (startsWith(bytes, 'd0cf11e0a1b11ae1')) return 'office_old'
  if (startsWith(bytes, '474946383761') || startsWith(bytes, '474946383961')) return 'gif'
  if (startsWith(bytes, '49492a00') || startsWith(bytes, '4d4d002a')) return 'tiff'
  if (startsWith(bytes, '424d')) return 'bmp'
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<svg[\s>]/iu.test(bytes.toString('utf8', 0, 1024))) return 'svg'
  return isoKind(bytes)
}

const isAttachmentKind = (kind: FileKind | undefined): kind is AttachmentKind =>
  kind !== undefined && kind in attachmentKinds

/**
 * The kind of an attachment that may be kept. Throws Refusal `files.empty`, `files.too_large`, `files.kind_not_allowed`
 * (data: the kind when it is known) or `files.damaged` (a PDF without its end). Images go on to `preparePhoto`.
 */
export const checkAttachment = (file: Uint8Array, bytesMax: number = ATTACHMENT_BYTES_MAX): AttachmentKind => {
  if (file.byteLength === 0) throw refusal('files.empty')
  if (file.byteLength > bytesMax) throw refusal('files.too_large', { most: `${Math.floor(bytesMax / 1024 / 1024)} MB` })
  const kind = fileKind(file)
  if (!isAttachmentKind(kind)) throw refusal('files.kind_not_allowed', { kind: kind ?? null })
  if (kind === 'pdf' && !Buffer.from(file.slice(-PDF_TAIL)).includes('%%EOF')) throw refusal('files.damaged', { kind })
  return kind
}
