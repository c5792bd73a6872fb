import { useEffect, useRef, useState } from 'react'
import { t } from '#web/i18n.ts'
import type { PhotoDraft } from '#web/ui/live/photo-field.tsx'

interface Picked {
  readonly draft: PhotoDraft
  readonly file: File
}

export interface Photos {
  readonly drafts: readonly PhotoDraft[]
  readonly files: readonly File[]
  readonly add: (files: readonly File[]) => void
  readonly remove: (id: string) => void
}

/** Photos picked on this page, shown from memory until the page is left. */
export const usePhotos = (): Photos => {
  const [picked, setPicked] = useState<readonly Picked[]>([])
  const shown = useRef(picked)
  shown.current = picked
  useEffect(
    () => () => {
      for (const { draft } of shown.current) URL.revokeObjectURL(draft.src)
    },
    [],
  )
  const add = (files: readonly File[]): void =>
    setPicked((before) => [
      ...before,
      ...files.map((file) => ({
        file,
        draft: { id: crypto.randomUUID(), src: URL.createObjectURL(file), alt: t('field:photoJustTaken') },
      })),
    ])
  const remove = (id: string): void => setPicked((before) => before.filter(({ draft }) => draft.id !== id))
  return { drafts: picked.map(({ draft }) => draft), files: picked.map(({ file }) => file), add, remove }
}
