import './overlay.css'
import { useEffect, useEffectEvent, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { ListBox } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { t } from '#web/i18n.ts'
import { classes } from '../classes.ts'
import { Icon } from '../icon.tsx'
import { FieldHead, type LiveFieldWords } from './field-head.tsx'
import { type Option, OptionLine } from './select.tsx'

/** Long enough that a pinyin syllable is one search, short enough to feel at once. */
const SEARCH_DELAY_MS = 200
const QUERY_LENGTH_MAX = 100

type Found = { readonly state: 'found' | 'searching' | 'failed'; readonly options: readonly Option[] }

const NOTHING: Found = { state: 'found', options: [] }

/** Searches as one types, the last question only; an old answer never overwrites a newer one. */
const useSearch = (query: string, search: ComboBoxProps['search']): Found => {
  const [found, setFound] = useState<Found>(NOTHING)
  const ask = useEffectEvent(search)
  useEffect(() => {
    const abort = new AbortController()
    const timer = setTimeout(() => {
      setFound((before) => ({ ...before, state: 'searching' }))
      ask(query, abort.signal).then(
        (options) => {
          if (!abort.signal.aborted) setFound({ state: 'found', options })
        },
        () => {
          if (!abort.signal.aborted) setFound({ state: 'failed', options: [] })
        },
      )
    }, SEARCH_DELAY_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query])
  return found
}

const emptyWords = (state: Found['state']): string => {
  if (state === 'searching') return t('ui:combo.loading')
  return t(state === 'failed' ? 'ui:combo.failed' : 'ui:combo.none')
}

/** The chosen one is always among the options: first, or last while another one is being looked for. */
const withChosen = (options: readonly Option[], chosen: Option | null, isLast: boolean): readonly Option[] => {
  if (!chosen || options.some((option) => option.id === chosen.id)) return options
  return isLast ? [...options, chosen] : [chosen, ...options]
}

export interface ComboBoxProps extends LiveFieldWords {
  readonly value: Option | null
  readonly onChange: (value: Option | null) => void
  /** Asks for options near `query` (empty at first: the usual ones). Must give up when `signal` says so. */
  readonly search: (query: string, signal: AbortSignal) => Promise<readonly Option[]>
  readonly name?: string | undefined
}

/** One of very many, found by a few letters: people, units, places. */
export const ComboBox = ({ value, onChange, search, name, ...words }: ComboBoxProps) => {
  const [query, setQuery] = useState(value?.label ?? '')
  const isSearching = query !== (value?.label ?? '')
  const found = useSearch(isSearching ? query : '', search)
  const options = withChosen(found.options, value, isSearching)
  return (
    <AriaComboBox
      className={classes('field', words.error ? 'bad' : undefined)}
      items={options}
      value={value?.id ?? null}
      inputValue={query}
      onInputChange={(text) => {
        setQuery(text.slice(0, QUERY_LENGTH_MAX))
        if (text === '') onChange(null)
      }}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key)
        if (chosen) {
          onChange(chosen)
          setQuery(chosen.label)
        }
      }}
      defaultFilter={() => true}
      allowsEmptyCollection
      menuTrigger="focus"
      isInvalid={Boolean(words.error)}
      {...(name === undefined ? {} : { name })}
    >
      <FieldHead {...words} />
      <span className="in-with">
        <Input className="in" autoComplete="off" />
        <AriaButton className="in-open" aria-label={t('ui:choose')}>
          <Icon name="expand" />
        </AriaButton>
      </span>
      <Popover className="pop as-wide">
        <ListBox
          className="menu"
          items={options}
          renderEmptyState={() => (
            <p className="menu-note" role="status">
              {emptyWords(found.state)}
            </p>
          )}
        >
          {(option) => <OptionLine option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
