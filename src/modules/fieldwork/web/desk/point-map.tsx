import { useQuery } from '@tanstack/react-query'
import L from 'leaflet'
import { useEffect, useRef } from 'react'
import { query } from '#web/api.ts'
import { nameOnMap, useMap } from '#web/desk/use-map.ts'
import { t } from '#web/i18n.ts'
import type { DraftPoint } from './route-draft.ts'

const FIT_PADDING_PX = 24
const POINT_ZOOM = 16
const DOT_RADIUS_PX = 7

const tokenOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

interface PointMapProps {
  readonly placeId: number | null
  readonly points: readonly DraftPoint[]
  /** Null: only shown. */
  readonly onPlace: ((at: { longitude: number; latitude: number }) => void) | null
}

/** The border of the place on the ground, and the view that holds it. */
const useGround = (map: L.Map | null, placeId: number | null, hasPoints: boolean): void => {
  const place = useQuery({
    queryKey: ['places.place.find', placeId],
    queryFn: ({ signal }) => query('places.place.find', { id: placeId ?? 0 }, signal),
    enabled: placeId !== null,
  })
  const drawn = useQuery({
    queryKey: ['places.boundary.find', placeId],
    queryFn: ({ signal }) => query('places.boundary.find', { placeId: placeId ?? 0 }, signal),
    enabled: placeId !== null,
  })
  const boundary = drawn.data?.boundary ?? null
  const center = place.data?.place.center ?? null
  const isEmpty = useRef(!hasPoints)
  useEffect(() => {
    if (!map) return
    if (!boundary) {
      if (center && isEmpty.current) map.setView([center.latitude, center.longitude], POINT_ZOOM, { animate: false })
      return
    }
    const style = { color: tokenOf('--brand'), weight: 2, fillColor: tokenOf('--surface'), fillOpacity: 1 }
    const layer = L.geoJSON(boundary as unknown as GeoJSON.GeoJsonObject, { style, interactive: false })
    if (layer.getBounds().isValid())
      map.fitBounds(layer.getBounds(), { padding: [FIT_PADDING_PX, FIT_PADDING_PX], animate: false })
    layer.addTo(map).bringToBack()
    return () => void layer.remove()
  }, [map, boundary, center])
}

/** Each point as a dot with its number and the circle in which a check-in counts. */
const usePoints = (map: L.Map | null, points: readonly DraftPoint[]): void => {
  const isFitted = useRef(false)
  useEffect(() => {
    if (!map) return
    const brand = tokenOf('--brand')
    const placed = points.flatMap((point, index) =>
      point.longitude === null || point.latitude === null
        ? []
        : [
            {
              at: [point.latitude, point.longitude] as [number, number],
              radius: point.radiusM,
              index,
              name: point.name,
            },
          ],
    )
    const layers = placed.flatMap(({ at, radius, index, name }) => [
      L.circle(at, { radius, color: brand, weight: 1, fillOpacity: 0.12, interactive: false }),
      L.circleMarker(at, {
        radius: DOT_RADIUS_PX,
        color: brand,
        fillColor: brand,
        fillOpacity: 1,
        interactive: false,
      }).bindTooltip(nameOnMap(`${index + 1} ${name}`.trim()), {
        permanent: true,
        direction: 'right',
        className: 'place-name',
      }),
    ])
    if (!isFitted.current && placed.length > 1) {
      map.fitBounds(L.latLngBounds(placed.map(({ at }) => at)), {
        padding: [48, 48],
        maxZoom: POINT_ZOOM,
        animate: false,
      })
      isFitted.current = true
    } else if (!isFitted.current && placed[0] && points.length === 1) {
      map.setView(placed[0].at, POINT_ZOOM, { animate: false })
      isFitted.current = true
    }
    for (const layer of layers) layer.addTo(map)
    return () => {
      for (const layer of layers) layer.remove()
    }
  }, [map, points])
}

/** A map on which a press places the point; by keys, the fields of each point beside it say the same. */
const PointMap = ({ placeId, points, onPlace }: PointMapProps) => {
  const box = useRef<HTMLDivElement>(null)
  const map = useMap(box)
  const placing = useRef(onPlace)
  placing.current = onPlace
  useGround(
    map,
    placeId,
    points.some(({ longitude }) => longitude !== null),
  )
  usePoints(map, points)
  useEffect(() => {
    if (!map) return
    const press = ({ latlng }: L.LeafletMouseEvent): void =>
      placing.current?.({ longitude: Number(latlng.lng.toFixed(6)), latitude: Number(latlng.lat.toFixed(6)) })
    map.on('click', press)
    return () => void map.off('click', press)
  }, [map])
  return <div ref={box} className="route-map" role="application" aria-label={t('fieldwork:desk.map')} />
}

export default PointMap
