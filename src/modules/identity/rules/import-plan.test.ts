import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ImportedPerson, type KnownPersons, planImport } from './import-plan.ts'

const nobody: KnownPersons = { nameByPhone: new Map(), withoutPhone: [] }
const today = '2026-06-18'
const outcomes = (rows: readonly Omit<ImportedPerson, 'line'>[], known: KnownPersons = nobody) =>
  planImport(
    rows.map((row, index) => ({ line: index + 2, ...row })),
    known,
    today,
  ).map(({ change, fault }) => fault?.code ?? change)

test('who is not there yet is created', () => {
  assert.deepEqual(outcomes([{ name: '王芳', phone: '13900000001' }, { name: '李强' }]), ['create', 'create'])
})

test('a phone of somebody of the same name changes nothing, of another name is a fault', () => {
  const known = { ...nobody, nameByPhone: new Map([['13900000001', '王芳']]) }
  assert.deepEqual(outcomes([{ name: '王芳', phone: '13900000001' }], known), ['same'])
  assert.deepEqual(outcomes([{ name: '王方', phone: '13900000001' }], known), ['identity.phone_of_other'])
})

test('without a phone, name and birthday tell people apart', () => {
  const known = { ...nobody, withoutPhone: [{ name: '李强', bornOn: '1950-01-02' }] }
  assert.deepEqual(
    outcomes(
      [
        { name: '李强', bornOn: '1950-01-02' },
        { name: '李强', bornOn: '1951-01-02' },
      ],
      known,
    ),
    ['same', 'create'],
  )
})

test('the same person twice in one file is a fault of the second row', () => {
  assert.deepEqual(
    outcomes([
      { name: '王芳', phone: '13900000001' },
      { name: '王芳', phone: '13900000001' },
    ]),
    ['create', 'identity.phone_twice'],
  )
  assert.deepEqual(outcomes([{ name: '李强' }, { name: '李强' }]), ['create', 'identity.name_twice'])
})

test('nobody is born tomorrow', () => {
  assert.deepEqual(outcomes([{ name: '王芳', bornOn: '2026-06-19' }]), ['identity.born_later'])
})
