import type L from 'leaflet'
import { useEffect, useId, useRef, useState } from 'react'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/live/select.tsx'
import { type CornerHand, showHand } from './corner-hand.ts'
import { stepped, wayBetween } from './corner-steps.ts'
import type { Corner, CornerNo, Redrawing } from './redraw-editor.ts'

interface NamedGrid {
  readonly id: number
  readonly place: { readonly name: string }
}

interface CornerKeysProps {
  readonly map: L.Map
  readonly redrawing: Redrawing
  readonly grids: readonly NamedGrid[]
}

/** 往东 3 米，往北 10 米: how far a corner stands from where it was taken. */
const wayWords = (from: readonly number[], to: readonly number[]): string => {
  const { east, north } = wayBetween(from, to)
  const parts = [
    east === 0 ? null : t(`places:desk.corner.${east > 0 ? 'east' : 'west'}`, { count: Math.abs(east) }),
    north === 0 ? null : t(`places:desk.corner.${north > 0 ? 'north' : 'south'}`, { count: Math.abs(north) }),
  ].filter((words) => words !== null)
  return parts.length === 0 ? t('places:desk.corner.back') : parts.join(t('desk:and'))
}

/** 五一网格第 3 个角，共 12 个，和六一网格共用 */
const cornerWords = (corner: Corner, number: number, count: number, grid: number, grids: readonly NamedGrid[]) => {
  const nameOf = (id: number): string => grids.find((known) => known.id === id)?.place.name ?? ''
  const words = t('places:desk.corner.name', { grid: nameOf(grid), number, count })
  const shared = corner.sharedWith.map(nameOf).join(t('desk:and'))
  return shared ? t('places:desk.corner.shared', { corner: words, names: shared }) : words
}

/** Why a corner stays where it is. */
export const cornerNoWords = (no: CornerNo): string => t(`places:desk.corner.${no}`)

/** The hand on the chosen corner, for as long as the map is there. */
const useHand = (map: L.Map, how: string, acts: Parameters<typeof showHand>[2]): (() => CornerHand | null) => {
  const hand = useRef<CornerHand | null>(null)
  const now = useRef(acts)
  now.current = acts
  useEffect(() => {
    const shown = showHand(map, how, () => now.current())
    hand.current = shown
    return () => {
      hand.current = null
      shown.remove()
    }
  }, [map, how])
  return () => hand.current
}

/** The corners of the map for whoever has no mouse: choose a grid and a corner, then move it by the arrow keys. */
export const CornerKeys = ({ map, redrawing, grids }: CornerKeysProps) => {
  const how = useId()
  const start = useRef<HTMLDivElement>(null)
  const [grid, setGrid] = useState<number | null>(null)
  const [place, setPlace] = useState(0)
  const [taken, setTaken] = useState<readonly number[] | null>(null)
  const [said, setSaid] = useState('')
  const corners = grid === null ? [] : redrawing.cornersOf(grid)
  const corner = corners[Math.min(place, corners.length - 1)]
  const words = corners.map((known, index) => cornerWords(known, index + 1, corners.length, grid ?? 0, grids))
  const name = corner ? (words[corners.indexOf(corner)] ?? '') : ''
  const hand = useHand(map, how, () => ({
    onStep: (way) => {
      if (!corner) return
      const to = stepped(corner.at, way)
      redrawing.move(corner, to)
      setSaid(wayWords(taken ?? corner.at, to))
    },
    onRemove: () => {
      if (!corner) return
      const no = redrawing.remove(corner)
      setSaid(no ? cornerNoWords(no) : t('places:desk.corner.removed', { corner: name }))
      if (!no) choose(Math.min(place, corners.length - 2))
    },
    onLeave: () => start.current?.querySelector('button')?.focus(),
  }))
  const choose = (next: number): void => {
    setPlace(next)
    setTaken(grid === null ? null : (redrawing.cornersOf(grid)[next]?.at ?? null))
  }
  useEffect(() => {
    if (corner) hand()?.put(corner.at, name)
  })
  return (
    <div className="corner-keys" role="group" aria-label={t('places:desk.corner.keys')}>
      <div className="filters" ref={start}>
        <Select
          label={t('places:level.grid')}
          options={grids.map(({ id, place: known }) => ({ id: String(id), label: known.name }))}
          value={grid === null ? null : String(grid)}
          onChange={(id) => {
            setGrid(Number(id))
            setPlace(0)
            setTaken(redrawing.cornersOf(Number(id))[0]?.at ?? null)
            redrawing.show(Number(id))
          }}
        />
        <Select
          label={t('places:desk.corner.corner')}
          options={words.map((label, index) => ({ id: String(index), label }))}
          value={corner ? String(corners.indexOf(corner)) : null}
          onChange={(id) => choose(Number(id))}
        />
        <Button
          whyNot={corner ? undefined : { id: 'why-no-corner', words: t('places:desk.corner.chooseFirst') }}
          onClick={() => hand()?.focus()}
        >
          {t('places:desk.corner.go')}
        </Button>
      </div>
      <p id={how} className="meta">
        {t('places:desk.corner.how')}
      </p>
      <p role="status">{said}</p>
    </div>
  )
}
