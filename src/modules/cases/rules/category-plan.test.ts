import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultCategories, type DefaultCategory } from '../defaults/categories.ts'
import { planCategories } from './category-plan.ts'

test('a row adds what is missing, is the same when it is there or came before, and is bad with a gap', () => {
  const plan = planCategories(
    [
      { line: 2, names: ['城市管理', '市容环境', '暴露垃圾'] },
      { line: 3, names: ['城市管理', '市容环境', '道路不洁'] },
      { line: 4, names: ['城市管理', '市容环境', '道路不洁'] },
      { line: 5, names: ['城市管理', '', '道路不洁'] },
      { line: 6, names: ['民生', '', ''] },
    ],
    new Set(['城市管理', '城市管理\n市容环境', '城市管理\n市容环境\n暴露垃圾']),
  )
  assert.deepEqual(
    plan.map((row) => row.change),
    ['same', 'create', 'same', 'bad', 'create'],
  )
  assert.equal(plan[3]?.faults[0]?.column, '二级分类')
  assert.deepEqual(plan[4]?.names, ['民生'])
})

test('the categories brought along have at most three levels and no two of one name side by side', () => {
  const check = (categories: readonly (string | DefaultCategory)[], level: number): number => {
    assert.ok(level <= 3 || categories.length === 0)
    const names = categories.map((entry) => (typeof entry === 'string' ? entry : entry.name))
    assert.equal(new Set(names).size, names.length, names.join('、'))
    return categories.reduce(
      (count, entry) => count + 1 + (typeof entry === 'string' ? 0 : check(entry.below ?? [], level + 1)),
      0,
    )
  }
  assert.ok(check(defaultCategories, 1) > 100)
})
