import '../field.css'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { Icon } from '../icon.tsx'

/** What every live field says about itself; React Aria ties it to the control. */
export interface LiveFieldWords {
  readonly label: string
  readonly labelHidden?: boolean | undefined
  readonly hint?: ReactNode
  /** What to do about it, in words. */
  readonly error?: ReactNode
  readonly optional?: boolean | undefined
}

/** Label, hint and error, in the order and look of the plain fields. */
export const FieldHead = ({ label, labelHidden, hint, error, optional }: LiveFieldWords) => (
  <>
    <Label className={labelHidden ? 'vh' : 'label'}>
      {label}
      {optional ? <span className="optional">{t('ui:optional')}</span> : null}
    </Label>
    {hint ? (
      <Text slot="description" className="hint">
        {hint}
      </Text>
    ) : null}
    {error ? (
      <FieldError className="err">
        <Icon name="warning" />
        <span>{error}</span>
      </FieldError>
    ) : null}
  </>
)
