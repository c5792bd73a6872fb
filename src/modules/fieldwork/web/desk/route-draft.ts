import type { Input, Output } from '#web/api.ts'
import { numberOrNull, textOf } from '#web/desk/administration.tsx'

export type FoundRoute = Output<'fieldwork.route.find'>

/** A point while it is edited: its position may be missing. */
export interface DraftPoint {
  readonly key: string
  readonly name: string
  readonly longitude: number | null
  readonly latitude: number | null
  readonly radiusM: number
}

export const RADIUS_USUAL_M = 50

export const newPoint = (at?: { longitude: number; latitude: number }): DraftPoint => ({
  key: crypto.randomUUID(),
  name: '',
  longitude: at?.longitude ?? null,
  latitude: at?.latitude ?? null,
  radiusM: RADIUS_USUAL_M,
})

export const draftPointsOf = (found: FoundRoute | null): DraftPoint[] =>
  found ? found.points.map(({ id, ...point }) => ({ key: id, ...point })) : []

type Details = Omit<Input<'fieldwork.route.update'>, 'id' | 'version'>

const rhythmOf = (form: FormData): Details['rhythm'] => {
  const kind = textOf(form, 'rhythm')
  if (kind === 'workDays') return { kind: 'workDays' }
  if (kind === 'interval') return { kind: 'interval', everyDays: numberOrNull(form, 'everyDays') ?? 1 }
  return { kind: 'weekdays', weekdays: form.getAll('weekdays').map(Number) }
}

/** What the form says, as the operations take it. */
export const detailsOf = (form: FormData, points: readonly DraftPoint[], organizationId: string | null): Details => ({
  name: textOf(form, 'name'),
  organizationId,
  rhythm: rhythmOf(form),
  windowFrom: textOf(form, 'windowFrom'),
  windowUntil: textOf(form, 'windowUntil'),
  points: points.map(({ name, longitude, latitude, radiusM }) => ({
    name,
    // A point without a position is refused by the server, which names it.
    longitude: longitude as number,
    latitude: latitude as number,
    radiusM,
  })),
})
