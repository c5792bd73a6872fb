import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Writable } from 'node:stream'
import pg from 'pg'
import sharp from 'sharp'
import { type Actor, anyone, system } from '#kernel/role'
import { places } from '#modules/places'
import { actorAt, buildDistrict, type TestDistrict } from '#modules/places/testing'
import { attachFiles, workplace } from '#modules/workplace'
import { type Ctx, inTransaction, newId } from '#platform/context'
import { readImage } from '#platform/files'
import { openTestPlatform } from '#platform/testing'
import { isFileShown } from '#platform/thread'
import { errandsModule, openErrand } from '#platform/thread/testing'
import * as contract from './contract.ts'

/** Errands that the test lets nobody read. */
const hidden = new Set<string>()
const platform = await openTestPlatform([
  places,
  workplace,
  errandsModule({
    canRead: async (_tx, id) => !hidden.has(id),
    canReadFile: (tx, id, fileId) =>
      isFileShown(tx, 'errand', id, fileId, tx.actor.kind === 'anyone' ? 'public' : 'parties'),
  }),
])
const { operations } = platform.services

/** A photo of a telephone: large, lying on its side, with the place where it was taken. */
const photo = await sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#7a8a6a' } })
  .withExif({ IFD0: { Make: 'phone' }, IFD3: { GPSLatitude: '25/1 2/1 0/1', GPSLatitudeRef: 'N' } })
  .withMetadata({ orientation: 6 })
  .jpeg()
  .toBuffer()
const pdf = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')

const upload = (actor: Actor, here: TestDistrict, fileName: string, bytes: Buffer, over: Partial<Ctx> = {}) =>
  operations.upload(platform.as(actor, here.id, over), contract.uploadFile, {}, { fileName, bytes })

const bytesOf = async (
  actor: Actor,
  here: TestDistrict,
  id: string,
  operation: typeof contract.openFile | typeof contract.openThumbnail = contract.openFile,
): Promise<Buffer> => {
  const answer = await operations.stream(platform.as(actor, here.id), operation, { id })
  const pieces: Buffer[] = []
  await answer.write(new Writable({ write: (piece: Buffer, _encoding, done) => (pieces.push(piece), done()) }))
  return Buffer.concat(pieces)
}

test('a photo is kept upright, at most 1600 pixels long and without the place where it was taken, with a small picture', async () => {
  const here = await buildDistrict(platform)
  const resident = actorAt(here.grid, ['resident'])
  const file = await upload(resident, here, 'IMG_2041.HEIC', photo)
  assert.deepEqual(
    { ...file, id: '', sizeBytes: 0 },
    { id: '', kind: 'image/jpeg', name: 'IMG_2041.jpg', sizeBytes: 0, width: 800, height: 1600, hasThumbnail: true },
  )
  const kept = await bytesOf(resident, here, file.id)
  assert.equal(kept.length, file.sizeBytes)
  assert.equal((await sharp(kept).metadata()).exif, undefined)
  const small = await readImage(await bytesOf(resident, here, file.id, contract.openThumbnail))
  assert.deepEqual([small.width, small.height], [160, 320])
})

test('a document is kept as it is and has no small picture', async () => {
  const here = await buildDistrict(platform)
  const resident = actorAt(here.grid, ['resident'])
  const file = await upload(resident, here, '../合同.exe', pdf)
  assert.deepEqual([file.kind, file.name, file.hasThumbnail], ['application/pdf', '合同.pdf', false])
  assert.deepEqual(await bytesOf(resident, here, file.id), pdf)
  const answer = await operations.stream(platform.as(resident, here.id), contract.openFile, { id: file.id })
  assert.equal(answer.inline, false)
  answer.write(new Writable({ write: (_piece, _encoding, done) => done() })).catch(() => undefined)
  await assert.rejects(bytesOf(resident, here, file.id, contract.openThumbnail), { code: 'files.not_found' })
})

test('what is no photo or document, is empty or infected is refused, and leaves no row', async () => {
  const here = await buildDistrict(platform)
  const resident = actorAt(here.grid, ['resident'])
  await assert.rejects(upload(resident, here, 'a.jpg', Buffer.from('<svg onload=alert(1)>')), {
    code: 'files.kind_not_allowed',
  })
  await assert.rejects(upload(resident, here, 'a.jpg', Buffer.alloc(0)), { code: 'files.empty' })
  const services = { ...platform.services, scanner: { scan: async () => 'infected' as const } }
  await assert.rejects(upload(resident, here, 'a.pdf', pdf, { services }), { code: 'files.infected' })
  const rows = await platform.rows(here.id, 'select 1 from platform.file')
  assert.equal(rows.length, 0)
})

test('no transaction is open while a photo is looked through and made small', async () => {
  const here = await buildDistrict(platform)
  const watcher = new pg.Client({ connectionString: platform.url })
  await watcher.connect()
  const open = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`
  const seen: number[] = []
  const look = async (): Promise<void> =>
    void seen.push((await watcher.query<{ count: number }>(open)).rows[0]?.count ?? -1)
  const { blobs } = platform.services
  const services = {
    ...platform.services,
    scanner: { scan: async () => look().then(() => 'clean' as const) },
    blobs: { ...blobs, put: (bytes: Buffer) => look().then(() => blobs.put(bytes)) },
  }
  await upload(actorAt(here.grid, ['resident']), here, 'IMG_2042.jpg', photo, { services })
  await watcher.end()
  assert.deepEqual(seen, [0, 0, 0])
})

test('what may not be uploaded by this actor is refused before anybody works on it', async () => {
  const here = await buildDistrict(platform)
  const scanned: number[] = []
  const scanner = { scan: async (bytes: Uint8Array) => (scanned.push(bytes.length), 'clean' as const) }
  const services = { ...platform.services, scanner }
  await assert.rejects(upload(anyone, here, 'a.pdf', pdf, { services }), { code: 'auth.required' })
  assert.deepEqual(scanned, [])
})

test('the same upload twice under one request id is one file', async () => {
  const here = await buildDistrict(platform)
  const resident = actorAt(here.grid, ['resident'])
  const requestId = newId(platform)
  const first = await upload(resident, here, '合同.pdf', pdf, { requestId })
  assert.deepEqual(await upload(resident, here, '合同.pdf', pdf, { requestId }), first)
  await assert.rejects(upload(resident, here, '合同.pdf', photo, { requestId }), { code: 'request.id_reused' })
})

test('a file that belongs to no matter opens for its owner only, and others are told that it is not there', async () => {
  const here = await buildDistrict(platform)
  const elsewhere = await buildDistrict(platform)
  const owner = actorAt(here.grid, ['resident'])
  const { id } = await upload(owner, here, '合同.pdf', pdf)
  assert.deepEqual(await bytesOf(owner, here, id), pdf)
  for (const other of [actorAt(here.grid, ['resident']), actorAt(here.district, ['administrator']), anyone]) {
    await assert.rejects(bytesOf(other, here, id), { code: 'files.not_found' })
  }
  await assert.rejects(bytesOf(owner, elsewhere, id), { code: 'files.not_found' })
  await assert.rejects(bytesOf(owner, here, newId(platform)), { code: 'files.not_found' })
})

test('an attached file opens for whoever may see an entry that carries it', async () => {
  const here = await buildDistrict(platform)
  const owner = actorAt(here.grid, ['resident'])
  const open = await upload(owner, here, '公开.pdf', pdf)
  const closed = await upload(owner, here, '不公开.pdf', pdf)
  for (const [file, visibility] of [
    [open, 'public'],
    [closed, 'parties'],
  ] as const) {
    await inTransaction(platform.as(owner, here.id), async (tx) => {
      const matter = await openErrand(tx, { title: '修门', place: here.grid, files: [file.id], visibility })
      await attachFiles(tx, [file.id], matter)
    })
  }
  assert.deepEqual(await bytesOf(anyone, here, open.id), pdf)
  await assert.rejects(bytesOf(anyone, here, closed.id), { code: 'files.not_found' })
  assert.deepEqual(await bytesOf(actorAt(here.grid, ['resident']), here, closed.id), pdf)
})

test('attachFiles takes own files only, and each for one matter', async () => {
  const here = await buildDistrict(platform)
  const owner = actorAt(here.grid, ['resident'])
  const other = actorAt(here.grid, ['resident'])
  const { id } = await upload(owner, here, '合同.pdf', pdf)
  const attach = (actor: Actor, matterId: string) =>
    inTransaction(platform.as(actor, here.id), (tx) => attachFiles(tx, [id], { kind: 'errand', id: matterId }))
  const [first, second] = [newId(platform), newId(platform)]
  await assert.rejects(attach(other, first), { code: 'files.not_found' })
  await assert.rejects(attach(anyone, first), { code: 'files.not_found' })
  await attach(owner, first)
  await attach(owner, first)
  await assert.rejects(attach(owner, second), { code: 'workplace.file_attached_elsewhere' })
  await assert.rejects(attach(system, second), { code: 'workplace.file_attached_elsewhere' })
})

test('two matters that take the same file at the same instant: one gets it', async () => {
  const here = await buildDistrict(platform)
  const owner = actorAt(here.grid, ['resident'])
  const { id } = await upload(owner, here, '合同.pdf', pdf)
  const attempts = Array.from({ length: 20 }, () =>
    inTransaction(platform.as(owner, here.id), (tx) => attachFiles(tx, [id], { kind: 'errand', id: newId(tx) })),
  )
  const outcomes = await Promise.allSettled(attempts)
  assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'workplace.file_attached_elsewhere')
  }
})
