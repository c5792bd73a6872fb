import { useQuery } from '@tanstack/react-query'
import { type MouseEvent, useEffect, useRef, useState } from 'react'
import { boxOf } from '#kernel/geo/boundary'
import { labelPointOf } from '#kernel/geo/contains'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { t } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { formatCount } from '#web/ui/format.ts'
import { rampLegend, rampStepOf } from '../../rules/ramp.ts'
import { type Board, boardHref, openHref } from './links.ts'

const BOUNDARIES_STALE_MS = 600_000

type Map = NonNullable<Output<'places.boundary.list'>['map']>
type Geometry = Map['features'][number]['geometry']

interface Size {
  readonly width: number
  readonly height: number
}

/** As large as its box is, so that letters on the map are as large as on the page. */
const useSize = () => {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { box, size }
}

const MARGIN = 6

/** Degrees to points of the drawing: flat, with the width of a degree of the middle latitude. */
const projectionOf = (geometries: readonly Geometry[], { width, height }: Size) => {
  const boxes = geometries.map((geometry) => boxOf(geometry))
  const west = Math.min(...boxes.map((box) => box.longitudeMin))
  const east = Math.max(...boxes.map((box) => box.longitudeMax))
  const south = Math.min(...boxes.map((box) => box.latitudeMin))
  const north = Math.max(...boxes.map((box) => box.latitudeMax))
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const [wide, high] = [(east - west) * narrowing || 1, north - south || 1]
  const scale = Math.min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
  const left = (width - wide * scale) / 2
  const top = (height - high * scale) / 2
  return (longitude: number, latitude: number): readonly [number, number] => [
    left + (longitude - west) * narrowing * scale,
    top + (north - latitude) * scale,
  ]
}

const pathOf = (geometry: Geometry, project: ReturnType<typeof projectionOf>): string => {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons
    .flat()
    .map((ring) => {
      const points = ring.map(([longitude = 0, latitude = 0]) => {
        const [x, y] = project(longitude, latitude)
        return `${x.toFixed(1)} ${y.toFixed(1)}`
      })
      return `M${points.join('L')}z`
    })
    .join('')
}

/** 丰宁街道 → 丰宁: on the map the kind is said above it. */
const shortName = (name: string): string => (name.length > 3 ? name.replace(/(?:街道|社区|村委会|镇|乡)$/, '') : name)

/** Widths of letters as shares of their height, roughly: enough to know which names fit. */
const widthInEm = (words: string): number => [...words].reduce((sum, letter) => sum + (letter > 'ÿ' ? 1 : 0.6), 0)
const NAME_PIXELS = 15

interface AreaProps {
  readonly child: Board['children'][number]
  readonly geometry: Geometry
  readonly project: ReturnType<typeof projectionOf>
  readonly largest: number
}

const Area = ({ child, geometry, project, largest }: AreaProps) => {
  const { go } = useAddress()
  const point = labelPointOf(geometry)
  const [x, y] = project(point.longitude, point.latitude)
  const box = boxOf(geometry)
  const [left] = project(box.longitudeMin, box.latitudeMin)
  const [right] = project(box.longitudeMax, box.latitudeMax)
  const name = shortName(child.name)
  const isNamed = right - left > widthInEm(name) * NAME_PIXELS
  const step = rampStepOf(child.late, largest)
  const href = boardHref(child.id)
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(href)
  }
  return (
    <a
      href={href}
      className={`m${step}`}
      aria-label={t('insight:where.area', { name: child.name, late: child.late, open: child.open })}
      onClick={follow}
    >
      <path d={pathOf(geometry, project)} />
      <text x={x} y={y} aria-hidden="true">
        {isNamed ? <tspan className="n">{name}</tspan> : null}
        <tspan className="k" x={x} dy={isNamed ? '1.15em' : '0.35em'}>
          {formatCount(child.late)}
        </tspan>
      </text>
    </a>
  )
}

const Legend = ({ largest }: { readonly largest: number }) => (
  <p className="legend">
    {rampLegend(largest).map(({ step, from, until }) => (
      <span key={step}>
        <i className={`m${step}`} aria-hidden="true" />
        {step === 0 ? t('insight:where.legendNone') : from === until ? from : `${from}–${until}`}
      </span>
    ))}
    <span>{t('insight:where.sketch')}</span>
  </p>
)

const ChildList = ({ board, isOpen }: { readonly board: Board; readonly isOpen: boolean }) => (
  <details className="child-list" open={isOpen}>
    <summary>{t('insight:where.list')}</summary>
    <ul>
      {board.children.map((child) => (
        <li key={child.id}>
          <a href={boardHref(child.id)}>{child.name}</a>
          <span>
            {t('insight:late')} <Figure value={formatCount(child.late)} href={openHref(child.id, { clock: 'late' })} />
          </span>
          <span>
            {t('insight:open')} <Figure value={formatCount(child.open)} href={openHref(child.id)} />
          </span>
        </li>
      ))}
    </ul>
  </details>
)

const whereTitle = (board: Board): string => {
  const data = { count: board.children.length }
  if (board.childLevel === 'street') return t('insight:where.street', data)
  if (board.childLevel === 'community') return t('insight:where.community', data)
  return board.childLevel === 'grid' ? t('insight:where.grid', data) : t('insight:where.none')
}

/** The places right below, darker where more is late, with the number on each; a list of the same beneath. */
export const ChildMap = ({ board }: { readonly board: Board }) => {
  const { box, size } = useSize()
  const { childLevel, place, elsewhere } = board
  const found = useQuery({
    queryKey: ['places.boundary.list', place.id, childLevel],
    queryFn: ({ signal }) => query('places.boundary.list', { withinId: place.id, level: childLevel ?? 'grid' }, signal),
    enabled: childLevel !== null,
    staleTime: BOUNDARIES_STALE_MS,
  })
  const childOf = new globalThis.Map(board.children.map((child) => [child.id, child]))
  const features = found.data?.map?.features.filter((feature) => childOf.has(feature.id)) ?? []
  const largest = Math.max(0, ...board.children.map((child) => child.late))
  const isDrawn = features.length > 0
  const project =
    size.width > 0 && isDrawn
      ? projectionOf(
          features.map(({ geometry }) => geometry),
          size,
        )
      : null
  return (
    <section className="where" aria-labelledby="board-where">
      <ColumnHead id="board-where" title={whereTitle(board)} />
      <div ref={box} className={classes('map', !isDrawn && !found.isPending && 'bare')}>
        {project ? (
          <svg viewBox={`0 0 ${size.width} ${size.height}`} role="group" aria-label={t('insight:where.map')}>
            {features.map((feature) => {
              const child = childOf.get(feature.id)
              return child ? (
                <Area key={feature.id} child={child} geometry={feature.geometry} project={project} largest={largest} />
              ) : null
            })}
          </svg>
        ) : null}
      </div>
      {isDrawn ? <Legend largest={largest} /> : null}
      {childLevel === null ? <p className="soft">{t('insight:where.noneHint')}</p> : null}
      {childLevel !== null && !isDrawn && !found.isPending ? (
        <p className="soft">{t('insight:where.undrawn')}</p>
      ) : null}
      {board.children.length > 0 ? <ChildList board={board} isOpen={!isDrawn && !found.isPending} /> : null}
      {elsewhere.open > 0 ? (
        <p className="soft">{t('insight:where.elsewhere', { open: elsewhere.open, late: elsewhere.late })}</p>
      ) : null}
    </section>
  )
}
