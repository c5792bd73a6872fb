import { z } from 'zod'
import { BOUNDARY_VERTICES_MAX, type Boundary } from './boundary.ts'

const POLYGONS_MAX = 200
const RINGS_MAX = 200

const positionShape = z.array(z.number()).min(2).max(3)
const ringShape = z
  .array(positionShape)
  .min(4)
  .max(BOUNDARY_VERTICES_MAX + 1)
const ringsShape = z.array(ringShape).min(1).max(RINGS_MAX)

/** A boundary as it comes in. What it must be beyond its shape: `faultOfBoundary`. */
export const boundaryShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: ringsShape }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(ringsShape).min(1).max(POLYGONS_MAX) }),
]) satisfies z.ZodType<Boundary>
