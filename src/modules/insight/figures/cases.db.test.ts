import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modules } from '#modules'
import { buildCase, buildTeam } from '#modules/cases/testing'
import { buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import { systemCtx } from '#platform/context'
import { caseFigures } from './cases.ts'

const platform = await openTestPlatform(modules)

test('channels and the closure of what came online follow the records (S2-45, S4-59)', async () => {
  const team = await buildTeam(platform, await buildDistrict(platform))
  const ctx = systemCtx(platform.services, team.here.id, platform.now)
  const computed = () => Promise.all(caseFigures.map(({ compute }) => compute(ctx)))
  assert.deepEqual(await computed(), [0, Number.NaN])
  await buildCase(platform, team, { channel: 'online', by: team.worker, state: 'closed' })
  await buildCase(platform, team, { channel: 'online', by: team.worker })
  await buildCase(platform, team, {})
  await platform.drainJobs()
  assert.deepEqual(await computed(), [2, 50])
})
