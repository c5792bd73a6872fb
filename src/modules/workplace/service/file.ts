import { pipeline } from 'node:stream/promises'
import { Refusal } from '#kernel/refusal'
import { type Ctx, inTransaction, newId, type Tx } from '#platform/context'
import { attachmentKinds, checkAttachment, preparePhoto, refuseInfected } from '#platform/files'
import type { FileAnswer, Upload } from '#platform/module'
import { fileNameOf } from '../rules/file-name.ts'
import * as store from '../store.ts'

type Bytes = Pick<store.FileRow, 'sha256' | 'thumbnail_sha256' | 'kind' | 'size_bytes' | 'width' | 'height'>

/** Keeps the bytes; a row that names them is written only afterwards, so no row ever names bytes that are not there. */
const keepBytes = async (ctx: Ctx, bytes: Buffer, kind: keyof typeof attachmentKinds): Promise<Bytes> => {
  const { blobs } = ctx.services
  if (!attachmentKinds[kind].isImage) {
    const blob = await blobs.put(bytes)
    const { mediaType } = attachmentKinds[kind]
    return {
      sha256: blob.key,
      thumbnail_sha256: null,
      kind: mediaType,
      size_bytes: blob.byteCount,
      width: null,
      height: null,
    }
  }
  const { photo, thumbnail } = await preparePhoto(bytes)
  const blob = await blobs.put(photo.bytes)
  return {
    sha256: blob.key,
    thumbnail_sha256: (await blobs.put(thumbnail.bytes)).key,
    kind: attachmentKinds[photo.kind].mediaType,
    size_bytes: blob.byteCount,
    width: photo.width,
    height: photo.height,
  }
}

const extensionOf = (mediaType: string): string =>
  Object.values(attachmentKinds).find((kind) => kind.mediaType === mediaType)?.extension ?? 'bin'

/** A file whose bytes are kept and that no row names yet. */
export type PreparedFile = Bytes & { readonly name: string }

/**
 * Takes the bytes of a file in: known by their content, scanned, photos made small and free of place and time. That takes
 * seconds for a large photo, so it belongs before the transaction. Refuses with the codes `uploadRefusals`.
 */
export const prepareFile = async (ctx: Ctx, upload: Upload): Promise<PreparedFile> => {
  const kind = checkAttachment(upload.bytes)
  await refuseInfected(ctx.services.scanner, upload.bytes)
  const bytes = await keepBytes(ctx, upload.bytes, kind)
  return { ...bytes, name: fileNameOf(upload.fileName, extensionOf(bytes.kind)) }
}

/** A prepared file belongs to the actor from here on, until it is attached to a matter. */
export const keepFile = async (tx: Tx, prepared: PreparedFile): Promise<store.FileRow> => {
  const file: store.FileRow = {
    district_id: tx.districtId,
    id: newId(tx),
    ...prepared,
    owner_person_id: tx.actor.personId,
    created_at: tx.now(),
    matter_kind: null,
    matter_id: null,
  }
  await store.insertFile(tx, file)
  return file
}

/**
 * Attaches files to a matter, so that its readers may open them. Each must be the actor's own (the platform may attach
 * any) and belong to no other matter. Refuses with `files.not_found` and `workplace.file_attached_elsewhere`.
 */
export const attachFiles = async (
  tx: Tx,
  ids: readonly string[],
  matter: { readonly kind: string; readonly id: string },
): Promise<void> => {
  if (ids.length === 0) return
  const files = await store.findFilesForUpdate(tx, ids)
  const fileById = new Map(files.map((file) => [file.id, file]))
  for (const id of ids) {
    const file = fileById.get(id)
    const isOwn = tx.actor.kind === 'system' || file?.owner_person_id === tx.actor.personId
    if (!file || !isOwn) throw new Refusal('files.not_found', { id })
    const isHere = file.matter_kind === matter.kind && file.matter_id === matter.id
    if (file.matter_id !== null && !isHere)
      throw new Refusal('workplace.file_attached_elsewhere', { id, name: file.name })
  }
  await store.attachFiles(tx, ids, matter)
}

/** May the actor open it? The owner, and who may read it by the matter it belongs to. */
const mayOpen = async (tx: Tx, file: store.FileRow): Promise<boolean> => {
  if (file.owner_person_id !== null && file.owner_person_id === tx.actor.personId) return true
  if (file.matter_kind === null || file.matter_id === null) return false
  const owner = tx.services.registry.matterKind(file.matter_kind)
  return owner.canReadFile ? owner.canReadFile(tx, file.matter_id, file.id) : owner.canRead(tx, file.matter_id)
}

/** The file as it was taken in, or the small picture of a photo. */
export type FileForm = 'whole' | 'thumbnail'

/** The bytes of a file or of its thumbnail. A file that is not there and one that is not for the actor are told alike. */
export const openFile = (ctx: Ctx, id: string, form: FileForm): Promise<FileAnswer> =>
  openFileWhen(ctx, id, form, mayOpen)

/** The same by a right of another module: whoever knows a query code. */
export const openFileWhen = async (
  ctx: Ctx,
  id: string,
  form: FileForm,
  may: (tx: Tx, file: store.FileRow) => Promise<boolean>,
): Promise<FileAnswer> => {
  const file = await inTransaction(ctx, async (tx) => {
    const found = await store.findFile(tx, id)
    return found && (await may(tx, found)) ? found : null
  })
  const key = form === 'whole' ? file?.sha256 : file?.thumbnail_sha256
  if (!file || !key) throw new Refusal('files.not_found', { id })
  const blob = await ctx.services.blobs.open(key)
  return {
    fileName: file.name,
    mediaType: file.kind,
    inline: file.width !== null,
    write: (out) => pipeline(blob.stream, out),
  }
}
