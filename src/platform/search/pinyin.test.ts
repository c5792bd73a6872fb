import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldText, nameSearchText, pinyinInitials, pinyinKey, searchQuery, searchTokens } from '#platform/search'

test('a name has a sort key and initials', () => {
  const examples: ReadonlyArray<readonly [name: string, key: string, initials: string]> = [
    ['张伟', 'zhang wei', 'zw'],
    ['張偉', 'zhang wei', 'zw'],
    ['吕布', 'lv bu', 'lb'],
    ['欧阳修', 'ou yang xiu', 'oyx'],
    ['阿依古丽·买买提', 'a yi gu li mai mai ti', 'ayglmmt'],
    ['John Smith', 'john smith', 'js'],
    [' 张　伟 ', 'zhang wei', 'zw'],
    ['', '', ''],
  ]
  for (const [name, key, initials] of examples) {
    assert.equal(pinyinKey(name), key)
    assert.equal(pinyinInitials(name), initials)
  }
})

test('surnames with a reading of their own are read so', () => {
  const examples = {
    曾国: 'zeng',
    单田: 'shan',
    解晓: 'xie',
    仇和: 'qiu',
    尉迟恭: 'yu',
    万俟卨: 'mo',
    区志: 'ou',
    查良: 'zha',
  }
  for (const [name, reading] of Object.entries(examples)) assert.equal(pinyinKey(name).split(' ')[0], reading, name)
})

test('a place is not read as a surname', () => {
  assert.equal(pinyinKey('乐山路', 'other'), 'le shan lu')
  assert.equal(pinyinKey('A3区', 'other'), 'a 000003 qu')
  assert.equal(pinyinInitials('A3区12栋', 'other'), 'a3q12d')
})

test('names sort as in a Chinese list, and numbers by their value', () => {
  const sorted = (names: string[]): string[] =>
    names.toSorted((one, other) => (pinyinKey(one, 'other') < pinyinKey(other, 'other') ? -1 : 1))
  assert.deepEqual(sorted(['张三', '王五', '李四', '阿明']), ['阿明', '李四', '王五', '张三'])
  assert.deepEqual(sorted(['12栋', '2栋', '1栋']), ['1栋', '2栋', '12栋'])
})

test('a name is found by its characters, its pinyin, its initials and the beginnings of these', () => {
  const finds = (query: string, name: string): boolean => {
    const search = searchQuery(query)
    const tokens = searchTokens(nameSearchText(name))
    const terms = search?.tsquery.split(' & ').map((term) => /^'(.*?)'(:\*)?$/.exec(term)) ?? [null]
    const isHit = terms.every((term) =>
      tokens.some((token) => (term?.[2] ? token.startsWith(term[1] ?? '') : token === term?.[1])),
    )
    return isHit && (search?.like ?? []).every((like) => foldText(nameSearchText(name)).includes(like.slice(1, -1)))
  }
  for (const query of ['张伟', '張偉', '伟', 'zhangwei', 'ZhangW', 'zhang wei', 'wei', 'zw', 'ZW']) {
    assert.ok(finds(query, '张伟'), query)
  }
  for (const query of ['李伟', 'zx', 'hangwei', 'lw']) assert.ok(!finds(query, '张伟'), query)
  for (const query of ['yuejia', 'lejia', 'lj', 'yj']) assert.ok(finds(query, '乐嘉'), query)
})

test('a very long name ends quickly', () => {
  assert.ok(pinyinInitials('张'.repeat(100_000)).length <= 100)
  assert.ok(nameSearchText('张'.repeat(100_000)).length < 5_000)
})
