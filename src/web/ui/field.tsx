import './field.css'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'

/** What every field says about itself. Ids come from the name, so a page drawn twice is the same. */
export interface FieldWords {
  readonly name: string
  /** When the same name stands twice on a page. */
  readonly id?: string | undefined
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What to do about it, in words: 手机号只有 7 位，应为 11 位. */
  readonly error?: ReactNode
  readonly optional?: boolean | undefined
  /** The label is read out but not drawn (a search box with an icon). */
  readonly labelHidden?: boolean | undefined
}

/** The ids a control needs to be described by its hint and its error. */
export const describedBy = ({ name, id = name, hint, error }: FieldWords): string | undefined =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined

const LabelWords = ({ label, optional }: Pick<FieldWords, 'label' | 'optional'>) => (
  <>
    {label}
    {optional ? <span className="optional">{t('ui:optional')}</span> : null}
  </>
)

const HintAndError = ({ name, id = name, hint, error }: FieldWords) => (
  <>
    {hint ? (
      <span className="hint" id={`${id}-hint`}>
        {hint}
      </span>
    ) : null}
    {error ? (
      <span className="err" id={`${id}-error`}>
        <Icon name="warning" />
        <span>{error}</span>
      </span>
    ) : null}
  </>
)

/** Label, hint, error, control, in this order. For own controls: give the control `id` and `describedBy(words)`. */
export const Field = ({ children, ...words }: FieldWords & { readonly children: ReactNode }) => (
  <div className={classes('field', words.error !== undefined && words.error !== null && 'bad')}>
    <label htmlFor={words.id ?? words.name} className={words.labelHidden ? 'vh' : undefined}>
      <LabelWords {...words} />
    </label>
    <HintAndError {...words} />
    {children}
  </div>
)

/** The attributes every native control of a field takes. */
const controlOf = (words: FieldWords) => ({
  id: words.id ?? words.name,
  name: words.name,
  'aria-describedby': describedBy(words),
  'aria-invalid': words.error ? true : undefined,
})

/** What a field says, apart from what its control takes. */
const splitField = <T extends FieldWords>(props: T): readonly [FieldWords, Omit<T, keyof FieldWords>] => {
  const { name, id, label, hint, error, optional, labelHidden, ...rest } = props
  return [{ name, id, label, hint, error, optional, labelHidden }, rest]
}

type TextFieldProps = FieldWords & {
  readonly icon?: IconName | undefined
  readonly keyName?: string | undefined
  /** Right aligned, for amounts. */
  readonly figures?: boolean | undefined
} & Omit<ComponentPropsWithoutRef<'input'>, keyof FieldWords | 'className' | 'required'>

/** One line of text, a number, a phone, a native date. Required is the rule and is not marked. */
export const TextField = (props: TextFieldProps) => {
  const [words, { icon, keyName, figures, ...input }] = splitField(props)
  const control = <input {...input} {...controlOf(words)} className={classes('in', figures && 'r')} />
  return (
    <Field {...words}>
      {icon || keyName ? (
        <span className={classes('in-with', icon && 'lead')}>
          {icon ? <Icon name={icon} /> : null}
          {control}
          {keyName ? <kbd aria-hidden="true">{keyName}</kbd> : null}
        </span>
      ) : (
        control
      )}
    </Field>
  )
}

type TextAreaProps = FieldWords &
  Omit<ComponentPropsWithoutRef<'textarea'>, keyof FieldWords | 'className' | 'required'>

/** Several lines. */
export const TextArea = (props: TextAreaProps) => {
  const [words, { rows = 3, ...area }] = splitField(props)
  return (
    <Field {...words}>
      <textarea {...area} {...controlOf(words)} rows={rows} className="in" />
    </Field>
  )
}

export interface Choice {
  readonly value: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly icon?: IconName | undefined
}

type SelectFieldProps = FieldWords & {
  readonly choices: ReadonlyArray<{ readonly value: string; readonly label: string }>
} & Omit<ComponentPropsWithoutRef<'select'>, keyof FieldWords | 'className' | 'required' | 'children'>

/** A native list: works without JavaScript and with the phone's own picker. */
export const SelectField = (props: SelectFieldProps) => {
  const [words, { choices, ...select }] = splitField(props)
  return (
    <Field {...words}>
      <span className="in-with">
        <select {...select} {...controlOf(words)} className="in">
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <Icon name="expand" />
      </span>
    </Field>
  )
}

interface CardsProps extends FieldWords {
  readonly choices: readonly Choice[]
  /** Two columns where there is room. */
  readonly two?: boolean | undefined
}

type RadioCardsProps = CardsProps & {
  readonly value?: string | undefined
  readonly defaultValue?: string | undefined
  readonly onChange?: ((value: string) => void) | undefined
}

const CardWords = ({ label, hint, icon }: Choice) => (
  <>
    {icon ? <Icon name={icon} /> : null}
    <span>
      {label}
      {hint ? <span className="hint">{hint}</span> : null}
    </span>
  </>
)

/** One of a few, as rows that a thumb can hit. */
export const RadioCards = ({ choices, two, value, defaultValue, onChange, ...words }: RadioCardsProps) => (
  <fieldset className={classes('field', words.error ? 'bad' : undefined)} aria-describedby={describedBy(words)}>
    <legend className={words.labelHidden ? 'vh' : undefined}>
      <LabelWords {...words} />
    </legend>
    <HintAndError {...words} />
    <div className={classes('opts', two && 'two')}>
      {choices.map((choice) => (
        <label className="opt" key={choice.value}>
          <input
            type="radio"
            name={words.name}
            value={choice.value}
            {...(value === undefined
              ? { defaultChecked: choice.value === defaultValue }
              : { checked: choice.value === value })}
            {...(onChange || value !== undefined ? { onChange: () => onChange?.(choice.value) } : {})}
          />
          <CardWords {...choice} />
        </label>
      ))}
    </div>
  </fieldset>
)

type CheckCardsProps = CardsProps & {
  readonly values?: readonly string[] | undefined
  readonly defaultValues?: readonly string[] | undefined
  readonly onChange?: ((value: string, checked: boolean) => void) | undefined
}

/** Any number of a few. */
export const CheckCards = ({ choices, two, values, defaultValues, onChange, ...words }: CheckCardsProps) => (
  <fieldset className={classes('field', words.error ? 'bad' : undefined)} aria-describedby={describedBy(words)}>
    <legend className={words.labelHidden ? 'vh' : undefined}>
      <LabelWords {...words} />
    </legend>
    <HintAndError {...words} />
    <div className={classes('opts', two && 'two')}>
      {choices.map((choice) => (
        <label className="opt" key={choice.value}>
          <input
            type="checkbox"
            name={words.name}
            value={choice.value}
            {...(values === undefined
              ? { defaultChecked: defaultValues?.includes(choice.value) }
              : { checked: values.includes(choice.value) })}
            {...(onChange || values !== undefined
              ? { onChange: (event) => onChange?.(choice.value, event.currentTarget.checked) }
              : {})}
          />
          <CardWords {...choice} />
        </label>
      ))}
    </div>
  </fieldset>
)

type CheckFieldProps = Omit<ComponentPropsWithoutRef<'input'>, 'type' | 'className'> & { readonly label: ReactNode }

/** One yes or no: 我同意公开姓氏. */
export const CheckField = ({ label, ...input }: CheckFieldProps) => (
  <label className="check">
    <input {...input} type="checkbox" />
    <span>{label}</span>
  </label>
)
