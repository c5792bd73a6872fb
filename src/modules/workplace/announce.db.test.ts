import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel/role'
import { findOrCreatePersonByPhone, identity } from '#modules/identity'
import { places } from '#modules/places'
import { buildDistrict, type TestDistrict } from '#modules/places/testing'
import { workplace } from '#modules/workplace'
import { inTransaction, newId } from '#platform/context'
import { type NotifyTables, tell } from '#platform/notify'
import { openTestPlatform } from '#platform/testing'
import { sendDueNotices } from './service/announce.ts'
import { keepSetting } from './store.ts'

const platform = await openTestPlatform([places, identity, workplace])
const china = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`)

let phoneCount = 0

/** Somebody of the grid with a phone, who reads this language. */
const personOf = (here: TestDistrict, language: 'zh-CN' | 'en' = 'zh-CN'): Promise<string> => {
  phoneCount += 1
  const phone = String(13_800_000_000 + phoneCount)
  return inTransaction(platform.as(system, here.id, { language }), async (tx) => {
    const person = await findOrCreatePersonByPhone(tx, { phone, name: '李小芳', placeId: here.grid.id })
    return person.id
  })
}

const notify = async (
  here: TestDistrict,
  at: string,
  personIds: readonly string[],
  words: string,
  isUrgent = false,
): Promise<void> => {
  platform.setNow(china(at))
  await inTransaction(platform.as(system, here.id), (tx) =>
    tell(tx, { personIds, key: 'notify:sms.one', data: { words }, isUrgent }),
  )
}

/** Looks as the job does, at this time; answers what went out since the last look. */
const look = async (here: TestDistrict, at: string, personIds: readonly string[] | null = null): Promise<string[]> => {
  platform.setNow(china(at))
  const countSent = async (): Promise<string[]> =>
    inTransaction(platform.as(system, here.id), async (tx) =>
      (
        await tx.db
          .withTables<NotifyTables>()
          .selectFrom('platform.delivery')
          .select('body')
          .where('district_id', '=', here.id)
          .orderBy('created_at')
          .orderBy('id')
          .execute()
      ).map((row) => row.body),
    )
  const before = await countSent()
  await sendDueNotices(platform.as(system, here.id), personIds)
  return (await countSent()).slice(before.length)
}

test('one digest a day tells of everything unread, at the time of the digest and not a minute sooner', async () => {
  const here = await buildDistrict(platform)
  const person = await personOf(here)
  await notify(here, '2026-06-17 16:00', [person], '一')
  await notify(here, '2026-06-18 08:30', [person], '二')
  assert.deepEqual(await look(here, '2026-06-18 08:59'), [])
  assert.deepEqual(await look(here, '2026-06-18 09:00'), ['【共治】您有 2 条没看：【共治】二；【共治】一'])
  assert.deepEqual(await look(here, '2026-06-18 09:15'), [])
})

test('a digest of the day names three and counts the rest; nothing goes twice', async () => {
  const here = await buildDistrict(platform)
  const person = await personOf(here)
  for (const [index, words] of ['一', '二', '三', '四', '五'].entries())
    await notify(here, `2026-06-18 10:0${index}`, [person], words)
  assert.deepEqual(await look(here, '2026-06-18 21:45'), [])
  assert.deepEqual(await look(here, '2026-06-19 09:00'), [
    '【共治】您有 5 条没看：【共治】五；【共治】四；【共治】三 等',
  ])
  assert.deepEqual(await look(here, '2026-06-20 09:00'), [])
})

test('urgent notices go at once, and in the quiet hours at their end', async () => {
  const here = await buildDistrict(platform)
  const person = await personOf(here)
  await notify(here, '2026-06-18 21:58', [person], '水管爆了', true)
  assert.deepEqual(await look(here, '2026-06-18 21:59', [person]), ['【共治】【共治】水管爆了'])
  await notify(here, '2026-06-18 22:00', [person], '电梯停了', true)
  await notify(here, '2026-06-18 22:01', [person], '月报')
  assert.deepEqual(await look(here, '2026-06-18 22:00', [person]), [])
  assert.deepEqual(await look(here, '2026-06-19 07:59'), [])
  assert.deepEqual(await look(here, '2026-06-19 08:00'), ['【共治】【共治】电梯停了'])
  assert.deepEqual(await look(here, '2026-06-19 09:00'), ['【共治】【共治】月报'])
})

test('what was read in the meantime is not sent', async () => {
  const here = await buildDistrict(platform)
  const person = await personOf(here)
  await notify(here, '2026-06-18 10:00', [person], '看过了')
  await platform.rows(here.id, 'update platform.notice set read_at = now()')
  assert.deepEqual(await look(here, '2026-06-19 09:00'), [])
})

test('who wants no SMS or has no phone gets none, and is not looked at again', async () => {
  const here = await buildDistrict(platform)
  const [unwilling, unreachable] = [await personOf(here), newId(platform)]
  await inTransaction(platform.as(system, here.id), (tx) =>
    keepSetting(tx, unwilling, { quietFromMinute: 0, quietUntilMinute: 0, digestMinute: 540, bySms: false }),
  )
  await notify(here, '2026-06-18 10:00', [unwilling, unreachable], '月报')
  assert.deepEqual(await look(here, '2026-06-19 09:00'), [])
  const rows = await platform.rows<Record<string, unknown>>(here.id, 'select digested_at from platform.notice')
  assert.deepEqual(
    rows.map((row) => row['digested_at'] !== null),
    [true, true],
  )
})

test('everybody reads the SMS in the own language and at the own time', async () => {
  const here = await buildDistrict(platform)
  const [early, late] = [await personOf(here, 'en'), await personOf(here)]
  const keep = (personId: string, digestMinute: number) =>
    inTransaction(platform.as(system, here.id), (tx) =>
      keepSetting(tx, personId, { quietFromMinute: 1320, quietUntilMinute: 360, digestMinute, bySms: true }),
    )
  await keep(early, 6 * 60 + 30)
  await keep(late, 18 * 60)
  await notify(here, '2026-06-18 20:00', [early, late], 'June report')
  assert.deepEqual(await look(here, '2026-06-19 06:30'), ['[Gongzhi] [Gongzhi] June report'])
  assert.deepEqual(await look(here, '2026-06-19 18:00'), ['【共治】【共治】June report'])
})

test('two looks at the same instant send one SMS, and hundreds of people are all reached', async () => {
  const here = await buildDistrict(platform)
  const people: string[] = []
  for (let index = 0; index < 230; index += 1) people.push(await personOf(here))
  await notify(here, '2026-06-18 10:00', people, '月报')
  platform.setNow(china('2026-06-19 09:00'))
  await Promise.all([1, 2, 3].map(() => sendDueNotices(platform.as(system, here.id), null)))
  const rows = await platform.rows<Record<string, unknown>>(
    here.id,
    'select count(*)::int as count from platform.delivery',
  )
  assert.equal(rows[0]?.['count'], 230)
})

test('a notice with many words is cut to the length of an SMS', async () => {
  const here = await buildDistrict(platform)
  const person = await personOf(here)
  await notify(here, '2026-06-18 10:00', [person], '长'.repeat(900))
  const [body] = await look(here, '2026-06-19 09:00')
  assert.equal(body?.length, 335)
  assert.ok(body?.endsWith('…'))
})

test('an urgent notice goes all the way by its jobs, and not at all when what it tells of is undone', async () => {
  const here = await buildDistrict(platform)
  const person = await personOf(here)
  await inTransaction(platform.as(system, here.id), (tx) =>
    keepSetting(tx, person, { quietFromMinute: 0, quietUntilMinute: 0, digestMinute: 0, bySms: true }),
  )
  const undone = inTransaction(platform.as(system, here.id), async (tx) => {
    await tell(tx, { personIds: [person], key: 'notify:sms.one', data: { words: '没有的事' }, isUrgent: true })
    throw new Error('changed my mind')
  })
  await assert.rejects(undone)
  await platform.drainJobs()
  await notify(here, '2026-06-18 10:00', [person], '水管爆了', true)
  await platform.drainJobs()
  const rows = await platform.rows<Record<string, unknown>>(
    here.id,
    'select body, sent_at is not null as sent from platform.delivery',
  )
  assert.deepEqual(rows, [{ body: '【共治】【共治】水管爆了', sent: true }])
})
