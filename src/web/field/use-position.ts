import { useEffect, useState } from 'react'
import { t } from '#web/i18n.ts'

const POSITION_TIMEOUT_MS = 20_000

export interface Position {
  readonly longitude: number
  readonly latitude: number
  /** Metres within which the phone believes to be. */
  readonly accuracy: number
}

/** Where the phone is; null while unknown, `failed` when it will not tell. */
export const usePosition = (): Position | 'failed' | null => {
  const [position, setPosition] = useState<Position | 'failed' | null>(null)
  useEffect(() => {
    if (!('geolocation' in navigator)) return setPosition('failed')
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) =>
        setPosition({ longitude: coords.longitude, latitude: coords.latitude, accuracy: Math.round(coords.accuracy) }),
      () => setPosition((known) => known ?? 'failed'),
      { enableHighAccuracy: true, timeout: POSITION_TIMEOUT_MS },
    )
    return () => navigator.geolocation.clearWatch(watch)
  }, [])
  return position
}

const ASKED_TIMEOUT_MS = 8_000

/** Asks once, for a tap that came before the first position; `failed` when there is none within some seconds. */
export const currentPosition = (): Promise<Position | 'failed'> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve('failed')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ longitude: coords.longitude, latitude: coords.latitude, accuracy: Math.round(coords.accuracy) }),
      () => resolve('failed'),
      { enableHighAccuracy: true, timeout: ASKED_TIMEOUT_MS },
    )
  })

/** The point of a position, as operations take it. */
export const pointOf = (position: Position | 'failed' | null): { longitude: number; latitude: number } | null =>
  position && position !== 'failed' ? { longitude: position.longitude, latitude: position.latitude } : null

export const positionWords = (position: Position | 'failed' | null): string => {
  if (position === null) return t('field:locating')
  return position === 'failed' ? t('field:locateFailed') : t('field:located', { metres: position.accuracy })
}
