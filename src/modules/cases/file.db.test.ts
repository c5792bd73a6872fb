import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import sharp from 'sharp'
import { type Actor, anyone } from '#kernel/role'
import { buildDistrict } from '#modules/places/testing'
import { uploadFile } from '#modules/workplace/contract'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildCase, buildTeam, caseModules, type CaseTeam } from './testing.ts'

const platform = await openTestPlatform(caseModules)
const { operations } = platform.services

const team = async () => buildTeam(platform, await buildDistrict(platform))

const upload = async (ours: CaseTeam, actor: Actor, background: string): Promise<string> => {
  const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .toBuffer()
  const ctx = platform.as(actor, ours.here.id)
  return (await operations.upload(ctx, uploadFile, {}, { fileName: 'photo.jpg', bytes })).id
}

const widthOf = async (
  ours: CaseTeam,
  operation: typeof contract.openFileByQueryCode | typeof contract.openThumbnailByQueryCode,
  input: { readonly queryCode: string; readonly id: string },
): Promise<number> => {
  const answer = await operations.stream(platform.as(anyone, ours.here.id), operation, input)
  const pieces: Buffer[] = []
  await answer.write(new Writable({ write: (piece: Buffer, _encoding, done) => (pieces.push(piece), done()) }))
  return (await sharp(Buffer.concat(pieces)).metadata()).width
}

test('whoever has the query code opens the photos of the case without an account, large and small', async () => {
  const ours = await team()
  const { id: caseId, queryCode } = await buildCase(platform, ours, { state: 'handling' })
  const after = await upload(ours, ours.solver, '#7a8a6a')
  await act(platform, ours, ours.solver, contract.resolveCase, { id: caseId, words: '换好了', fileIds: [after] })
  assert.equal(await widthOf(ours, contract.openFileByQueryCode, { queryCode, id: after }), 640)
  assert.equal(await widthOf(ours, contract.openThumbnailByQueryCode, { queryCode, id: after }), 320)
  const typed = `${queryCode.slice(0, 4)}-${queryCode.slice(4, 8)}-${queryCode.slice(8)}`.toLowerCase()
  assert.equal(await widthOf(ours, contract.openFileByQueryCode, { queryCode: typed, id: after }), 640)
})

test('a query code opens neither what only staff may see, nor files of other cases, nor those of nobody', async () => {
  const ours = await team()
  const { id: caseId, queryCode } = await buildCase(platform, ours, { state: 'handling' })
  const other = await buildCase(platform, ours, { state: 'handling' })
  const kept = await upload(ours, ours.solver, '#102030')
  const foreign = await upload(ours, ours.solver, '#203040')
  const loose = await upload(ours, ours.solver, '#304050')
  await act(platform, ours, ours.solver, contract.noteCase, {
    id: caseId,
    words: '内部照片',
    isForStaffOnly: true,
    fileIds: [kept],
  })
  await act(platform, ours, ours.solver, contract.resolveCase, { id: other.id, words: '换好了', fileIds: [foreign] })
  const wrong = '2'.repeat(contract.QUERY_CODE_LENGTH)
  for (const input of [
    { queryCode, id: kept },
    { queryCode, id: foreign },
    { queryCode, id: loose },
    { queryCode: wrong, id: foreign },
  ]) {
    for (const operation of [contract.openFileByQueryCode, contract.openThumbnailByQueryCode]) {
      await assert.rejects(widthOf(ours, operation, input), { code: 'files.not_found' })
    }
  }
})
