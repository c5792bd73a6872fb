import './overlay.css'
import '../tabs.css'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'
import { t } from '#web/i18n.ts'
import { classes } from '../classes.ts'
import { Icon } from '../icon.tsx'
import { FieldHead, type LiveFieldWords } from './field-head.tsx'

export interface Option {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
}

/** One line of a list of options, also in combo boxes. */
export const OptionLine = ({ option }: { readonly option: Option }) => (
  <ListBoxItem id={option.id} textValue={option.label} className="menu-item">
    {({ isSelected }) => (
      <>
        <Text slot="label" className="name">
          {option.label}
        </Text>
        {isSelected ? <Icon name="check" className="tick-mark" /> : null}
        {option.hint ? (
          <Text slot="description" className="hint">
            {option.hint}
          </Text>
        ) : null}
      </>
    )}
  </ListBoxItem>
)

interface SelectBase {
  readonly options: readonly Option[]
  readonly value: string | null
  readonly onChange: (value: string) => void
}

const OptionList = ({ options }: Pick<SelectBase, 'options'>) => (
  <Popover className="pop as-wide">
    <ListBox className="menu" items={options}>
      {(option) => <OptionLine option={option} />}
    </ListBox>
  </Popover>
)

/** Without the hint that stands under it in the list. */
const selectedWords = ({ isPlaceholder, selectedText }: { isPlaceholder: boolean; selectedText: string }): string =>
  isPlaceholder ? t('ui:select.placeholder') : selectedText

export interface SelectProps extends SelectBase, LiveFieldWords {
  readonly name?: string | undefined
}

/** One of a list. Up to five choices are better as `RadioCards`; more than a screen as `ComboBox`. */
export const Select = ({ options, value, onChange, name, ...words }: SelectProps) => (
  <AriaSelect
    className={classes('field', words.error ? 'bad' : undefined)}
    value={value}
    onChange={(key) => {
      if (key !== null) onChange(String(key))
    }}
    placeholder={t('ui:select.placeholder')}
    isInvalid={Boolean(words.error)}
    {...(name === undefined ? {} : { name })}
  >
    <FieldHead {...words} />
    <AriaButton className="in in-with">
      <SelectValue className="value">{selectedWords}</SelectValue>
      <Icon name="expand" />
    </AriaButton>
    <OptionList options={options} />
  </AriaSelect>
)

export interface FilterSelectProps extends SelectBase {
  readonly label: string
  /** The option that means no filter; the chip is drawn plain then. */
  readonly allId: string
}

/** A filter that opens a list, as a chip in the bar: 环节：全部. */
export const FilterSelect = ({ label, allId, options, value, onChange }: FilterSelectProps) => (
  <AriaSelect
    className="flt-select"
    value={value ?? allId}
    onChange={(key) => {
      if (key !== null) onChange(String(key))
    }}
  >
    <Label className="vh">{label}</Label>
    <AriaButton className={classes('flt', (value ?? allId) !== allId && 'on')}>
      <span>
        <span aria-hidden="true">{t('ui:select.filter', { label })}</span>
        <SelectValue>{selectedWords}</SelectValue>
      </span>
      <Icon name="expand" />
    </AriaButton>
    <OptionList options={options} />
  </AriaSelect>
)
