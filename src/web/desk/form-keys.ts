import { type RefObject, useEffect, useRef } from 'react'

/** Ctrl (or Command) with Enter sends a form, Esc puts it away: shortcuts for its two buttons. */
export const useFormKeys = (keys: {
  readonly onSubmit: () => void
  readonly onClose?: (() => void) | undefined
}): RefObject<HTMLFormElement | null> => {
  const form = useRef<HTMLFormElement>(null)
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        latest.current.onSubmit()
      }
      if (event.key === 'Escape' && !event.defaultPrevented) latest.current.onClose?.()
    }
    const element = form.current
    element?.addEventListener('keydown', onKey)
    return () => element?.removeEventListener('keydown', onKey)
  }, [])
  return form
}
