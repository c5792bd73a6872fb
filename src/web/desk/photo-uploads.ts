import { useRef, useState } from 'react'
import { upload } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import type { PhotoDraft } from '#web/ui/live/photo-field.tsx'
import { problemOf, problemWords } from './acting.ts'

interface Uploaded extends PhotoDraft {
  /** The stored file, once it has arrived. */
  readonly fileId: string | null
  readonly isFailed: boolean
}

/** Photos of a form: each is sent as soon as it is chosen, so that sending the form takes no time. */
export interface PhotoUploads {
  readonly photos: readonly PhotoDraft[]
  readonly fileIds: readonly string[]
  /** Some are still on their way. */
  readonly isBusy: boolean
  /** Some did not arrive and would be missing. */
  readonly hasFailed: boolean
  readonly add: (files: readonly File[]) => void
  readonly remove: (id: string) => void
  readonly clear: () => void
}

export const usePhotoUploads = (): PhotoUploads => {
  const [photos, setPhotos] = useState<readonly Uploaded[]>([])
  const count = useRef(0)
  const patch = (id: string, change: Partial<Uploaded>): void =>
    setPhotos((before) => before.map((photo) => (photo.id === id ? { ...photo, ...change } : photo)))

  const send = async (id: string, file: File): Promise<void> => {
    try {
      const stored = await upload('workplace.file.upload', {}, file, file.name)
      patch(id, { fileId: stored.id, note: undefined })
    } catch (fault) {
      patch(id, { isFailed: true, note: t('desk:photo.failed', { why: problemWords(problemOf(fault)) }) })
    }
  }
  const add = (files: readonly File[]): void => {
    for (const file of files) {
      count.current += 1
      const id = `photo-${count.current}`
      const draft: Uploaded = {
        id,
        src: URL.createObjectURL(file),
        alt: file.name,
        note: t('desk:photo.sending'),
        fileId: null,
        isFailed: false,
      }
      setPhotos((before) => [...before, draft])
      void send(id, file)
    }
  }
  return {
    photos,
    fileIds: photos.flatMap((photo) => photo.fileId ?? []),
    isBusy: photos.some((photo) => photo.fileId === null && !photo.isFailed),
    hasFailed: photos.some((photo) => photo.isFailed),
    add,
    remove: (id) =>
      setPhotos((before) => {
        const gone = before.find((photo) => photo.id === id)
        if (gone) URL.revokeObjectURL(gone.src)
        return before.filter((photo) => photo.id !== id)
      }),
    clear: () => setPhotos([]),
  }
}
