/** Boundaries of places: sound or not, how large, what lies in them, what two have in common, what several make together. */
export type { Boundary, Box } from './geo/boundary.ts'
export {
  areaOf,
  BOUNDARY_VERTICES_MAX,
  boxesMeet,
  boxOf,
  centroidOf,
  isBoxWithin,
  normalizeBoundary,
  vertexCountOf,
} from './geo/boundary.ts'
export { containsPoint, labelPointOf } from './geo/contains.ts'
export { degreesAround, metersBetween } from './geo/distance.ts'
export { type BoundaryFault, faultOfBoundary } from './geo/fault.ts'
export { overlapArea } from './geo/overlap.ts'
export { boundaryShape } from './geo/shape.ts'
export { unionOf } from './geo/union.ts'
