import { type ReactNode, useRef } from 'react'
import { Button, type ButtonLook } from '../button.tsx'

export interface FileButtonProps extends ButtonLook {
  /** As in <input accept>: '.xlsx,.csv'. */
  readonly accept: string
  readonly multiple?: boolean | undefined
  readonly onFiles: (files: readonly File[]) => void
  readonly children: ReactNode
}

/** A button that opens the system's file list: 导入. */
export const FileButton = ({ accept, multiple, onFiles, children, ...look }: FileButtonProps) => {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
      <Button {...look} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  )
}
