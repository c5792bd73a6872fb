import 'leaflet/dist/leaflet.css'
import L from 'leaflet'
import { useEffect, useState } from 'react'

/** A map without tiles: a quiet ground on which only boundaries and names are drawn. */
export const useMap = (box: React.RefObject<HTMLDivElement | null>): L.Map | null => {
  const [map, setMap] = useState<L.Map | null>(null)
  useEffect(() => {
    if (!box.current) return
    const made = L.map(box.current, {
      preferCanvas: false,
      attributionControl: false,
      zoomSnap: 0.25,
      scrollWheelZoom: false,
      // The end of a zoom comes by a timer that Leaflet does not stop when the map is taken away.
      zoomAnimation: false,
    })
    made.setView([30, 104], 4)
    setMap(made)
    return () => {
      made.remove()
      setMap(null)
    }
  }, [box])
  return map
}

/** A name on the map. As an element, because Leaflet takes a text for HTML. */
export const nameOnMap = (name: string): HTMLElement => {
  const element = document.createElement('span')
  element.textContent = name
  return element
}
