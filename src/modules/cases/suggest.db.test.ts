import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone } from '#kernel/role'
import { buildDistrict } from '#modules/places/testing'
import { systemCtx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { learnCategories } from './service/suggest.ts'
import { act, buildCase, buildCategory, buildTeam, type CaseTeam, caseModules } from './testing.ts'

const platform = await openTestPlatform(caseModules)
const team = async () => buildTeam(platform, await buildDistrict(platform))
const learn = (ours: CaseTeam) => learnCategories(systemCtx(platform.services, ours.here.id, platform.now))

const LAMPS = ['路灯不亮', '楼道灯坏了', '路灯闪个不停', '灯杆歪了', '路灯白天也亮着']
const WASTE = ['垃圾没人清运', '垃圾桶满了', '建筑垃圾堆在路边', '有人乱倒垃圾', '垃圾车几天没来']
const WHERE = ['三号楼门口', '河西路', '菜市场后门', '东区广场']

const file = async (ours: CaseTeam, categoryId: number, subjects: readonly string[]): Promise<void> => {
  for (const where of WHERE) {
    for (const subject of subjects) {
      const { id } = await buildCase(platform, ours, { body: `${where}${subject}，请尽快处理`, state: 'accepted' })
      await act(platform, ours, ours.worker, contract.fileCase, { id, categoryId })
    }
  }
}

test('a category is suggested from what was filed here, with how sure that is; nothing is learnt from too little', async () => {
  const ours = await team()
  const lamps = await buildCategory(platform, ours, { name: '路灯' })
  const waste = await buildCategory(platform, ours, { name: '垃圾' })
  const ask = (words: string) => act(platform, ours, anyone, contract.suggestCategory, { words })
  assert.equal(await learn(ours), null)
  assert.deepEqual(await ask('路灯坏了'), { suggestions: [], isSure: false, model: null })
  await file(ours, lamps.id, LAMPS)
  await file(ours, waste.id, WASTE)
  const learnt = await learn(ours)
  assert.deepEqual([learnt?.exampleCount, learnt?.labelCount], [40, 2])
  const answer = await ask('我家楼下的路燈壞了兩天')
  assert.equal(answer.suggestions[0]?.name, '路灯')
  assert.equal(answer.isSure, true)
  assert.equal(answer.model?.exampleCount, 40)
  const other = await team()
  const elsewhere = await act(platform, other, anyone, contract.suggestCategory, { words: '路灯坏了' })
  assert.equal(elsewhere.model, null)
})

test('a category that has ended is not suggested, and a correction is kept as one', async () => {
  const ours = await team()
  const lamps = await buildCategory(platform, ours, { name: '路灯' })
  const waste = await buildCategory(platform, ours, { name: '垃圾' })
  await file(ours, lamps.id, LAMPS)
  await file(ours, waste.id, WASTE)
  const { id } = await buildCase(platform, ours, { body: '垃圾房的灯坏了' })
  await act(platform, ours, ours.worker, contract.acceptCase, { id, categoryId: waste.id })
  await act(platform, ours, ours.worker, contract.fileCase, { id, categoryId: lamps.id })
  await learn(ours)
  const [model] = await platform.rows<{ correction_count: number }>(
    ours.here.id,
    'select correction_count from cases.text_model',
  )
  assert.equal(model?.correction_count, 1)
  await act(platform, ours, ours.administrator, contract.retireCategory, { id: lamps.id, version: lamps.version })
  const answer = await act(platform, ours, anyone, contract.suggestCategory, { words: '路灯坏了' })
  assert.deepEqual(
    answer.suggestions.map(({ name }) => name),
    ['垃圾'],
  )
})
