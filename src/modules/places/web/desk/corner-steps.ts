/** Metres of one press of an arrow key, and with Shift. */
const STEP = 1
const STEP_FAST = 10
const METERS_PER_DEGREE = 111_320
/** 7 decimals of a degree are a centimetre. */
const DECIMALS = 7

/** How far something goes or has gone, in metres; west and south are negative. */
export interface Way {
  readonly east: number
  readonly north: number
}

const DIRECTIONS: Readonly<Record<string, Way>> = {
  ArrowUp: { east: 0, north: 1 },
  ArrowDown: { east: 0, north: -1 },
  ArrowLeft: { east: -1, north: 0 },
  ArrowRight: { east: 1, north: 0 },
}

/** What a key does to a corner; null when it is no arrow. */
export const stepOf = (key: string, isFast: boolean): Way | null => {
  const direction = DIRECTIONS[key]
  const step = isFast ? STEP_FAST : STEP
  return direction ? { east: direction.east * step, north: direction.north * step } : null
}

const shrinkAt = (latitude: number): number => Math.cos((latitude * Math.PI) / 180)

/** A position so many metres further, as longitude and latitude. */
export const stepped = ([longitude = 0, latitude = 0]: readonly number[], { east, north }: Way): [number, number] => [
  Number((longitude + east / (METERS_PER_DEGREE * shrinkAt(latitude))).toFixed(DECIMALS)),
  Number((latitude + north / METERS_PER_DEGREE).toFixed(DECIMALS)),
]

/** How far a corner stands from where it was, in whole metres. */
export const wayBetween = (from: readonly number[], to: readonly number[]): Way => {
  const [longitude = 0, latitude = 0] = from
  const meters = (degrees: number): number => Math.round(degrees * METERS_PER_DEGREE) || 0
  return {
    east: meters(((to[0] ?? 0) - longitude) * shrinkAt(latitude)),
    north: meters((to[1] ?? 0) - latitude),
  }
}
