import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import L from 'leaflet'
import { useEffect, useRef, useState } from 'react'
import { query } from '#web/api.ts'
import { readAgain, useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { type Can, rolesWords, WhenRead } from '#web/desk/administration.tsx'
import { ProblemBox } from '#web/desk/fault.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { refusalWords, t } from '#web/i18n.ts'
import { Actions, Button, ButtonLink } from '#web/ui/button.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence, Empty, RefusalBox } from '#web/ui/notice.tsx'
import { AdjustmentFields, adjustmentOf } from './grid-dialogs.tsx'
import type { Place } from './place-dialogs.tsx'
import { CornerKeys, cornerNoWords } from './corner-keys.tsx'
import { type CornerNo, type DrawnGrid, type Redrawing, startRedraw } from './redraw-editor.ts'
import { nameOnMap, useMap } from '#web/desk/use-map.ts'
import './places.css'

const GRIDS_MAX = 100
const FIT_PADDING_PX = 16

type NamedGrid = DrawnGrid & { readonly place: Place }

/** The map on which all borders of a community can be moved. */
const useRedrawing = (map: L.Map | null, grids: readonly NamedGrid[]) => {
  const [changed, setChanged] = useState<readonly number[]>([])
  const [no, setNo] = useState<CornerNo | null>(null)
  const [redrawing, setRedrawing] = useState<Redrawing | null>(null)
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
    const onChange = (ids: readonly number[]): void => {
      setNo(null)
      setChanged(ids)
    }
    const started = startRedraw(map, grids, onChange, setNo)
    setRedrawing(started)
    setChanged([])
    return () => {
      setRedrawing(null)
      started.stop()
      for (const name of names) name.remove()
    }
  }, [map, grids])
  return { changed, no, redrawing }
}

const RedrawForm = ({ community, grids }: { readonly community: Place; readonly grids: readonly NamedGrid[] }) => {
  const acting = useActing('places.grid.redraw')
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const box = useRef<HTMLDivElement>(null)
  const map = useMap(box)
  const { changed, no, redrawing } = useRedrawing(map, grids)
  const names = grids.filter(({ id }) => changed.includes(id)).map(({ place }) => place.name)
  const submit = async (form: FormData): Promise<void> => {
    const drawn = (redrawing?.read() ?? []).map(({ id, boundary }) => ({
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
      {map && redrawing ? <CornerKeys map={map} redrawing={redrawing} grids={grids} /> : null}
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
          {no ? cornerNoWords(no) : ''}
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

/** Said before anything can be drawn: whose work it is, or that the place has no grids to redraw. */
const NotAllowed = ({ can }: { readonly can: Can | undefined }) =>
  can?.reason === 'auth.forbidden' ? (
    <RefusalBox
      title={t('places:desk.redrawNotYours')}
      why={refusalWords(can.reason, can.data as Record<string, string | number>)}
      who={rolesWords(can.data['roles'])}
      next={t('desk:unread.askFor')}
    >
      <ButtonLink href="/desk/places">{t('places:desk.places')}</ButtonLink>
    </RefusalBox>
  ) : (
    <Empty icon="place" title={t('places:desk.redrawNoCommunity')} words={t('places:desk.redrawNoCommunityHint')}>
      <ButtonLink href="/desk/places">{t('places:desk.places')}</ButtonLink>
    </Empty>
  )

/** 重划: the borders of several grids of a community, moved at once. */
const RedrawPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['places.place.find', Number(id)],
    queryFn: ({ signal }) => query('places.place.find', { id: Number(id) }, signal),
  })
  const community = found.data?.place
  const can = found.data?.can['places.grid.redraw']
  const drawn = useQuery({
    queryKey: ['places.boundary.find', 'redraw', Number(id)],
    queryFn: ({ signal }) => drawnGrids(Number(id), signal),
    enabled: can?.allowed ?? false,
  })
  return (
    <DeskPage
      title={t('places:desk.redrawTitle')}
      meta={community?.name}
      back={{ href: `/desk/places/${id}`, label: community?.name ?? t('places:desk.places') }}
    >
      <WhenRead found={can?.allowed ? drawn : found}>
        <div className="admin-body">
          {can?.allowed ? null : <NotAllowed can={can} />}
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
