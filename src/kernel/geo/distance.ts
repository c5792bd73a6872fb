import type { Point } from '../place.ts'

const EARTH_RADIUS_M = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres between two points, along the great circle (WGS 84 mean radius; the error is below 0.6 %). */
export const metersBetween = (one: Point, other: Point): number => {
  const dLatitude = radians(other.latitude - one.latitude)
  const dLongitude = radians(other.longitude - one.longitude)
  const h =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(dLongitude / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** A box around a point that contains everything within so many metres: degrees to either side. */
export const degreesAround = (point: Point, meters: number): { longitude: number; latitude: number } => {
  const latitude = (meters / EARTH_RADIUS_M) * (180 / Math.PI)
  return { latitude, longitude: latitude / Math.max(0.01, Math.cos(radians(point.latitude))) }
}
