import { useQuery } from '@tanstack/react-query'
import L from 'leaflet'
import { useEffect, useRef, useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button, type WhyNot } from '#web/ui/button.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { type Drawing, startDrawing } from './boundary-editor.ts'
import type { Boundary } from './cut-boundary.ts'
import type { Place } from './place-dialogs.tsx'
import { nameOnMap, useMap } from '#web/desk/use-map.ts'

type Feature = NonNullable<Output<'places.boundary.list'>['map']>['features'][number]

/** What is drawn inside a place; below a community the borders of grids are the finest there are. */
const LEVEL_INSIDE: Partial<Record<Place['level'], Place['level']>> = {
  city: 'district',
  district: 'street',
  street: 'community',
  community: 'grid',
}
const FIT_PADDING_PX = 16
const POINT_ZOOM = 15
const DASH = '6 4'

const tokenOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Draws the parts on a canvas and the own boundary over them. */
const useLayers = (
  map: L.Map | null,
  own: Boundary | null,
  parts: readonly Feature[],
  place: Place,
  open: (id: number) => void,
): void => {
  const opening = useRef(open)
  opening.current = open
  useEffect(() => {
    if (!map) return
    const renderer = L.canvas()
    const brand = tokenOf('--brand')
    const inside = L.geoJSON(parts as unknown as GeoJSON.Feature[], {
      style: {
        renderer,
        color: brand,
        weight: 1.25,
        dashArray: DASH,
        fillColor: tokenOf('--surface'),
        fillOpacity: 1,
      } as L.PathOptions,
      onEachFeature: (feature, layer) => {
        layer.bindTooltip(nameOnMap(String(feature.properties?.['name'] ?? '')), {
          permanent: true,
          direction: 'center',
          className: 'place-name',
        })
        layer.on('click', () => opening.current(Number(feature.id)))
      },
    })
    const around = own
      ? L.geoJSON(own as unknown as GeoJSON.GeoJsonObject, {
          style: {
            renderer,
            color: brand,
            weight: 2.5,
            fillColor: tokenOf('--surface'),
            fillOpacity: parts.length > 0 ? 0 : 1,
            interactive: false,
          } as L.PathOptions,
        })
      : null
    const bounds = L.latLngBounds([])
    for (const layer of [inside, around]) if (layer?.getBounds().isValid()) bounds.extend(layer.getBounds())
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [FIT_PADDING_PX, FIT_PADDING_PX], animate: false })
    else if (place.center) map.setView([place.center.latitude, place.center.longitude], POINT_ZOOM, { animate: false })
    // After the view is set: moving it draws at once and forgets the frame already asked for, which then comes to a
    // canvas that may be gone.
    inside.addTo(map)
    around?.addTo(map)
    return () => {
      inside.remove()
      around?.remove()
      renderer.remove()
    }
  }, [map, own, parts, place])
}

const NO_PARTS: readonly Feature[] = []

interface PlaceMapProps {
  readonly place: Place
  readonly whyNotEdit: WhyNot | undefined
}

/** The boundaries within a place, and its own, which can be drawn and corrected. */
const PlaceMap = ({ place, whyNotEdit }: PlaceMapProps) => {
  const { go } = useAddress()
  const box = useRef<HTMLDivElement>(null)
  const level = LEVEL_INSIDE[place.level]
  const drawn = useQuery({
    queryKey: ['places.boundary.find', place.id],
    queryFn: ({ signal }) => query('places.boundary.find', { placeId: place.id }, signal),
  })
  const within = useQuery({
    queryKey: ['places.boundary.list', place.id, level],
    queryFn: ({ signal }) => query('places.boundary.list', { withinId: place.id, level: level ?? 'grid' }, signal),
    enabled: level !== undefined,
  })
  const own = drawn.data?.boundary ?? null
  const parts = within.data?.map?.features ?? NO_PARTS
  const map = useMap(box)
  useLayers(map, own, parts, place, (id) => go(`/desk/places/${id}`))
  return (
    <div className="place-map-box">
      <div
        ref={box}
        className="place-map"
        role="application"
        aria-label={t('places:desk.mapOf', { name: place.name })}
      />
      <p className="meta">
        {own ? t('places:desk.hasBoundary') : t('places:desk.noBoundary')}
        {within.data && within.data.undrawnCount > 0
          ? ` ${t('places:desk.undrawnCount', { count: within.data.undrawnCount })}`
          : ''}
      </p>
      {map && drawn.data ? (
        <BoundaryTools key={place.version} map={map} place={place} own={own} whyNotEdit={whyNotEdit} />
      ) : null}
    </div>
  )
}

export default PlaceMap

interface ToolsProps extends PlaceMapProps {
  readonly map: L.Map
  readonly own: Boundary | null
}

const BoundaryTools = ({ map, place, own, whyNotEdit }: ToolsProps) => {
  const setting = useActing('places.boundary.set')
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const [count, setCount] = useState(0)
  useEffect(() => () => drawing?.stop(), [drawing])
  const begin = (): void => setDrawing(startDrawing(map, own, setCount))
  const leave = (): void => {
    setDrawing(null)
    setting.clear()
  }
  const save = async (boundary: Boundary | null): Promise<void> => {
    const done = await setting.run({ placeId: place.id, version: place.version, boundary })
    if (!done) return
    toast({ words: t(boundary ? 'places:desk.boundarySaved' : 'places:desk.boundaryRemoved', { name: done.name }) })
    setDrawing(null)
  }
  const nothing = count === 0 ? { id: 'why-empty', words: t('places:desk.drawFirst') } : undefined
  return (
    <>
      {drawing ? <p role="status">{t(own ? 'places:desk.editHow' : 'places:desk.drawHow')}</p> : null}
      {setting.problem ? <ProblemBox problem={setting.problem} title={t('administration:refused')} /> : null}
      <Actions>
        {drawing ? (
          <>
            <Button size="small" onClick={leave}>
              {t('places:desk.drawLeave')}
            </Button>
            <Button
              size="small"
              tone="main"
              busy={setting.busy}
              whyNot={nothing}
              onClick={() => void save(drawing.read())}
            >
              {t('places:desk.drawSave')}
            </Button>
          </>
        ) : (
          <>
            <Button size="small" icon="edit" whyNot={whyNotEdit} onClick={begin}>
              {t(own ? 'places:desk.editBoundary' : 'places:desk.drawBoundary')}
            </Button>
            {own && !whyNotEdit ? (
              <Button size="small" tone="danger" busy={setting.busy} onClick={() => void save(null)}>
                {t('places:desk.removeBoundary')}
              </Button>
            ) : null}
          </>
        )}
      </Actions>
    </>
  )
}
