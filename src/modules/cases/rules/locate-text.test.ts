import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gazetteerOf, locateText, type NamedPlace } from './locate-text.ts'

const place = (path: string, level: NamedPlace['level'], name: string): NamedPlace => ({
  id: Number(path.split('.').at(-2)),
  path,
  level,
  name,
})

const gazetteer = gazetteerOf([
  place('1.2.10.', 'street', '和平街道'),
  place('1.2.10.11.', 'community', '幸福社区'),
  place('1.2.10.12.', 'community', '大观社区'),
  place('1.2.10.12.13.', 'compound', '翠湖花园'),
  place('1.2.10.12.14.', 'grid', '第 1 网格'),
  place('1.2.20.', 'street', '春城街道'),
  place('1.2.20.21.', 'community', '幸福社区'),
  place('1.2.20.22.', 'community', '新大观社区'),
  place('1.2.20.23.', 'community', '东村'),
])
const located = (text: string): string | null => locateText(text, gazetteer)

test('a text is at the deepest place that it names, when all names lie on one branch', () => {
  assert.equal(located('和平街道大观社区翠湖花园门口积水'), '1.2.10.12.13.')
  assert.equal(located('翠湖花园 5 栋电梯又停了'), '1.2.10.12.13.')
  assert.equal(located('请问和平街道什么时候修路'), '1.2.10.')
})

test('a name that several communities bear is the one of the street that is named too', () => {
  assert.equal(located('春城街道幸福社区的路灯'), '1.2.20.21.')
  assert.equal(located('幸福社区（和平街道）的路灯'), '1.2.10.11.')
  assert.equal(located('幸福社区的路灯'), '1.2.')
})

test('names that contradict each other say no more than what they have in common', () => {
  assert.equal(located('和平街道和春城街道交界处'), '1.2.')
  assert.equal(located('大观社区和幸福社区（和平街道）之间'), '1.2.10.')
})

test('the longest name counts: 新大观社区 is not 大观社区', () => {
  assert.equal(located('新大观社区的路灯'), '1.2.20.22.')
})

test('nothing is invented: no name, names that are everywhere, and names too short to be sure of', () => {
  assert.equal(located('小区门口的路灯坏了'), null)
  assert.equal(located('第 1 网格的垃圾'), null)
  assert.equal(located('广东村民反映'), null)
  assert.equal(located(''), null)
})
