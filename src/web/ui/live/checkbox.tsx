import '../field.css'
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'

export interface CheckboxProps {
  readonly checked: boolean
  /** Some of what it stands for. */
  readonly mixed?: boolean | undefined
  readonly label: ReactNode
  /** The label is read out but not drawn: in table rows. */
  readonly labelHidden?: boolean | undefined
  /** `event` tells whether Shift was held, for ranges. */
  readonly onChange: (checked: boolean, event: MouseEvent<HTMLInputElement>) => void
}

/** A check box that can also be half checked. The native one, in our accent colour. */
export const Checkbox = ({ checked, mixed = false, label, labelHidden, onChange }: CheckboxProps) => {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed
  }, [mixed])
  return (
    <label className={labelHidden ? 'check bare' : 'check'}>
      <input
        ref={box}
        type="checkbox"
        checked={checked}
        onChange={() => {}}
        onClick={(event) => onChange(event.currentTarget.checked, event)}
      />
      <span className={labelHidden ? 'vh' : undefined}>{label}</span>
    </label>
  )
}
