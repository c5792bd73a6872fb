import { handle, handleStream, handleUpload } from '#platform/module'
import * as contract from './contract.ts'
import { presentAdjusted, presentAlias, presentMap, presentPlace, presentSuccession } from './present.ts'
import * as service from './service.ts'
import * as aliases from './service/alias.ts'
import * as boundaries from './service/boundary.ts'
import { createDistrict } from './service/district.ts'
import { exportPlaces } from './service/export.ts'
import * as grids from './service/grid.ts'
import { loadPlace } from './service/guard.ts'
import * as imports from './service/import.ts'
import { isValidThen, tracePlace } from './service/lineage.ts'
import { findBoundary } from './store/boundary.ts'

export const operations = [
  handle(contract.listPlaces, async (tx, input) => {
    const page = await service.listPlaces(tx, input)
    return { ...page, items: page.items.map(presentPlace) }
  }),
  handle(contract.findPlace, async (tx, input) => {
    const { place, above } = await service.findPlaceWithAbove(tx, input.id)
    return { place: presentPlace(place), above: above.map(presentPlace), can: service.canOfPlace(tx, place) }
  }),
  handle(contract.resolvePlace, async (tx, input) => presentPlace(await service.resolvePlace(tx, input))),
  handle(contract.locatePlace, async (tx, { longitude, latitude, on }) => {
    const found = await boundaries.locatePoint(tx, tx.districtId, { longitude, latitude }, on)
    return found
      ? { place: presentPlace(found.place), above: found.above.map(presentPlace) }
      : { place: null, above: [] }
  }),
  handle(contract.createPlace, async (tx, input) => presentPlace(await service.createPlace(tx, input))),
  handle(contract.updatePlace, async (tx, input) => presentPlace(await service.updatePlace(tx, input))),
  handle(contract.closePlace, async (tx, input) => presentPlace(await service.closePlace(tx, input))),
  handle(contract.tracePlace, async (tx, input) => {
    const { places, successions } = await tracePlace(tx, input.id)
    const { on } = input
    return {
      places: places.map(presentPlace),
      successions: successions.map(presentSuccession),
      validThen: on === undefined ? [] : places.filter((place) => isValidThen(place, on)).map(presentPlace),
    }
  }),
  handleStream(contract.exportPlaces, exportPlaces),
  handle(contract.findBoundary, async (tx, { placeId }) => {
    const place = await loadPlace(tx, placeId)
    const boundary = await findBoundary(tx, placeId)
    return { placeId, version: place.version, boundary, areaSquareMeters: place.area_square_meters }
  }),
  handle(contract.setBoundary, async (tx, input) => presentPlace(await boundaries.setBoundary(tx, input))),
  handle(contract.listBoundaries, async (tx, input) => {
    const { extent, rows } = await boundaries.listBoundaries(tx, input)
    const { version, undrawnCount } = extent
    return { version, undrawnCount, map: rows && presentMap(rows) }
  }),
  handle(contract.splitGrid, async (tx, input) => presentAdjusted(await grids.splitGrid(tx, input))),
  handle(contract.mergeGrids, async (tx, input) => presentAdjusted(await grids.mergeGrids(tx, input))),
  handle(contract.redrawGrids, async (tx, input) => presentAdjusted(await grids.redrawGrids(tx, input))),
  handle(contract.listAliases, async (tx, { placeId }) => {
    const rows = await aliases.listAliases(tx, placeId)
    return { items: rows.map(presentAlias) }
  }),
  handle(contract.addAlias, async (tx, input) => presentAlias(await aliases.addAlias(tx, input))),
  handle(contract.endAlias, async (tx, input) => presentAlias(await aliases.endAlias(tx, input))),
  handleUpload(contract.previewImport, imports.previewImport),
  handleUpload(contract.commitImport, imports.commitImport),
  handle(contract.createDistrict, async (tx, input) => presentPlace(await createDistrict(tx, input))),
]
