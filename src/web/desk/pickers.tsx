import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { ComboBox } from '#web/ui/live/combo-box.tsx'
import type { LiveFieldWords } from '#web/ui/live/field-head.tsx'
import type { Option } from '#web/ui/live/select.tsx'
import { useWhere } from './where.tsx'

/** The option of a filter that means no filter. */
export const ALL = 'all'
const OPTIONS_SHOWN = 12
const PLACES_STALE_MS = 600_000
const CHILDREN_SHOWN_MAX = 100

type Place = Output<'places.place.list'>['items'][number]

/** A place with those above it; kept, for names of places hardly change. */
export const fetchPlace = (queryClient: QueryClient, id: number): Promise<Output<'places.place.find'>> =>
  queryClient.fetchQuery({
    queryKey: ['places.place.find', id],
    queryFn: () => query('places.place.find', { id }),
    staleTime: PLACES_STALE_MS,
  })

/** 丰宁街道 虹山中路社区: what is above it, without city and district. */
const aboveWords = (found: Output<'places.place.find'> | undefined): string => {
  const names = [...(found?.above ?? []), ...(found ? [found.place] : [])]
    .filter((place) => place.level !== 'city' && place.level !== 'district')
    .map((place) => place.name)
  return names.join(' ')
}

const placeOption = async (queryClient: QueryClient, place: Place): Promise<Option> => {
  const parent =
    place.parentId === null ? undefined : await fetchPlace(queryClient, place.parentId).catch(() => undefined)
  return { id: String(place.id), label: place.name, hint: aboveWords(parent) || undefined }
}

/** Places by name, pinyin or code, in the district of who asks. */
export const searchPlaces = async (
  queryClient: QueryClient,
  withinId: number | undefined,
  words: string,
  signal: AbortSignal,
): Promise<readonly Option[]> => {
  const page = await query(
    'places.place.list',
    { ...(withinId === undefined ? {} : { withinId }), ...(words ? { words } : {}), limit: OPTIONS_SHOWN },
    signal,
  )
  return Promise.all(page.items.map((place) => placeOption(queryClient, place)))
}

type PickerProps<Value> = LiveFieldWords & {
  readonly name?: string | undefined
  readonly value: Value | null
  readonly onChange: (value: Value | null) => void
}

export interface Picked {
  readonly id: string
  readonly name: string
}

/** One of the places of the district. `value` is its id and name. */
export const PlacePicker = ({
  value,
  onChange,
  withinId,
  ...words
}: PickerProps<Picked> & { readonly withinId?: number | undefined }) => {
  const queryClient = useQueryClient()
  return (
    <ComboBox
      {...words}
      value={value ? { id: value.id, label: value.name } : null}
      onChange={(option) => onChange(option ? { id: option.id, name: option.label } : null)}
      search={(typed, signal) => searchPlaces(queryClient, withinId, typed, signal)}
    />
  )
}

/** One of the organisations that are open. */
export const OrganizationPicker = ({ value, onChange, ...words }: PickerProps<Picked>) => (
  <ComboBox
    {...words}
    value={value ? { id: value.id, label: value.name } : null}
    onChange={(option) => onChange(option ? { id: option.id, name: option.label } : null)}
    search={async (typed, signal) => {
      const page = await query(
        'organizations.organization.list',
        { ...(typed ? { words: typed } : {}), limit: OPTIONS_SHOWN },
        signal,
      )
      return page.items.map((found) => ({ id: found.id, label: found.name, hint: found.placeName }))
    }}
  />
)

/**
 * What a list can be narrowed to with one press: the places right below where I work, or my places when they are several.
 * `placeId` is the one chosen now, which may have come from elsewhere.
 */
export const usePlaceOptions = (placeId: string | undefined): readonly Option[] => {
  const where = useWhere()
  const parent = where.placeId ?? (where.places.length === 1 ? (where.places[0]?.id ?? null) : null)
  const below = useQuery({
    queryKey: ['places.place.list', { parentId: parent }],
    queryFn: ({ signal }) => query('places.place.list', { parentId: parent ?? 0, limit: CHILDREN_SHOWN_MAX }, signal),
    enabled: parent !== null,
    staleTime: PLACES_STALE_MS,
  })
  const near: Option[] =
    parent === null
      ? where.places.map((place) => ({ id: String(place.id), label: place.name }))
      : (below.data?.items ?? []).map((place) => ({ id: String(place.id), label: place.name }))
  const isFar = placeId !== undefined && !near.some((option) => option.id === placeId)
  const far = useQuery({
    queryKey: ['places.place.find', Number(placeId)],
    queryFn: ({ signal }) => query('places.place.find', { id: Number(placeId) }, signal),
    enabled: isFar,
    staleTime: PLACES_STALE_MS,
  })
  return [
    { id: ALL, label: t('desk:all') },
    ...near,
    ...(isFar && far.data ? [{ id: String(far.data.place.id), label: far.data.place.name }] : []),
  ]
}

/** The name of a place that only its id is known of. */
export const usePlaceName = (placeId: string | undefined): string | undefined => {
  const found = useQuery({
    queryKey: ['places.place.find', Number(placeId)],
    queryFn: ({ signal }) => query('places.place.find', { id: Number(placeId) }, signal),
    enabled: placeId !== undefined && placeId !== '',
    staleTime: PLACES_STALE_MS,
  })
  return found.data?.place.name
}
