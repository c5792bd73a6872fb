import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holds } from '#kernel/operation'
import { type Actor, anyone, roles, system } from '#kernel/role'
import { modules } from '#modules'
import { permissionsText } from '../tools/write-permissions.ts'
import { readText } from './repo.ts'

const operations = modules.flatMap((module) => module.operations.map((handled) => handled.operation))

test('who may do what is as it was reviewed: node tools/write-permissions.ts writes the snapshot', () => {
  assert.equal(readText('test/permissions.snapshot.txt'), permissionsText())
})

const HERE = '1.2.3.'
const ORGANIZATION = '01890000-0000-7000-8000-000000000001'

const holderOf = (role: (typeof roles)[number], placePath: string, organizationId: string | null): Actor => ({
  kind: 'person',
  personId: ORGANIZATION,
  name: '',
  posts: [{ id: ORGANIZATION, role, placeId: 1, placePath, organizationId }],
})

test('every operation, for every role: held at the place or above, never beside it, never without the role', () => {
  for (const { id, access } of operations) {
    for (const role of roles) {
      const named = access.kind === 'roles' && access.roles.includes(role)
      const open = access.kind !== 'roles'
      const may = (placePath: string, organizationId: string | null = null): boolean =>
        holds(holderOf(role, placePath, organizationId), access, { placePath: HERE, organizationId: ORGANIZATION })
      const byPlace = open || (named && access.at !== 'organization')
      assert.equal(may(HERE), byPlace, `${id} ${role} here`)
      assert.equal(may('1.'), byPlace, `${id} ${role} above`)
      const anywhere = open || (named && access.at === 'district')
      assert.equal(may('1.2.3.4.'), anywhere, `${id} ${role} below`)
      assert.equal(may('1.2.33.'), anywhere, `${id} ${role} beside`)
      const byOrganization = open || (named && access.at !== 'place')
      assert.equal(may('9.', ORGANIZATION), byOrganization, `${id} ${role} in the organisation`)
    }
    assert.equal(holds(anyone, access), access.kind === 'anyone', id)
    assert.equal(holds(system, access), true, id)
  }
})

test('no act is open to who has not signed in but signing in, raising a matter, and what its query code allows', () => {
  const open = operations
    .filter((operation) => operation.kind !== 'read' && operation.access.kind === 'anyone')
    .map((operation) => operation.id)
  const allowed =
    /^identity\.|^workplace\.file\.(?:open|thumbnail)$|^cases\.file\.(?:open|thumbnail)ByQueryCode$|^cases\.case\.(?:report|evaluate|withdraw|supplement|reraise)$/
  assert.deepEqual(
    open.filter((id) => !allowed.test(id)),
    [],
  )
})
