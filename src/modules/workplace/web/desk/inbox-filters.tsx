import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { type Params, useAddress } from '#web/desk/address.ts'
import { useMatters } from '#web/desk/matter.ts'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SavedViewMenu } from '#web/desk/saved-views.tsx'
import { t } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { FilterChips } from '#web/ui/tabs.tsx'

const CLOCKS = ['soon', 'late', 'paused'] as const
type ClockFilter = (typeof CLOCKS)[number]

/** What the inbox is narrowed to. */
export interface InboxFilter {
  readonly clock?: ClockFilter
  readonly stage?: string
  readonly kind?: string
  readonly placeId?: number
}

/** From the address; the chosen place of work counts where the address names none. */
export const useInboxFilter = (params: Params, workPlaceId: number | null): InboxFilter => {
  const clock = CLOCKS.find((known) => known === params['clock'])
  const placeId = Number(params['place']) || workPlaceId
  return {
    ...(clock ? { clock } : {}),
    ...(params['stage'] ? { stage: params['stage'] } : {}),
    ...(params['kind'] ? { kind: params['kind'] } : {}),
    ...(placeId ? { placeId } : {}),
  }
}

export interface InboxFiltersProps {
  readonly filter: InboxFilter
  /** A matter is open: where there is no room for both, the list and its filters are behind it. */
  readonly isBehind: boolean
}

/** Chips by clock with their counts, then stage, kind and place; all of it is the address. */
export const InboxFilters = ({ filter, isBehind }: InboxFiltersProps) => {
  const { params, hrefWith, change } = useAddress()
  const matters = useMatters()
  const places = usePlaceOptions(params['place'])
  const { clock: _, ...counted } = filter
  const counts = useQuery({
    queryKey: ['workplace.inbox.count', counted],
    queryFn: ({ signal }) => query('workplace.inbox.count', counted, signal),
  })
  const stages = matters
    .filter((matter) => filter.kind === undefined || matter.kind === filter.kind)
    .flatMap((matter) => matter.stages.map((stage) => ({ id: stage, label: matter.stageWords(stage) })))
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value, at: null })
  return (
    <div className={classes('desk-tools', isBehind && 'inbox-behind')} role="region" aria-label={t('desk:filters')}>
      <div className="filters">
        <FilterChips
          chips={[
            {
              href: hrefWith({ clock: null, at: null }),
              label: t('workplace:desk.mine'),
              count: counts.data?.all,
              on: !filter.clock,
            },
            ...CLOCKS.map((clock) => ({
              href: hrefWith({ clock, at: null }),
              label: t(`workplace:desk.clock.${clock}`),
              count: counts.data?.[clock],
              on: filter.clock === clock,
            })),
          ]}
        />
        {matters.length > 1 ? (
          <FilterSelect
            label={t('workplace:desk.kind')}
            allId={ALL}
            options={[
              { id: ALL, label: t('desk:all') },
              ...matters.map((matter) => ({ id: matter.kind, label: t(matter.name) })),
            ]}
            value={filter.kind ?? ALL}
            onChange={choose('kind')}
          />
        ) : null}
        <FilterSelect
          label={t('workplace:desk.stage')}
          allId={ALL}
          options={[{ id: ALL, label: t('desk:all') }, ...stages]}
          value={filter.stage ?? ALL}
          onChange={choose('stage')}
        />
        {places.length > 1 ? (
          <FilterSelect
            label={t('desk:place')}
            allId={ALL}
            options={places}
            value={params['place'] ?? ALL}
            onChange={choose('place')}
          />
        ) : null}
        <SavedViewMenu list="workplace.inbox" />
      </div>
    </div>
  )
}
