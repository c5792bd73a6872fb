import L from 'leaflet'
import { stepOf, type Way } from './corner-steps.ts'

/** What a hand on a corner can do with it. */
export interface CornerActs {
  readonly onStep: (way: Way) => void
  readonly onRemove: () => void
  readonly onLeave: () => void
}

/** A hand that lies on one corner of the map and takes the keys. */
export interface CornerHand {
  readonly put: (at: readonly number[], name: string) => void
  readonly focus: () => void
  readonly remove: () => void
}

const HAND_PX = 24
const ROOM_PX = 40

/** A button on the map: arrow keys step, Delete takes the corner away, Escape leads back. */
export const showHand = (map: L.Map, how: string, acts: () => CornerActs): CornerHand => {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'corner-hand'
  button.setAttribute('aria-describedby', how)
  const icon = L.divIcon({ html: button, className: 'corner-hand-box', iconSize: [HAND_PX, HAND_PX] })
  let marker: L.Marker | null = null
  button.addEventListener('keydown', (event) => {
    const way = stepOf(event.key, event.shiftKey)
    const act = way
      ? () => acts().onStep(way)
      : { Delete: acts().onRemove, Backspace: acts().onRemove, Escape: acts().onLeave }[event.key]
    if (!act) return
    // The map would pan, and a drawing on it would take the key as its own.
    event.preventDefault()
    event.stopPropagation()
    act()
  })
  button.addEventListener('keyup', (event) => event.stopPropagation())
  return {
    put: ([longitude = 0, latitude = 0], name) => {
      button.setAttribute('aria-label', name)
      if (marker) marker.setLatLng([latitude, longitude])
      else marker = L.marker([latitude, longitude], { icon, keyboard: false, interactive: false }).addTo(map)
      if (document.activeElement === button) map.panInside([latitude, longitude], { padding: [ROOM_PX, ROOM_PX] })
    },
    focus: () => {
      if (marker) map.panInside(marker.getLatLng(), { padding: [ROOM_PX, ROOM_PX] })
      button.focus()
    },
    remove: () => marker?.remove(),
  }
}
