import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildPerson } from './testing.ts'

const platform = await openTestPlatform([places, identity])
const { operations } = platform.services
const csv = (...rows: string[]) => ({
  fileName: '人员.csv',
  bytes: Buffer.from(`姓名,手机,住址,性别,出生日期,党员\n${rows.join('\n')}\n`),
})

const buildWorker = async () => {
  const here = await buildDistrict(platform)
  const ctx = () => platform.as(actorAt(here.community, ['communityWorker']), here.id)
  const input = { placeId: here.grid.id }
  return {
    here,
    preview: (file: ReturnType<typeof csv>) => operations.upload(ctx(), contract.previewImport, input, file),
    commit: (file: ReturnType<typeof csv>) => operations.upload(ctx(), contract.commitImport, input, file),
    count: async () => {
      const [row] = await platform.rows<{ count: number }>(
        here.id,
        'select count(*)::int as count from identity.person where district_id = $1',
        [here.id],
      )
      return row?.count
    },
    names: async () => (await operations.perform(ctx(), contract.listPersons, { withinId: here.grid.id })).items,
  }
}

test('identity.import.commit takes in a file once; the same file again changes nothing', async () => {
  const worker = await buildWorker()
  const file = csv(
    '王小芳,139-0003-0001,翠湖路3号5栋301室,女,1968-05-12,是',
    '李强,13900030002,,男,1950年1月2日,否',
    '无名氏,,,,1950-01-03,',
  )
  const preview = await worker.preview(file)
  assert.deepEqual([preview.rowCount, preview.createdCount, preview.badCount], [3, 3, 0])
  assert.equal(preview.rows[0]?.phone, '139****0001')
  assert.equal(await worker.count(), 0)
  assert.equal((await worker.commit(file)).createdCount, 3)
  const again = await worker.commit(file)
  assert.deepEqual([again.createdCount, again.sameCount], [0, 3])
  assert.equal(await worker.count(), 3)
  const persons = await worker.names()
  const fang = persons.find((person) => person.name === '王小芳')
  assert.deepEqual(
    [fang?.phone, fang?.bornOn, fang?.gender, fang?.isPartyMember],
    ['139****0001', '1968-**-**', 'female', true],
  )
})

test('one bad row and nothing is taken in; each fault is named at its cell', async () => {
  const worker = await buildWorker()
  const phone = '13900030011'
  await buildPerson(platform, worker.here, { name: '张伟', phone })
  const file = csv(
    '王小芳,13900030012,,,,',
    '短号,1390003,,,,',
    `别人,${phone},,,,`,
    '王小芳,13900030012,,,,',
    ',13900030013,,,,',
    '明天,13900030014,,,2026-06-19,',
    '=1+1,13900030015,,某,,',
  )
  const report = await worker.preview(file)
  assert.deepEqual(
    report.rows
      .filter((row) => row.change === 'bad')
      .map((row) => [row.line, row.faults.map((fault) => [fault.column, fault.code])]),
    [
      [3, [['手机', 'identity.cell_phone']]],
      [4, [['手机', 'identity.phone_of_other']]],
      [5, [['手机', 'identity.phone_twice']]],
      [6, [['姓名', 'office.cell_required']]],
      [7, [['出生日期', 'identity.born_later']]],
      [8, [['性别', 'office.cell_not_a_choice']]],
    ],
  )
  await assert.rejects(worker.commit(file), { code: 'identity.import_has_faults', data: { count: 6, line: 3 } })
  assert.equal(await worker.count(), 1)
})

test('a file is taken in for a place of the own only', async () => {
  const worker = await buildWorker()
  const ctx = platform.as(actorAt(worker.here.community, ['communityWorker']), worker.here.id)
  const elsewhere = await buildDistrict(platform)
  const put = (placeId: number) =>
    operations.upload({ ...ctx, requestId: null }, contract.commitImport, { placeId }, csv('王小芳,,,,,'))
  await assert.rejects(put(worker.here.street.id), { code: 'auth.forbidden' })
  await assert.rejects(put(elsewhere.grid.id), { code: 'identity.place_elsewhere' })
})

test('what is no table is refused by name', async () => {
  const worker = await buildWorker()
  await assert.rejects(worker.preview({ fileName: 'x.csv', bytes: Buffer.alloc(0) }), { code: 'office.empty' })
  await assert.rejects(worker.preview({ fileName: 'x.csv', bytes: Buffer.from('a,b\n1,2\n') }), {
    code: 'office.column_missing',
  })
})
