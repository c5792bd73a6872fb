import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildAccount, holdPost, lastCode, newPhone, openBrowser, signInAsStaff, signInByCode } from './testing.ts'

const platform = await openTestPlatform([places, identity])

test('identity.session.signIn makes an unknown phone a resident of the district, with consent written down', async () => {
  const here = await buildDistrict(platform)
  const browser = await signInByCode(platform, here.id, newPhone())
  const me = await browser.perform(contract.findMe, {})
  assert.equal(me.name, '居民')
  assert.equal(me.placeId, here.district.id)
  assert.deepEqual(me.privacy, { version: contract.privacyVersion, givenAt: platform.now().toISOString() })
  assert.equal(me.staffStep, 'none')
  assert.deepEqual(me.districts, [{ districtId: here.id, name: here.district.name, isCurrent: true }])
})

test('staff with both factors have their posts', async () => {
  const here = await buildDistrict(platform)
  const account = await buildAccount(platform, here, { password: true, totp: true })
  await holdPost(platform, here, account.person.id, 'communityWorker')
  const browser = await signInAsStaff(platform, here.id, account)
  const me = await browser.perform(contract.findMe, {})
  assert.deepEqual(me.posts, [{ role: 'communityWorker', placeId: here.community.id, organizationId: null }])
  assert.ok(await lastCode(platform, here.id, 'x') === '')
  assert.ok(openBrowser)
})
