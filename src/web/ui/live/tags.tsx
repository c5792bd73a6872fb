import './overlay.css'
import '../tag.css'
import './tags.css'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Tag as AriaTag, TagGroup, TagList } from 'react-aria-components/TagGroup'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { t } from '#web/i18n.ts'
import { Button } from '../button.tsx'
import { Icon, type IconName } from '../icon.tsx'

export interface FilterTagsProps {
  /** Names the group: 已选的条件. */
  readonly label: string
  readonly tags: ReadonlyArray<{ readonly id: string; readonly label: string }>
  readonly onRemove: (id: string) => void
  readonly onClear?: (() => void) | undefined
}

/** What is chosen, each with a cross; Delete removes the focused one. */
export const FilterTags = ({ label, tags, onRemove, onClear }: FilterTagsProps) => (
  <div className="chosen">
    <TagGroup
      aria-label={label}
      onRemove={(keys) => {
        for (const key of keys) onRemove(String(key))
      }}
    >
      <TagList className="chosen-list" items={tags}>
        {(tag) => (
          <AriaTag id={tag.id} textValue={tag.label} className="chosen-tag">
            {tag.label}
            <AriaButton slot="remove" className="chosen-x" aria-label={t('ui:tags.remove', { name: tag.label })}>
              <Icon name="close" />
            </AriaButton>
          </AriaTag>
        )}
      </TagList>
    </TagGroup>
    {onClear && tags.length > 1 ? (
      <Button tone="quiet" size="small" onClick={onClear}>
        {t('ui:tags.clear')}
      </Button>
    ) : null}
  </div>
)

export interface ToggleOption {
  readonly id: string
  readonly label: string
  /** The icon alone; the label goes to screen readers. */
  readonly icon?: IconName | undefined
}

export interface ToggleGroupProps {
  readonly label: string
  readonly options: readonly ToggleOption[]
  readonly value: string
  readonly onChange: (value: string) => void
}

/** One of two to five ways of looking, inside a page. Ways with their own address are a `ViewSwitch`. */
export const ToggleGroup = ({ label, options, value, onChange }: ToggleGroupProps) => (
  <ToggleButtonGroup
    className="views"
    aria-label={label}
    selectionMode="single"
    disallowEmptySelection
    selectedKeys={[value]}
    onSelectionChange={(keys) => {
      const [chosen] = keys
      if (chosen !== undefined) onChange(String(chosen))
    }}
  >
    {options.map((option) => (
      <ToggleButton key={option.id} id={option.id}>
        {option.icon ? <Icon name={option.icon} label={option.label} /> : option.label}
      </ToggleButton>
    ))}
  </ToggleButtonGroup>
)
