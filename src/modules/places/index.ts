import type { Module } from '#platform/module'
import { pages } from './pages.ts'
import { operations } from './routes.ts'

export { findPlaceWithAbove, listPlaces } from './service.ts'
export { locatePoint } from './service/boundary.ts'
export { loadDistrict, loadPlace, refuseEnded } from './service/guard.ts'
export { type AdjustmentView, loadAdjustment, placesOn } from './service/lineage.ts'
export { findPlaces, listBelow, listDistricts, listValidByCodes as findPlacesByCodes, type PlaceRow } from './store.ts'

export const places: Module = { name: 'places', operations, pages }
