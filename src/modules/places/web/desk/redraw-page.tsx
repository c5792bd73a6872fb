import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import L from 'leaflet'
import { useEffect, useRef, useState } from 'react'
import { query } from '#web/api.ts'
import { readAgain, useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { WhenRead } from '#web/desk/administration.tsx'
import { ProblemBox } from '#web/desk/fault.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence, Empty } from '#web/ui/notice.tsx'
import { AdjustmentFields, adjustmentOf } from './grid-dialogs.tsx'
import type { Place } from './place-dialogs.tsx'
import { type DrawnGrid, type Redrawing, startRedraw } from './redraw-editor.ts'
import { nameOnMap, useMap } from '#web/desk/use-map.ts'
import './places.css'

const GRIDS_MAX = 100
const FIT_PADDING_PX = 16

type NamedGrid = DrawnGrid & { readonly place: Place }

/** The map on which all borders of a community can be moved. */
const useRedrawing = (map: L.Map | null, grids: readonly NamedGrid[]) => {
  const [changed, setChanged] = useState<readonly number[]>([])
  const redrawing = useRef<Redrawing | null>(null)
  useEffect(() => {
    if (!map) return
    const bounds = L.latLngBounds([])
    const names = grids.map(({ boundary, place }) => {
      const around = L.geoJSON(boundary as unknown as GeoJSON.GeoJsonObject).getBounds()
      bounds.extend(around)
      const tooltip = { permanent: true, direction: 'center', className: 'place-name' } as const
      return L.tooltip(tooltip).setLatLng(around.getCenter()).setContent(nameOnMap(place.name))
    })
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [FIT_PADDING_PX, FIT_PADDING_PX], animate: false })
    for (const name of names) name.addTo(map)
    const started = startRedraw(map, grids, setChanged)
    redrawing.current = started
    setChanged([])
    return () => {
      redrawing.current = null
      started.stop()
      for (const name of names) name.remove()
    }
  }, [map, grids])
  return { changed, read: () => redrawing.current?.read() ?? [] }
}

const RedrawForm = ({ community, grids }: { readonly community: Place; readonly grids: readonly NamedGrid[] }) => {
  const acting = useActing('places.grid.redraw')
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const box = useRef<HTMLDivElement>(null)
  const { changed, read } = useRedrawing(useMap(box), grids)
  const names = grids.filter(({ id }) => changed.includes(id)).map(({ place }) => place.name)
  const submit = async (form: FormData): Promise<void> => {
    const drawn = read().map(({ id, boundary }) => ({
      placeId: id,
      version: grids.find((grid) => grid.id === id)?.place.version ?? 1,
      boundary,
    }))
    const done = await acting.run({ grids: drawn, ...adjustmentOf(form) })
    if (!done) return
    readAgain(queryClient, 'posts')
    toast({ words: t('places:desk.redrawDone', { count: done.begun.length }) })
    go(`/desk/places/${community.id}`)
  }
  const nothing = names.length === 0 ? { id: 'why-nothing', words: t('places:desk.redrawNothing') } : undefined
  return (
    <>
      <p>{t('places:desk.redrawHow')}</p>
      <div
        ref={box}
        className="place-map"
        role="application"
        aria-label={t('places:desk.mapOf', { name: community.name })}
      />
      <form
        className="desk-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!nothing) void submit(new FormData(event.currentTarget))
        }}
      >
        <p role="status">
          {names.length > 0 ? t('places:desk.redrawChanged', { names: names.join(t('desk:and')) }) : ''}
        </p>
        <AdjustmentFields error={acting.problem?.messageFor('reason')} />
        <Consequence title={t('places:desk.then')}>{t('places:desk.thenRedraw')}</Consequence>
        {acting.problem ? <ProblemBox problem={acting.problem} title={t('administration:refused')} /> : null}
        <Actions>
          <Button tone="main" type="submit" busy={acting.busy} whyNot={nothing}>
            {t('places:desk.redraw')}
          </Button>
        </Actions>
      </form>
    </>
  )
}

/** The grids of a community that are drawn, with their exact boundaries. */
const drawnGrids = async (communityId: number, signal: AbortSignal): Promise<NamedGrid[]> => {
  const { items } = await query('places.place.list', { parentId: communityId, level: 'grid', limit: GRIDS_MAX }, signal)
  const grids = items.map(async (place): Promise<NamedGrid[]> => {
    if (!place.hasBoundary) return []
    const { boundary } = await query('places.boundary.find', { placeId: place.id }, signal)
    return boundary ? [{ id: place.id, place, boundary }] : []
  })
  return (await Promise.all(grids)).flat()
}

/** 重划: the borders of several grids of a community, moved at once. */
const RedrawPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['places.place.find', Number(id)],
    queryFn: ({ signal }) => query('places.place.find', { id: Number(id) }, signal),
  })
  const drawn = useQuery({
    queryKey: ['places.boundary.find', 'redraw', Number(id)],
    queryFn: ({ signal }) => drawnGrids(Number(id), signal),
  })
  const community = found.data?.place
  return (
    <DeskPage
      title={t('places:desk.redrawTitle')}
      meta={community?.name}
      back={{ href: `/desk/places/${id}`, label: community?.name ?? t('places:desk.places') }}
    >
      <WhenRead found={found.isError ? found : drawn}>
        <div className="admin-body">
          {community && drawn.data && drawn.data.length > 0 ? (
            <RedrawForm community={community} grids={drawn.data} />
          ) : null}
          {drawn.data?.length === 0 ? (
            <Empty icon="place" title={t('places:desk.redrawNone')} words={t('places:desk.redrawNoneHint')} />
          ) : null}
        </div>
      </WhenRead>
    </DeskPage>
  )
}

export default RedrawPage
