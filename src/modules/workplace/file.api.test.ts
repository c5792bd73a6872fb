import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import sharp from 'sharp'
import type { Actor } from '#kernel/role'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { workplace } from '#modules/workplace'
import { openTestPlatform } from '#platform/testing'
import { openTestApp } from '#platform/testing-http'

const platform = await openTestPlatform([places, identity, workplace])
const here = await buildDistrict(platform)
const resident = actorAt(here.grid, ['resident'])
const other = actorAt(here.grid, ['resident'])
const actors: Readonly<Record<string, Actor>> = { resident, other }
const web = await openTestApp(platform, {
  districtId: here.id,
  authenticate: async (token) => {
    const actor = actors[token]
    return actor ? { actor, districtId: here.id, language: 'zh-CN', sessionId: token } : null
  },
})

const BOUNDARY = 'gongzhi-boundary'

/** One file as a browser sends it. */
const send = (who: string, fileName: string, bytes: Buffer, key: string = randomUUID()) =>
  web.act('workplace.file.upload', undefined, {
    headers: {
      cookie: `gz_session=${who}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'idempotency-key': key,
    },
    payload: Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`),
      bytes,
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  })

const open = (who: string, id: string, operation = 'workplace.file.open') =>
  web.query(operation, { id }, { headers: { cookie: `gz_session=${who}` } })

const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#446644' } })
  .png()
  .toBuffer()

test('a photo goes up and comes back as a picture that no browser takes for anything else', async () => {
  const sent = await send('resident', '井盖.png', photo)
  assert.equal(sent.statusCode, 200, sent.body)
  const file = sent.json()
  const opened = await open('resident', file.id)
  assert.equal(opened.statusCode, 200)
  assert.equal(opened.headers['content-type'], 'image/jpeg')
  assert.equal(opened.headers['x-content-type-options'], 'nosniff')
  assert.equal(opened.headers['cache-control'], 'private, no-store')
  assert.equal(opened.headers['content-disposition'], `inline; filename*=UTF-8''${encodeURIComponent('井盖.jpg')}`)
  assert.equal(opened.rawPayload.length, file.sizeBytes)
  assert.equal(
    (await sharp((await open('resident', file.id, 'workplace.file.thumbnail')).rawPayload).metadata()).width,
    320,
  )
})

test('a document comes back as a download', async () => {
  const sent = await send('resident', '合同.pdf', Buffer.from('%PDF-1.4\ntrailer <<>>\n%%EOF\n'))
  const opened = await open('resident', sent.json().id)
  assert.match(String(opened.headers['content-disposition']), /^attachment;/)
})

test('others and those who have not signed in get a plain 404, and hand nothing in', async () => {
  const { id } = (await send('resident', '井盖.png', photo)).json()
  for (const who of ['other', 'nobody']) {
    const answer = await open(who, id)
    assert.equal(answer.statusCode, 404)
    assert.equal(answer.json().code, 'files.not_found')
    assert.equal(answer.json().message, '找不到这个文件，可能已经删除')
  }
  assert.equal((await send('nobody', '井盖.png', photo)).statusCode, 401)
})

test('an upload without a file, without a key, too large or of the wrong kind is refused by name', async () => {
  const cookie = { cookie: 'gz_session=resident' }
  assert.equal(
    (await web.act('workplace.file.upload', {}, { headers: cookie })).json().code,
    'request.unsupported_media',
  )
  assert.equal((await send('resident', 'a.jpg', Buffer.from('<html>'))).json().code, 'files.kind_not_allowed')
  assert.equal((await send('resident', 'a.jpg', photo, 'x')).json().code, 'request.id_missing')
  const large = await send('resident', 'a.jpg', Buffer.alloc(21 * 1024 * 1024, photo))
  assert.equal(large.statusCode, 413)
  assert.deepEqual(web.faults, [])
})

test('a connection that ends in the middle of a picture leaves nothing half kept', async () => {
  const cut = await send('resident', '井盖.png', photo.subarray(0, photo.length - 200))
  assert.equal(cut.json().code, 'files.damaged')
  assert.deepEqual(web.faults, [])
})
