import { useEffect, useEffectEvent, useState } from 'react'
import { TextField } from '#web/ui/field.tsx'
import { useAddress } from './address.ts'

const SETTLE_MS = 250
const LENGTH_MAX = 60

/** Words that narrow a list; they go into the address while one types. */
export const SearchBox = ({ label, param = 'words' }: { readonly label: string; readonly param?: string }) => {
  const { params, change } = useAddress()
  const [words, setWords] = useState(params[param] ?? '')
  const settle = useEffectEvent(() => {
    if (words !== (params[param] ?? '')) change({ [param]: words || null }, { replace: true })
  })
  useEffect(() => {
    const timer = setTimeout(settle, SETTLE_MS)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- every change of the words begins the wait anew
  }, [words])
  return (
    <TextField
      name={`find-${param}`}
      type="search"
      label={label}
      labelHidden
      placeholder={label}
      icon="search"
      maxLength={LENGTH_MAX}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
    />
  )
}
