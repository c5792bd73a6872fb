import type { Module } from '#platform/module'
import { operations } from './routes.ts'

export { findPlaceWithAbove, loadPlace } from './service.ts'
export { listDistricts, type PlaceRow } from './store.ts'

export const places: Module = { name: 'places', operations }
