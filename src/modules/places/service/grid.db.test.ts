import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z } from 'zod'
import { system } from '#kernel/role'
import { addDays, civilDateAt } from '#kernel/time'
import { loadAdjustment, places, placesOn } from '#modules/places'
import { inTransaction } from '#platform/context'
import type { Happened, Module } from '#platform/module'
import { openTestPlatform } from '#platform/testing'
import * as contract from '../contract.ts'
import { actorAt, boxAt, buildDistrict, buildPlace } from '../testing.ts'

const heard: Happened[] = []
const listener: Module = {
  name: 'listener',
  operations: [],
  reactions: [{ to: 'places.*', run: async (_tx, happened) => void heard.push(happened) }],
}
const platform = await openTestPlatform([places, listener])
const { operations } = platform.services
const TODAY = civilDateAt(platform.now())

/** A community with two drawn grids side by side; the first has two buildings, one of them with a pin. */
const open = async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  const as = () => platform.as(administrator, here.id)
  const boundary = boxAt(102.7, 25, 102.72, 25.01)
  const counts = { household_count: 400, resident_count: 1000 }
  const grid = await buildPlace(platform, here.community, {
    level: 'grid',
    name: '东网格',
    code: `${here.id}-E`,
    boundary,
    ...counts,
  })
  const next = await buildPlace(platform, here.community, {
    level: 'grid',
    name: '西网格',
    code: `${here.id}-W`,
    boundary: boxAt(102.72, 25, 102.73, 25.01),
    ...counts,
  })
  const pinned = await buildPlace(platform, grid, {
    level: 'building',
    name: '1 栋',
    code: `${here.id}-1`,
    center_longitude: 102.715,
    center_latitude: 25.005,
  })
  const loose = await buildPlace(platform, grid, { level: 'compound', name: '院', code: `${here.id}-2` })
  const inside = await buildPlace(platform, loose, { level: 'building', name: '2 栋', code: `${here.id}-3` })
  return { here, as, grid, next, pinned, loose, inside }
}
type Stage = Awaited<ReturnType<typeof open>>
type Part = z.input<typeof contract.splitGrid.input>['parts'][number]

const halves = ({ here, loose }: Stage) => [
  {
    name: '东一网格',
    code: `${here.id}-E1`,
    boundary: boxAt(102.7, 25, 102.71, 25.01),
    childIds: [loose.id],
    householdCount: 150,
  },
  { name: '东二网格', code: `${here.id}-E2`, boundary: boxAt(102.71, 25, 102.72, 25.01), householdCount: 250 },
]

const splitInput = (stage: Stage, over: Partial<z.input<typeof contract.splitGrid.input>> = {}) => ({
  placeId: stage.grid.id,
  version: stage.grid.version,
  parts: halves(stage),
  reason: '户数过多',
  posts: 'follow' as const,
  ...over,
})

const find = (stage: Stage, id: number) =>
  operations.perform(stage.as(), contract.findPlace, { id }).then(({ place }) => place)

test('places.grid.split ends the old grid and begins the new ones the same day', async () => {
  const stage = await open()
  const { ended, begun } = await operations.perform(stage.as(), contract.splitGrid, splitInput(stage))
  assert.deepEqual(
    ended.map((grid) => [grid.id, grid.validTo]),
    [[stage.grid.id, TODAY]],
  )
  assert.deepEqual(
    begun.map((grid) => [grid.name, grid.validFrom, grid.validTo, grid.householdCount]),
    [
      ['东一网格', TODAY, null, 150],
      ['东二网格', TODAY, null, 250],
    ],
  )
  assert.ok(begun.every((grid) => grid.center && grid.path.startsWith(stage.here.community.path)))
  const listed = await operations.perform(stage.as(), contract.listPlaces, {
    parentId: stage.here.community.id,
    level: 'grid',
  })
  assert.ok(!listed.items.some((grid) => grid.id === stage.grid.id))
})

test('what stands in a split grid goes where its pin lies or where it was put, with all below it', async () => {
  const stage = await open()
  const { begun } = await operations.perform(stage.as(), contract.splitGrid, splitInput(stage))
  const [first, second] = begun
  assert.equal((await find(stage, stage.pinned.id)).parentId, second?.id)
  const loose = await find(stage, stage.loose.id)
  assert.equal(loose.parentId, first?.id)
  assert.equal((await find(stage, stage.inside.id)).path, `${loose.path}${stage.inside.id}.`)
})

test('a split that leaves something without a grid is refused, and nothing has happened', async () => {
  const stage = await open()
  const parts = halves(stage).map((part) => ({ ...part, childIds: [] }))
  const refused = operations.perform(stage.as(), contract.splitGrid, splitInput(stage, { parts }))
  await assert.rejects(refused, (thrown: { code: string; data: { ids: number[] } }) => {
    assert.equal(thrown.code, 'places.child_unassigned')
    assert.deepEqual(thrown.data.ids, [stage.loose.id])
    return true
  })
  assert.equal((await find(stage, stage.grid.id)).validTo, null)
})

test('places.grid.split refuses parts that do not make up the grid, overlap, or take a name', async () => {
  const stage = await open()
  const [one, other] = halves(stage) as [Part, Part]
  const refuse = (parts: Part[], code: string) =>
    assert.rejects(operations.perform(stage.as(), contract.splitGrid, splitInput(stage, { parts })), {
      code,
    })
  await refuse([one, { ...other, boundary: boxAt(102.71, 25, 102.719, 25.01) }], 'places.not_covering')
  await refuse([one, { ...other, boundary: boxAt(102.705, 25, 102.72, 25.01) }], 'places.boundary_overlaps')
  await refuse([one, { ...other, boundary: boxAt(102.71, 25, 102.725, 25.01) }], 'places.boundary_overlaps')
  await refuse([one, { ...other, name: '西网格' }], 'places.name_conflict')
  await refuse([one, { ...other, name: '东一网格' }], 'places.name_conflict')
  await refuse([one, { ...other, code: `${stage.here.id}-W` }], 'places.code_conflict')
  await refuse([one, { ...other, childIds: [stage.here.street.id] }], 'places.place_not_found')
})

test('places.grid.split is for grids, for those who hold the place, and not for tomorrow', async () => {
  const stage = await open()
  const stranger = platform.as(actorAt(stage.next, ['administrator']), stage.here.id)
  await assert.rejects(operations.perform(stranger, contract.splitGrid, splitInput(stage)), { code: 'auth.forbidden' })
  const community = { placeId: stage.here.community.id, version: stage.here.community.version }
  await assert.rejects(operations.perform(stage.as(), contract.splitGrid, splitInput(stage, community)), {
    code: 'places.not_a_grid',
  })
  const tomorrow = splitInput(stage, { on: addDays(TODAY, 1) })
  await assert.rejects(operations.perform(stage.as(), contract.splitGrid, tomorrow), {
    code: 'places.date_not_possible',
  })
})

test('two splits of one grid at once: one happens, the other is told that the grid has ended', async () => {
  for (let round = 0; round < 5; round += 1) {
    const stage = await open()
    const again = halves(stage).map((part) => ({ ...part, name: `${part.name}甲`, code: `${part.code}A` }))
    const outcomes = await Promise.allSettled([
      operations.perform(stage.as(), contract.splitGrid, splitInput(stage)),
      operations.perform(stage.as(), contract.splitGrid, splitInput(stage, { parts: again })),
    ])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(refused.length, 1)
    assert.equal((refused[0]?.reason as { code: string } | undefined)?.code, 'places.place_ended')
    const listed = await operations.perform(stage.as(), contract.listPlaces, {
      parentId: stage.here.community.id,
      level: 'grid',
    })
    assert.equal(listed.items.length, 4, 'the district’s own, the neighbour and two parts')
  }
})

const refs = (...grids: readonly { id: number; version: number }[]) =>
  grids.map(({ id: placeId, version }) => ({ placeId, version }))

test('places.grid.merge joins boundaries and adds up what is known', async () => {
  const stage = await open()
  const input = {
    grids: refs(stage.grid, stage.next),
    into: { name: '大网格', code: `${stage.here.id}-B` },
    reason: '人口减少',
    posts: 'follow',
  } as const
  const { begun, ended } = await operations.perform(stage.as(), contract.mergeGrids, input)
  assert.equal(ended.length, 2)
  assert.deepEqual([begun[0]?.householdCount, begun[0]?.residentCount], [800, 2000])
  const { boundary } = await operations.perform(stage.as(), contract.findBoundary, { placeId: begun[0]?.id ?? 0 })
  assert.deepEqual(boundary, boxAt(102.7, 25, 102.73, 25.01))
  assert.equal((await find(stage, stage.loose.id)).parentId, begun[0]?.id)
})

test('places.grid.merge refuses grids of two communities and one grid twice', async () => {
  const stage = await open()
  const other = await buildPlace(platform, stage.here.street, {
    level: 'community',
    name: '向阳社区',
    code: `${stage.here.street.code.slice(0, 9)}009`,
  })
  const far = await buildPlace(platform, other, { level: 'grid', name: '远网格', code: `${stage.here.id}-F` })
  const merge = (grids: ReturnType<typeof refs>) =>
    operations.perform(stage.as(), contract.mergeGrids, {
      grids,
      into: { name: '大', code: `${stage.here.id}-B` },
      reason: '合并',
      posts: 'end',
    })
  await assert.rejects(merge(refs(stage.grid, far)), { code: 'places.not_siblings' })
  await assert.rejects(merge(refs(stage.grid, stage.grid)), { code: 'places.not_siblings' })
})

test('places.grid.redraw moves a common border; each grid is followed by one of its name', async () => {
  const stage = await open()
  const grids = [
    { placeId: stage.grid.id, version: stage.grid.version, boundary: boxAt(102.7, 25, 102.71, 25.01) },
    { placeId: stage.next.id, version: stage.next.version, boundary: boxAt(102.71, 25, 102.73, 25.01) },
  ]
  const { begun } = await operations.perform(stage.as(), contract.redrawGrids, {
    grids: grids,
    reason: '按路调整',
    posts: 'follow',
  })
  assert.deepEqual(
    begun.map((grid) => [grid.name, grid.code]),
    [
      ['东网格', stage.grid.code],
      ['西网格', stage.next.code],
    ],
  )
  assert.equal((await find(stage, stage.pinned.id)).parentId, begun[1]?.id, 'its pin lies on the other side now')
  assert.equal((await find(stage, stage.loose.id)).parentId, begun[0]?.id)
  const alone = [{ placeId: begun[0]?.id ?? 0, version: 1, boundary: boxAt(102.7, 25, 102.72, 25.01) }]
  const over = operations.perform(stage.as(), contract.redrawGrids, { grids: alone, reason: '又调整', posts: 'follow' })
  await assert.rejects(over, { code: 'places.boundary_overlaps' })
})

test('a lineage is followed both ways through several adjustments, and answers which grid stood when', async () => {
  const stage = await open()
  platform.setNow(new Date('2026-06-18T02:32:00Z'))
  const first = await operations.perform(stage.as(), contract.splitGrid, splitInput(stage, { on: '2024-03-01' }))
  const [one, two] = first.begun
  const merge = {
    grids: refs(one ?? stage.grid, two ?? stage.grid),
    into: { name: '东网格', code: stage.grid.code },
    reason: '还原',
    posts: 'end',
    on: '2025-07-01',
  } as const
  const {
    begun: [whole],
  } = await operations.perform(stage.as(), contract.mergeGrids, merge)
  const trace = await operations.perform(stage.as(), contract.tracePlace, { id: stage.grid.id, on: '2024-12-31' })
  assert.deepEqual(
    trace.places.map((place) => place.name),
    ['东网格', '东一网格', '东二网格', '东网格'],
  )
  assert.deepEqual(
    trace.successions.map((succession) => succession.kind),
    ['split', 'split', 'merge', 'merge'],
  )
  assert.deepEqual(
    trace.validThen.map((place) => place.id),
    [one?.id, two?.id],
  )
  const on = (id: number, day: string) =>
    inTransaction(platform.as(system, stage.here.id), (tx) => placesOn(tx, id, day)).then((rows) =>
      rows.map((row) => row.id),
    )
  assert.deepEqual(await on(whole?.id ?? 0, '2024-02-29'), [stage.grid.id], 'the day before it ended')
  assert.deepEqual(await on(whole?.id ?? 0, '2024-03-01'), [one?.id, two?.id])
  assert.deepEqual(await on(one?.id ?? 0, '2026-01-01'), [whole?.id])
  const asked = { withinId: stage.here.community.id, level: 'grid', on: '2024-12-31' } as const
  const map = await operations.perform(stage.as(), contract.listBoundaries, asked)
  assert.deepEqual(
    map.map?.features.map((feature) => feature.properties.name).sort(),
    ['东一网格', '东二网格', '西网格'].sort(),
  )
})

test('an adjustment is told once it is committed, with what ended and what follows', async () => {
  const stage = await open()
  await platform.drainJobs()
  heard.length = 0
  await operations.perform(stage.as(), contract.splitGrid, splitInput(stage, { posts: 'end' }))
  await platform.drainJobs()
  assert.deepEqual(
    heard.map((happened) => happened.event),
    ['places.grid.adjusted'],
  )
  const view = await inTransaction(platform.as(system, stage.here.id), (tx) =>
    loadAdjustment(tx, heard[0]?.matterId ?? ''),
  )
  assert.equal(view.adjustment.post_choice, 'end')
  assert.deepEqual(
    view.lines.map((line) => [line.ended.id, line.begun.length]),
    [[stage.grid.id, 2]],
  )
})
