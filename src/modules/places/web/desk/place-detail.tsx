import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { PlaceSort } from '#modules/places/contract'
import { type Output, query } from '#web/api.ts'
import { type Params, useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, whyNotOf } from '#web/desk/administration.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatCount, formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { Empty, Notice } from '#web/ui/notice.tsx'
import { Aliases } from './aliases.tsx'
import { MergeDialog, SplitDialog } from './grid-dialogs.tsx'
import { ClosePlaceDialog, CreatePlaceDialog, EditPlaceDialog } from './place-dialogs.tsx'

// Leaflet comes with the map only.
const PlaceMap = lazy(() => import('./place-map.tsx'))

type Found = Output<'places.place.find'>
type Place = Found['place']
type DialogName = 'create' | 'edit' | 'close' | 'split' | 'merge'

const DECIMALS_POINT = 5

const childColumns = (): ReadonlyArray<DataColumn<Place>> => [
  {
    id: 'name',
    head: t('places:desk.name'),
    fixed: true,
    sortable: true,
    phone: 'what',
    cell: (place) => <a href={`/desk/places/${place.id}`}>{place.name}</a>,
  },
  { id: 'level', head: t('places:desk.level'), cell: (place) => t(`places:level.${place.level}`) },
  { id: 'code', head: t('places:desk.code'), sortable: true, cell: (place) => place.code },
  {
    id: 'households',
    head: t('places:desk.households'),
    figures: true,
    sortable: true,
    phone: 'amount',
    cell: (place) => (place.householdCount === null ? '' : formatCount(place.householdCount)),
  },
  {
    id: 'residents',
    head: t('places:desk.residents'),
    figures: true,
    sortable: true,
    cell: (place) => (place.residentCount === null ? '' : formatCount(place.residentCount)),
  },
  {
    id: 'boundary',
    head: t('places:desk.boundary'),
    cell: (place) => t(place.hasBoundary ? 'places:desk.drawn' : 'places:desk.undrawn'),
  },
]

const PlaceFacts = ({ place }: { readonly place: Place }) => (
  <Facts
    beside
    facts={[
      { term: t('places:desk.code'), words: place.code },
      { term: t('places:desk.validFrom'), words: formatFullDay(place.validFrom) },
      {
        term: t('places:desk.people'),
        words:
          place.householdCount === null && place.residentCount === null
            ? t('administration:unknown')
            : t('places:desk.peopleWords', {
                households: formatCount(place.householdCount ?? 0),
                residents: formatCount(place.residentCount ?? 0),
              }),
      },
      ...(place.address ? [{ term: t('places:desk.address'), words: place.address }] : []),
      ...(place.compoundKind
        ? [{ term: t('places:desk.compoundKind'), words: t(`places:compoundKind.${place.compoundKind}`) }]
        : []),
      ...(place.urbanRuralCode
        ? [{ term: t('places:desk.urbanRural'), words: t(`places:urbanRuralCode.${place.urbanRuralCode}`) }]
        : []),
      ...(place.center
        ? [
            {
              term: t('places:desk.center'),
              words: `${place.center.longitude.toFixed(DECIMALS_POINT)}, ${place.center.latitude.toFixed(DECIMALS_POINT)}`,
            },
          ]
        : []),
      {
        term: t('places:desk.area'),
        words:
          place.areaSquareMeters === null
            ? t('places:desk.undrawn')
            : t('places:desk.squareMeters', { count: formatCount(Math.round(place.areaSquareMeters)) }),
      },
    ]}
  />
)

const SORTS: readonly PlaceSort[] = ['name', 'code', 'households', 'residents']

/** Order and words of the list below a place, from the address. */
const childrenAsked = (params: Params) => {
  const sort = SORTS.find((known) => known === params['sort'])
  const order = params['order'] === 'down' ? ('down' as const) : ('up' as const)
  return { ...(sort ? { sort, order } : {}), ...(params['words'] ? { words: params['words'] } : {}) }
}

const Children = ({ place }: { readonly place: Place }) => {
  const { params, path, change } = useAddress()
  const asked = childrenAsked(params)
  const { found, rows } = usePages(['places.place.list', 'children', place.id, asked], (page, signal) =>
    query('places.place.list', { parentId: place.id, ...asked, ...page }, signal),
  )
  const columns = useMemo(childColumns, [])
  const none = <Empty icon="place" title={t('places:desk.noChildren')} words={t('places:desk.noChildrenHint')} />
  return (
    <section aria-labelledby="children">
      <ColumnHead id="children" title={t('places:desk.children')} />
      <DataTable
        label={t('places:desk.childrenTable')}
        columns={columns}
        rows={rows}
        keyOf={(row) => String(row.id)}
        nameOf={(row) => row.name}
        sort={asked.sort ? { id: asked.sort, descending: asked.order === 'down' } : null}
        onSort={(sort) => change({ sort: sort?.id, order: sort?.descending ? 'down' : null })}
        tools={<SearchBox label={t('places:desk.findChild')} />}
        empty={found.isSuccess ? asked.words ? <NoneFound clearHref={path} /> : none : null}
      />
      <MoreRows found={found} />
    </section>
  )
}

/** 沿革: which places it came from, which followed it, and why. */
const Lineage = ({ place }: { readonly place: Place }) => {
  const found = useQuery({
    queryKey: ['places.place.trace', place.id],
    queryFn: ({ signal }) => query('places.place.trace', { id: place.id }, signal),
  })
  const names = new Map((found.data?.places ?? []).map((known) => [known.id, known.name]))
  const linkTo = (id: number) => <a href={`/desk/places/${id}`}>{names.get(id) ?? id}</a>
  return (
    <section aria-labelledby="lineage">
      <ColumnHead id="lineage" title={t('places:desk.lineage')} />
      {found.data?.successions.length === 0 ? <p className="soft">{t('places:desk.noLineage')}</p> : null}
      <ul className="desk-lines">
        {(found.data?.successions ?? []).map((step) => (
          <li key={`${step.fromPlaceId}-${step.toPlaceId}`}>
            <span className="grow">
              {formatFullDay(step.happenedOn)} {t(`places:adjustment.${step.kind}`)} {linkTo(step.fromPlaceId)} →{' '}
              {linkTo(step.toPlaceId)}
            </span>
            <span className="soft">{step.reason}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface PlaceActionsProps extends Pick<Found, 'place' | 'can'> {
  readonly onOpen: (dialog: DialogName) => void
}

/** What may be done with a place; a grid can be split, merged and redrawn as well. */
const PlaceActions = ({ place, can, onOpen }: PlaceActionsProps) => {
  const { go } = useAddress()
  return (
    <Actions>
      <Button size="small" icon="edit" whyNot={whyNotOf(can, 'places.place.update')} onClick={() => onOpen('edit')}>
        {t('administration:edit')}
      </Button>
      {place.level === 'building' ? null : (
        <Button size="small" icon="plus" whyNot={whyNotOf(can, 'places.place.create')} onClick={() => onOpen('create')}>
          {t('places:desk.createBelow')}
        </Button>
      )}
      {place.level === 'grid' ? (
        <>
          <Button
            size="small"
            icon="project"
            whyNot={whyNotOf(can, 'places.grid.split')}
            onClick={() => onOpen('split')}
          >
            {t('places:desk.split')}
          </Button>
          <Button size="small" icon="merge" whyNot={whyNotOf(can, 'places.grid.merge')} onClick={() => onOpen('merge')}>
            {t('places:desk.merge')}
          </Button>
          <Button
            size="small"
            icon="edit"
            whyNot={whyNotOf(can, 'places.grid.redraw')}
            onClick={() => go(`/desk/places/${place.parentId}/redraw`)}
          >
            {t('places:desk.redraw')}
          </Button>
        </>
      ) : null}
      <Button size="small" tone="danger" whyNot={whyNotOf(can, 'places.place.close')} onClick={() => onOpen('close')}>
        {t('places:desk.close')}
      </Button>
    </Actions>
  )
}

/** One place: what is known of it, its map, what lies below, its other codes, where it came from. */
export const PlaceDetail = ({ found }: { readonly found: Found }) => {
  const { place, above, can } = found
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const close = (): void => setDialog(null)
  return (
    <div className="admin-body place-detail">
      <header>
        <p className="meta">
          {above.map((one) => (
            <span key={one.id}>
              {one.level === 'city' ? one.name : <a href={`/desk/places/${one.id}`}>{one.name}</a>}
              {' / '}
            </span>
          ))}
          {t(`places:level.${place.level}`)}
        </p>
        <h2>{place.name}</h2>
        <PlaceActions place={place} can={can} onOpen={setDialog} />
      </header>
      {place.validTo ? (
        <Notice
          tone="paused"
          icon="info"
          title={t('places:desk.endedOn', { on: formatFullDay(place.validTo) })}
          words={place.endedReason}
        />
      ) : null}
      <PlaceFacts place={place} />
      <section aria-labelledby="map">
        <ColumnHead id="map" title={t('places:desk.map')} />
        <Suspense fallback={<p className="desk-wait">{t('ui:loading')}</p>}>
          <PlaceMap place={place} whyNotEdit={whyNotOf(can, 'places.boundary.set')} />
        </Suspense>
      </section>
      <Children place={place} />
      <Aliases place={place} can={can} />
      <Lineage place={place} />
      {dialog === 'create' ? <CreatePlaceDialog parent={place} onClose={close} /> : null}
      {dialog === 'edit' ? <EditPlaceDialog place={place} onClose={close} /> : null}
      {dialog === 'close' ? <ClosePlaceDialog place={place} onClose={close} /> : null}
      {dialog === 'split' ? <SplitDialog grid={place} onClose={close} /> : null}
      {dialog === 'merge' ? <MergeDialog grid={place} onClose={close} /> : null}
    </div>
  )
}
