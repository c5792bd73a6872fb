import { handle } from '#platform/module'
import * as contract from './contract.ts'
import { presentPlace } from './present.ts'
import * as service from './service.ts'

export const operations = [
  handle(contract.listPlaces, async (tx, input) => {
    const page = await service.listPlaces(tx, input)
    return { ...page, items: page.items.map(presentPlace) }
  }),
  handle(contract.findPlace, async (tx, input) => {
    const { place, above } = await service.findPlaceWithAbove(tx, input.id)
    return { place: presentPlace(place), above: above.map(presentPlace), can: service.canOfPlace(tx, place) }
  }),
  handle(contract.createPlace, async (tx, input) => presentPlace(await service.createPlace(tx, input))),
]
