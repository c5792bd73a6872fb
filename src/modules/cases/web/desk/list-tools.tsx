import { useEffect, useState } from 'react'
import { useAddress } from '#web/desk/address.ts'
import { ALL, OrganizationPicker, type Picked, PlacePicker, usePlaceName } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { TextField } from '#web/ui/field.tsx'
import { formatDay } from '#web/ui/format.ts'
import { DateRangeField } from '#web/ui/live/date-picker.tsx'
import { PopoverButton } from '#web/ui/live/popover.tsx'
import { FilterSelect, Select } from '#web/ui/live/select.tsx'
import { FilterTags } from '#web/ui/live/tags.tsx'
import { CategoryPicker, useCategories } from './category-picker.tsx'
import { type CaseFilter, CHANNELS, CLOCKS, RATINGS, STAGES, VIEWS } from './list-filter.ts'
import { stageWords } from './stages.ts'

const SEARCH_DELAY_MS = 300
const WORDS_LENGTH_MAX = 100
const CHINA_OFFSET_MS = 8 * 3_600_000

/** Today in China, 'YYYY-MM-DD'. */
const today = (): string => new Date(Date.now() + CHINA_OFFSET_MS).toISOString().slice(0, 10)

/** Words of the list, asked for as one types. */
const WordsFilter = () => {
  const { params, change } = useAddress()
  const asked = params['words'] ?? ''
  const [words, setWords] = useState(asked)
  useEffect(() => setWords(asked), [asked])
  useEffect(() => {
    if (words.trim() === asked) return
    const timer = setTimeout(() => change({ words: words.trim() || null }, { replace: true }), SEARCH_DELAY_MS)
    return () => clearTimeout(timer)
  }, [words, asked, change])
  return (
    <span className="case-words">
      <TextField
        name="list-words"
        label={t('cases:desk.filter.words')}
        labelHidden
        placeholder={t('cases:desk.filter.words')}
        icon="search"
        type="search"
        maxLength={WORDS_LENGTH_MAX}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </span>
  )
}

/** Filters that a press chooses, as chips in the bar. */
export const ListTools = ({ filter }: { readonly filter: CaseFilter }) => {
  const { change } = useAddress()
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  return (
    <>
      <WordsFilter />
      <FilterSelect
        label={t('cases:desk.filter.view')}
        allId="all"
        options={VIEWS.map((id) => ({ id, label: t(`cases:desk.view.${id}`) }))}
        value={filter.view ?? 'all'}
        onChange={choose('view')}
      />
      <FilterSelect
        label={t('cases:desk.filter.clock')}
        allId={ALL}
        options={[all, ...CLOCKS.map((id) => ({ id, label: t(`cases:desk.clock.${id}`) }))]}
        value={filter.clock ?? ALL}
        onChange={choose('clock')}
      />
      <FilterSelect
        label={t('cases:desk.filter.stage')}
        allId={ALL}
        options={[all, ...STAGES.map((id) => ({ id, label: stageWords(id) }))]}
        value={filter.stage ?? ALL}
        onChange={choose('stage')}
      />
      <FilterSelect
        label={t('cases:desk.filter.channel')}
        allId={ALL}
        options={[all, ...CHANNELS.map((id) => ({ id, label: t(`cases:channel.${id}`) }))]}
        value={filter.channel ?? ALL}
        onChange={choose('channel')}
      />
      <MoreFilters filter={filter} />
    </>
  )
}

/** A name that the address does not say: kept from when it was chosen, until then asked for. */
const usePlaceShown = (): Picked | null => {
  const { params } = useAddress()
  const id = params['place']
  const name = usePlaceName(id)
  return id && name ? { id, name } : null
}

const useCategoryShown = (): Picked | null => {
  const { params } = useAddress()
  const found = useCategories().find((category) => String(category.id) === params['category'])
  return found ? { id: String(found.id), name: found.name } : null
}

/** Rarer ones behind a button: place, category, unit, days, rating. */
const MoreFilters = ({ filter }: { readonly filter: CaseFilter }) => {
  const { change, params } = useAddress()
  const place = usePlaceShown()
  const category = useCategoryShown()
  const range = filter.from && filter.until ? { from: filter.from, to: filter.until } : null
  const all = { id: ALL, label: t('desk:all') }
  return (
    <PopoverButton size="small" icon="filter" label={t('cases:desk.filter.more')} title={t('cases:desk.filter.more')}>
      <PlacePicker
        key={place?.id ?? 'none'}
        label={t('cases:desk.fact.place')}
        value={place}
        onChange={(chosen) => change({ place: chosen?.id ?? null })}
      />
      <CategoryPicker
        key={category?.id ?? 'none'}
        label={t('cases:desk.fact.category')}
        value={category}
        onChange={(chosen) => change({ category: chosen?.id ?? null })}
      />
      <OrganizationPicker
        label={t('cases:desk.fact.handler')}
        value={null}
        onChange={(chosen) => chosen && change({ unit: chosen.id, unitName: chosen.name })}
      />
      <DateRangeField
        label={t('cases:desk.filter.days')}
        value={range}
        today={today()}
        max={today()}
        onChange={(chosen) => change({ from: chosen.from, until: chosen.to })}
      />
      <Select
        label={t('cases:desk.filter.open')}
        options={[all, { id: '1', label: t('cases:desk.open.yes') }, { id: '0', label: t('cases:desk.open.no') }]}
        value={params['open'] ?? ALL}
        onChange={(value) => change({ open: value === ALL ? null : value })}
      />
      <Select
        label={t('cases:column.rating')}
        options={[all, ...RATINGS.map((id) => ({ id: String(id), label: t(`cases:rating.${id}`) }))]}
        value={filter.rating === undefined ? ALL : String(filter.rating)}
        onChange={(value) => change({ rating: value === ALL ? null : value })}
      />
      <Select
        label={t('cases:column.urgency')}
        options={[all, { id: 'urgent', label: t('cases:urgency.urgent') }]}
        value={filter.urgency ?? ALL}
        onChange={(value) => change({ urgency: value === ALL ? null : value })}
      />
    </PopoverButton>
  )
}

/** What was chosen behind the button, each with a cross. */
export const ChosenTags = ({ filter }: { readonly filter: CaseFilter }) => {
  const { change, params } = useAddress()
  const place = usePlaceShown()
  const category = useCategoryShown()
  const tags = [
    ...(params['place'] ? [{ id: 'place', label: place?.name ?? '' }] : []),
    ...(filter.categoryId ? [{ id: 'category', label: category?.name ?? '' }] : []),
    ...(filter.organizationId ? [{ id: 'unit', label: params['unitName'] ?? t('cases:desk.fact.handler') }] : []),
    ...(filter.from || filter.until
      ? [
          {
            id: 'from',
            label: t('cases:desk.filter.range', {
              from: filter.from ? formatDay(filter.from) : '',
              to: filter.until ? formatDay(filter.until) : '',
            }),
          },
        ]
      : []),
    ...(filter.isOpen
      ? [{ id: 'open', label: t(filter.isOpen === 'true' ? 'cases:desk.open.yes' : 'cases:desk.open.no') }]
      : []),
    ...(filter.rating === undefined ? [] : [{ id: 'rating', label: t(`cases:rating.${filter.rating as 5}`) }]),
    ...(filter.urgency ? [{ id: 'urgency', label: t('cases:urgency.urgent') }] : []),
  ]
  if (tags.length === 0) return null
  const patchOf = (ids: readonly string[]): Record<string, null> =>
    Object.fromEntries(
      ids
        .flatMap((id) => (id === 'from' ? ['from', 'until'] : id === 'unit' ? ['unit', 'unitName'] : [id]))
        .map((id) => [id, null]),
    )
  return (
    <FilterTags
      label={t('cases:desk.filter.chosen')}
      tags={tags}
      onRemove={(id) => change(patchOf([id]))}
      onClear={() => change(patchOf(tags.map((tag) => tag.id)))}
    />
  )
}
