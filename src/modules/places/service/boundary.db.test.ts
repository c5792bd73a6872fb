import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '#platform/context'
import { system } from '#kernel/role'
import { locatePoint, places } from '#modules/places'
import { openTestPlatform } from '#platform/testing'
import * as contract from '../contract.ts'
import { actorAt, boxAt, buildDistrict, buildPlace, squareAt, type TestDistrict } from '../testing.ts'

const platform = await openTestPlatform([places])
const { operations } = platform.services

const open = async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  return { here, as: () => platform.as(administrator, here.id) }
}

/** Two grids side by side in a drawn community. */
const openDrawn = async () => {
  const { here, as } = await open()
  await draw(as, here.community, squareAt(102.7, 25, 0.02))
  const left = await draw(as, here.grid, boxAt(102.7, 25, 102.71, 25.02))
  const row = await buildPlace(platform, here.community, {
    level: 'grid',
    name: '第 2 网格',
    code: `${here.community.code}-02`,
  })
  const right = await draw(as, row, boxAt(102.71, 25, 102.72, 25.02))
  return { here, as, left, right }
}

const draw = (
  as: () => ReturnType<typeof platform.as>,
  place: { id: number; version: number },
  boundary: contractBoundary,
) => operations.perform(as(), contract.setBoundary, { placeId: place.id, version: place.version, boundary })
type contractBoundary = ReturnType<typeof squareAt> | null

test('places.boundary.set keeps a boundary, its area and a pin; places.boundary.find answers it', async () => {
  const { here, as } = await open()
  const drawn = await draw(as, here.grid, squareAt(102.7, 25, 0.01))
  assert.ok(drawn.hasBoundary && drawn.areaSquareMeters !== null)
  assert.ok(Math.abs(drawn.areaSquareMeters - 1_120_000) < 10_000, String(drawn.areaSquareMeters))
  assert.ok(drawn.center && Math.abs(drawn.center.longitude - 102.705) < 1e-6)
  const found = await operations.perform(as(), contract.findBoundary, { placeId: here.grid.id })
  assert.deepEqual(found.boundary, squareAt(102.7, 25, 0.01))
  assert.equal(found.version, drawn.version)
  const removed = await draw(as, drawn, null)
  assert.equal(removed.hasBoundary, false)
  assert.equal(removed.areaSquareMeters, null)
})

test('places.boundary.set refuses a crossed line, one outside of the community, and one over the neighbour', async () => {
  const { here, as, left, right } = await openDrawn()
  const refuse = (boundary: contractBoundary, code: string, data: object) =>
    assert.rejects(draw(as, left, boundary), (thrown: { code: string; data: Record<string, unknown> }) => {
      assert.equal(thrown.code, code)
      for (const [key, value] of Object.entries(data)) assert.deepEqual(thrown.data[key], value)
      return true
    })
  const crossed: contractBoundary = {
    type: 'Polygon',
    coordinates: [
      [
        [102.7, 25],
        [102.71, 25.01],
        [102.71, 25],
        [102.7, 25.01],
        [102.7, 25],
      ],
    ],
  }
  await refuse(crossed, 'places.boundary_not_valid', { fault: 'edges_cross', name: here.grid.name })
  await refuse(squareAt(102.65, 25, 0.01), 'places.boundary_outside', { name: here.grid.name })
  await refuse(boxAt(102.7, 25, 102.711, 25.02), 'places.boundary_overlaps', {
    neighbour: right.name,
    neighbourId: right.id,
  })
  const stranger = platform.as(actorAt(here.grid, ['gridWorker']), here.id)
  await assert.rejects(
    draw(() => stranger, left, null),
    { code: 'auth.forbidden' },
  )
  await assert.rejects(draw(as, { id: left.id, version: 1 }, null), { code: 'places.changed_meanwhile' })
})

test('two neighbours drawn over each other at the same moment: one is told of the other', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { here, as } = await open()
    const other = await buildPlace(platform, here.community, {
      level: 'grid',
      name: '第 2 网格',
      code: `${here.id}-02`,
    })
    const outcomes = await Promise.allSettled([
      draw(as, here.grid, squareAt(102.7, 25, 0.01)),
      draw(as, other, squareAt(102.705, 25, 0.01)),
    ])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(refused.length, 1)
    assert.equal((refused[0]?.reason as { code: string } | undefined)?.code, 'places.boundary_overlaps')
  }
})

const locate = (here: TestDistrict, longitude: number, latitude: number) =>
  inTransaction(platform.as(system, here.id), (tx) => locatePoint(tx, here.id, { longitude, latitude }))

test('a point is located in the smallest place around it, with the chain above', async () => {
  const { here, left, right } = await openDrawn()
  const found = await locate(here, 102.705, 25.01)
  assert.equal(found?.place.id, left.id)
  assert.deepEqual(
    found?.above.map((place) => place.level),
    ['city', 'district', 'street', 'community'],
  )
  assert.equal((await locate(here, 102.715, 25.01))?.place.id, right.id)
  assert.equal(
    (await locate(here, 102.71, 25.01))?.place.id,
    left.id,
    'the border of two alike belongs to the older one',
  )
  assert.equal(await locate(here, 102.8, 25.01), null)
})

test('a point of another district is not located here', async () => {
  const { here, as } = await open()
  const elsewhere = await openDrawn()
  await draw(as, here.grid, squareAt(103, 25, 0.01))
  assert.equal(await locate(here, 102.705, 25.01), null)
  const asked = await operations.perform(as(), contract.locatePlace, { longitude: 102.705, latitude: 25.01 })
  assert.equal(asked.place, null)
  assert.notEqual(await locate(elsewhere.here, 102.705, 25.01), null)
})

test('the map of a place has its boundaries, a version, and nothing new while that is known', async () => {
  const { here, as, left, right } = await openDrawn()
  const ask = (knownVersion?: string) =>
    operations.perform(as(), contract.listBoundaries, {
      withinId: here.community.id,
      level: 'grid',
      ...(knownVersion ? { knownVersion } : {}),
    })
  const first = await ask()
  assert.deepEqual(
    first.map?.features.map((feature) => feature.id),
    [left.id, right.id],
  )
  assert.deepEqual(first.map?.features[0]?.geometry, boxAt(102.7, 25, 102.71, 25.02))
  assert.equal(first.undrawnCount, 0)
  assert.deepEqual(await ask(first.version), { version: first.version, undrawnCount: 0, map: null })
  await draw(as, left, null)
  const changed = await ask(first.version)
  assert.notEqual(changed.version, first.version)
  assert.equal(changed.undrawnCount, 1)
  assert.equal(changed.map?.features.length, 1)
})

/** 36 × 36 grids, as many as S2-14 counts in a city. */
const GRIDS_A_SIDE = 36

test('a point among 1,296 grids is located in its own', async () => {
  const { here } = await open()
  await inTransaction(platform.as(system, here.id), async (tx) => {
    const { insertPlaces, nextPlaceIds } = await import('../store.ts')
    const ids = await nextPlaceIds(tx, GRIDS_A_SIDE ** 2)
    const draft = {
      district_id: here.id,
      parent_id: here.community.id,
      parentPath: here.community.path,
      level: 'grid' as const,
      compound_kind: null,
      urban_rural_code: null,
      address: null,
      center_longitude: null,
      center_latitude: null,
      household_count: null,
      resident_count: null,
      valid_from: '2020-01-01',
    }
    const circle = (x: number, y: number) => {
      const ring = Array.from({ length: 64 }, (_, index) => [
        x + 0.005 * Math.cos((index / 32) * Math.PI),
        y + 0.005 * Math.sin((index / 32) * Math.PI),
      ])
      return { type: 'Polygon' as const, coordinates: [[...ring, ring[0] ?? []]] }
    }
    const rows = ids.map((id, at) => ({
      ...draft,
      id,
      name: `格 ${at}`,
      code: `M-${here.id}-${at}`,
      boundary: circle(104 + (at % GRIDS_A_SIDE) * 0.01, 26 + Math.floor(at / GRIDS_A_SIDE) * 0.01),
    }))
    for (let at = 0; at < rows.length; at += 200) await insertPlaces(tx, rows.slice(at, at + 200))
  })
  await inTransaction(platform.as(system, here.id), async (tx) => {
    for (let round = 0; round < 200; round += 1) {
      const at = (round * 37) % GRIDS_A_SIDE ** 2
      const found = await locatePoint(tx, here.id, {
        longitude: 104 + (at % GRIDS_A_SIDE) * 0.01,
        latitude: 26 + Math.floor(at / GRIDS_A_SIDE) * 0.01,
      })
      assert.equal(found?.place.code, `M-${here.id}-${at}`)
    }
  })
})
