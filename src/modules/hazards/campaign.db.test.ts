import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PassThrough } from 'node:stream'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { readSheet } from '#platform/office'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, appoint, buildHazardTeam, buildSite, hazardModules, type HazardTeam, inspect } from './testing.ts'

const startsAt = new Date('2026-06-18T02:32:00Z')
const platform = await openTestPlatform(hazardModules, startsAt)
const team = async (): Promise<HazardTeam> => buildHazardTeam(platform, await buildDistrict(platform))

const campaign = (ours: HazardTeam, over: object = {}) =>
  act(platform, ours, ours.secretary, contract.createCampaign, {
    name: '平安社区攻坚行动',
    startsOn: '2026-06-01',
    endsOn: '2026-09-30',
    placeIds: [ours.here.community.id],
    ...over,
  })

/** The first sheets of what a stream answers. */
const bytesOf = async (file: { write: (out: PassThrough) => Promise<void> }): Promise<Buffer> => {
  const out = new PassThrough()
  const chunks: Buffer[] = []
  out.on('data', (chunk: Buffer) => chunks.push(chunk))
  await file.write(out)
  return Buffer.concat(chunks)
}

test('the catalogue of the campaign has nine classes and 29 kinds; blanks are named, changed and retired', async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  const ours = { here }
  const installed = await act(platform, ours, administrator, contract.installCatalogue, {})
  assert.deepEqual(installed, { classCount: 9, kindCount: 29, siteKindCount: 12 })
  await assert.rejects(act(platform, ours, administrator, contract.installCatalogue, {}), {
    code: 'hazards.catalogue_there',
  })
  const { classes, unnamedCount } = await act(platform, ours, administrator, contract.findCatalogue, {})
  assert.equal(unnamedCount, 29)
  assert.deepEqual(
    classes.slice(0, 3).map(({ name }) => name),
    ['消防', '治安', null],
  )
  const [first, second] = classes[0]?.kinds ?? []
  const name = (id: string | undefined, version: number, to: string) =>
    act(platform, ours, administrator, contract.changeKind, { id: id ?? '', version, name: to })
  await name(first?.id, 1, '消防通道堵塞')
  await assert.rejects(name(first?.id, 1, '别的'), { code: 'hazards.changed_meanwhile' })
  await assert.rejects(name(second?.id, 1, '消防通道堵塞'), { code: 'hazards.name_conflict' })
  await act(platform, ours, administrator, contract.renameClass, { id: classes[2]?.id ?? '', version: 1, name: '交通' })
  await act(platform, ours, administrator, contract.retireKind, { id: second?.id ?? '', version: 1 })
  const after = await act(platform, ours, administrator, contract.findCatalogue, {})
  assert.deepEqual([after.classCount, after.kindCount, after.unnamedCount], [9, 28, 27])
  const worker = actorAt(here.community, ['communityWorker'])
  await assert.rejects(act(platform, ours, worker, contract.retireKind, { id: first?.id ?? '', version: 2 }), {
    code: 'auth.forbidden',
  })
})

test('the progress of a campaign is its records: by place and by class, found and solved', async () => {
  const ours = await team()
  const { id } = await campaign(ours)
  const sites = [await buildSite(platform, ours), await buildSite(platform, ours), await buildSite(platform, ours)]
  const { hazards } = await inspect(platform, ours, sites[0]?.id ?? '', {
    campaignId: id,
    isOnTheSpot: true,
    measures: '当场搬走',
  })
  await inspect(platform, ours, sites[1]?.id ?? '', { campaignId: id })
  await inspect(platform, ours, sites[2]?.id ?? '')
  await act(platform, ours, ours.rechecker, contract.passHazard, { id: hazards[0]?.id ?? '' })
  const view = await act(platform, ours, ours.chief, contract.findCampaign, { id })
  assert.deepEqual(view.campaign.progress, {
    siteCount: 3,
    inspectedCount: 2,
    inspectionCount: 2,
    foundCount: 2,
    solvedCount: 1,
    onTheSpotCount: 1,
    lateCount: 0,
  })
  assert.deepEqual(
    view.byPlace.map(({ name, foundCount }) => [name, foundCount]),
    [['第 1 网格', 2]],
  )
  assert.deepEqual([view.byClass[0]?.name, view.byClass[0]?.foundCount, view.byClass[0]?.solvedCount], ['消防', 2, 1])
  const counts = await act(platform, ours, ours.chief, contract.countHazards, { campaignId: id })
  assert.deepEqual([counts.found, counts.solved, counts.onTheSpot], [2, 1, 1])
  const ctx = platform.as(ours.chief, ours.here.id)
  const file = await platform.services.operations.stream(ctx, contract.exportCampaign, { id })
  const sheet = await readSheet(await bytesOf(file), {})
  assert.equal(sheet.rows.length, 1)
})

test('a draw gives out sites and inspectors at random, keeps its seed, and is computed again by whoever looks', async () => {
  const ours = await team()
  const { here } = ours
  for (const name of ['周小明', '赵大勇', '钱立']) await appoint(platform, here, here.grid, 'gridWorker', name)
  for (let count = 0; count < 6; count += 1) await buildSite(platform, ours)
  const { id: campaignId } = await campaign(ours)
  const draw = (siteCount: number) =>
    act(platform, ours, ours.secretary, contract.makeDraw, { campaignId, siteCount, dueOn: '2026-07-01' })
  const drawn = await draw(4)
  assert.deepEqual([drawn.pairs.length, drawn.sitePoolCount, drawn.inspectorPoolCount], [4, 6, 3])
  assert.ok(drawn.pairs.every((pair) => pair.inspectors.length === 2))
  assert.equal(drawn.isReproduced, true)
  const rest = await draw(4)
  assert.equal(rest.pairs.length, 2)
  assert.equal(new Set([...drawn.pairs, ...rest.pairs].map((pair) => pair.site.id)).size, 6)
  await assert.rejects(draw(1), { code: 'hazards.no_sites_to_draw' })
  const { items } = await act(platform, ours, ours.chief, contract.listDraws, { campaignId })
  assert.deepEqual(
    items.map(({ isReproduced }) => isReproduced),
    [true, true],
  )
  await assert.rejects(platform.rows(here.id, "update hazards.draw set seed = 'other'"), { code: '42501' })
  const tasks = await act(platform, ours, ours.secretary, contract.listTasks, { view: 'all', campaignId })
  assert.equal(tasks.items.length, 6)
  assert.ok(tasks.items.every((task) => task.isDrawn && task.dueOn === '2026-07-01'))
})

test('a task is done by whom it was given to, once; ending the campaign calls off what waits', async () => {
  const ours = await team()
  const worker = await appoint(platform, ours.here, ours.here.grid, 'gridWorker', '周小明')
  const other = await appoint(platform, ours.here, ours.here.grid, 'gridLeader', '赵大勇')
  const sites = [await buildSite(platform, ours), await buildSite(platform, ours)]
  const { id: campaignId, version } = await campaign(ours)
  const assign = () =>
    act(platform, ours, ours.secretary, contract.assignTasks, {
      siteIds: sites.map(({ id }) => id),
      inspectorIds: [worker.personId ?? ''],
      campaignId,
      dueOn: '2026-07-01',
    })
  assert.deepEqual(await assign(), { assignedCount: 2, waitingAlreadyCount: 0 })
  assert.deepEqual(await assign(), { assignedCount: 0, waitingAlreadyCount: 2 })
  const mine = await act(platform, ours, worker, contract.listTasks, {})
  assert.equal(mine.items.length, 2)
  const record = (by: typeof worker, taskId: string, siteId: string) =>
    act(platform, ours, by, contract.recordInspection, {
      siteId,
      taskId,
      items: [{ kindId: ours.kindIds[0], result: 'pass' }],
    })
  const [task] = mine.items
  await assert.rejects(record(other, task?.id ?? '', task?.site.id ?? ''), { code: 'hazards.not_your_task' })
  const { inspection } = await record(worker, task?.id ?? '', task?.site.id ?? '')
  assert.equal(inspection.campaign?.id, campaignId)
  await assert.rejects(record(worker, task?.id ?? '', task?.site.id ?? ''), { code: 'hazards.task_not_waiting' })
  await act(platform, ours, ours.secretary, contract.endCampaign, { id: campaignId, version })
  const waiting = await act(platform, ours, worker, contract.listTasks, {})
  assert.equal(waiting.items.length, 0)
  await assert.rejects(assign(), { code: 'hazards.campaign_over' })
})

test('fifty at once give out the same site: it waits for one inspection', async () => {
  const ours = await team()
  const worker = await appoint(platform, ours.here, ours.here.grid, 'gridWorker', '周小明')
  const site = await buildSite(platform, ours)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      act(platform, ours, ours.secretary, contract.assignTasks, {
        siteIds: [site.id],
        inspectorIds: [worker.personId ?? ''],
        dueOn: '2026-07-01',
      }),
    ),
  )
  assert.equal(
    answers.reduce((sum, { assignedCount }) => sum + assignedCount, 0),
    1,
  )
})

test('a campaign of places that are not mine is refused; its period is a period', async () => {
  const ours = await team()
  await assert.rejects(campaign(ours, { placeIds: [ours.here.street.id] }), { code: 'auth.forbidden' })
  await assert.rejects(campaign(ours, { endsOn: '2026-05-01' }), { code: 'hazards.period_not_possible' })
  await campaign(ours)
  await assert.rejects(campaign(ours), { code: 'hazards.campaign_name_conflict' })
})
