import type { Module } from '#platform/module'
import { pages } from './pages.ts'
import { operations } from './routes.ts'

export { findPlaceWithAbove, loadDistrict, loadPlace } from './service.ts'
export { findPlaces, listDistricts, type PlaceRow } from './store.ts'

export const places: Module = { name: 'places', operations, pages }
