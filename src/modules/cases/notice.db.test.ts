import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone, type Role } from '#kernel/role'
import { buildPerson } from '#modules/identity/testing'
import type { PlaceRow } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { createAppointment, createPost } from '#modules/posts/contract'
import { systemCtx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { lapseUnjudged, tellOfLate } from './reactions.ts'
import { act, buildCase, buildTeam, caseModules, type CaseTeam } from './testing.ts'

const platform = await openTestPlatform(caseModules)

const team = async () => buildTeam(platform, await buildDistrict(platform))

/** A person with a post, told of what the post has to do with. */
const appoint = async (
  ours: CaseTeam,
  role: Exclude<Role, 'resident'>,
  place: PlaceRow,
  organizationId: string | null = null,
): Promise<string> => {
  const person = await buildPerson(platform, ours.here)
  const post = await act(platform, ours, ours.administrator, createPost, { role, placeId: place.id, organizationId })
  await act(platform, ours, ours.administrator, createAppointment, { postId: post.id, personId: person.id })
  return person.id
}

/** What somebody was told, in the order of the alphabet: the clock stands while a test runs. */
const noticesOf = async (ours: CaseTeam, personId: string): Promise<string[]> => {
  const rows = await platform.rows<{ key: string }>(
    ours.here.id,
    'select key from platform.notice where person_id = $1 order by created_at, id',
    [personId],
  )
  return rows.map((row) => row.key).sort()
}

test('a reporter with an account is told at every step that matters, inside the platform', async () => {
  const ours = await team()
  const person = await buildPerson(platform, ours.here)
  const resident = { ...anyone, kind: 'person' as const, personId: person.id, name: person.name }
  await buildCase(platform, ours, { by: resident, state: 'closed' })
  await platform.drainJobs()
  assert.deepEqual(await noticesOf(ours, person.id), [
    'cases:notice.accepted',
    'cases:notice.closed',
    'cases:notice.dispatched',
  ])
  const sent = await platform.rows(ours.here.id, 'select 1 from platform.delivery')
  assert.equal(sent.length, 0)
})

test('a reporter who left only a mobile number gets an SMS, with the query code when it is time to judge', async () => {
  const ours = await team()
  await buildCase(platform, ours, { state: 'closed', reporterName: '张芳', reporterPhone: '13812341234' })
  await buildCase(platform, ours, { state: 'refused' })
  await platform.drainJobs()
  const sent = await platform.rows<{ recipient: string; body: string }>(
    ours.here.id,
    'select recipient, body from platform.delivery order by created_at, id',
  )
  assert.deepEqual([...new Set(sent.map((row) => row.recipient))], ['13812341234'])
  assert.equal(sent.length, 3)
  assert.match(sent.find((row) => row.body.includes('评价'))?.body ?? '', /查询码 [2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}/)
})

test('the members of an organisation are told what they were given, what is to be done again and corrected', async () => {
  const ours = await team()
  const officer = await appoint(ours, 'departmentOfficer', ours.here.district, ours.organizationId)
  const { id, queryCode } = await buildCase(platform, ours, { state: 'handled' })
  await act(platform, ours, ours.verifier, contract.reworkCase, { id, words: '没弄好' })
  await act(platform, ours, ours.solver, contract.resolveCase, { id, words: '弄好了' })
  await act(platform, ours, ours.verifier, contract.verifyCase, { id })
  await act(platform, ours, ours.worker, contract.closeCase, { id, words: '好了' })
  await act(platform, ours, anyone, contract.evaluateCase, { queryCode, rating: 2 })
  await platform.drainJobs()
  assert.deepEqual(await noticesOf(ours, officer), [
    'cases:notice.assigned',
    'cases:notice.correctionAssigned',
    'cases:notice.reworkAssigned',
  ])
})

test('a person who holds no post in the organisation cannot be given a case there', async () => {
  const ours = await team()
  const officer = await appoint(ours, 'departmentOfficer', ours.here.district, ours.organizationId)
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  const dispatch = (personId: string) =>
    act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId: ours.organizationId, personId })
  await assert.rejects(dispatch(ours.worker.personId ?? ''), { code: 'cases.person_not_in_organization' })
  const dispatched = await dispatch(officer)
  assert.equal(dispatched.handler?.person?.id, officer)
})

test('whoever is nearest is told once that a case is late, and again when the next step is', async () => {
  const ours = await team()
  const worker = await appoint(ours, 'communityWorker', ours.here.community)
  const officer = await appoint(ours, 'streetOfficer', ours.here.street)
  const start = platform.now()
  const { id } = await buildCase(platform, ours)
  const tell = () => tellOfLate(systemCtx(platform.services, ours.here.id, platform.now))
  await tell()
  assert.deepEqual(await noticesOf(ours, worker), [])
  platform.setNow(new Date('2026-06-18T09:00:00Z'))
  await tell()
  await tell()
  assert.deepEqual(await noticesOf(ours, worker), ['cases:notice.late'])
  assert.deepEqual(await noticesOf(ours, officer), [])
  await act(platform, ours, ours.worker, contract.acceptCase, { id })
  platform.setNow(new Date('2026-06-23T09:00:00Z'))
  await tell()
  assert.equal((await noticesOf(ours, worker)).length, 2)
  platform.setNow(start)
})

test('a late 核查 is told to whoever may do it, not to who handled the case', async () => {
  const ours = await team()
  const worker = await appoint(ours, 'communityWorker', ours.here.community)
  const officer = await appoint(ours, 'streetOfficer', ours.here.street)
  const start = platform.now()
  const { id } = await buildCase(platform, ours, { state: 'handling' })
  await act(platform, ours, { ...ours.solver, personId: worker }, contract.resolveCase, { id, words: '清完了' })
  platform.setNow(new Date(start.getTime() + 30 * 24 * 60 * 60_000))
  await tellOfLate(systemCtx(platform.services, ours.here.id, platform.now))
  assert.deepEqual(await noticesOf(ours, worker), [])
  assert.deepEqual(await noticesOf(ours, officer), ['cases:notice.late'])
  platform.setNow(start)
})

test('a closed case that nobody judges ends after its 14 days by itself, one that was judged stays judged', async () => {
  const ours = await team()
  const start = platform.now()
  const silent = await buildCase(platform, ours, { state: 'closed' })
  const judged = await buildCase(platform, ours, { state: 'evaluated' })
  const lapse = () => lapseUnjudged(systemCtx(platform.services, ours.here.id, platform.now))
  const stateOf = async (id: string) => (await act(platform, ours, ours.worker, contract.findCase, { id })).state
  platform.setNow(new Date(start.getTime() + 14 * 24 * 60 * 60_000))
  await lapse()
  assert.equal(await stateOf(silent.id), 'closed')
  platform.setNow(new Date(start.getTime() + 14 * 24 * 60 * 60_000 + 1))
  await lapse()
  await lapse()
  assert.equal(await stateOf(silent.id), 'notEvaluated')
  assert.equal(await stateOf(judged.id), 'evaluated')
  platform.setNow(start)
})
