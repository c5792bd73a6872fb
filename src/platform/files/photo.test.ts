import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { preparePhoto, readImage } from '#platform/files'

const red = { r: 200, g: 20, b: 20 }
const plain = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: red } })

const assertRefused = (work: Promise<unknown>, code: string, data?: object): Promise<void> =>
  assert.rejects(work, (fault: { code?: string; data?: object }) => {
    assert.equal(fault.code, code)
    if (data) assert.deepEqual(fault.data, data)
    return true
  })

/** Turned by 90° in its EXIF, and full of what a phone writes into a photo. */
let phonePhoto: Buffer

before(async () => {
  phonePhoto = await plain(2400, 1800)
    .withExif({
      IFD0: { Make: 'TestPhone' },
      IFD2: { DateTimeOriginal: '2026:01:01 10:00:00' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '25/1 2/1 3/1', GPSLongitudeRef: 'E', GPSLongitude: '102/1 4/1 5/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
})

test('kind and size come from the content, upright as the picture is looked at', async () => {
  assert.deepEqual(await readImage(phonePhoto), { kind: 'jpeg', width: 1800, height: 2400 })
  assert.deepEqual(await readImage(await plain(30, 20).png().toBuffer()), { kind: 'png', width: 30, height: 20 })
  assert.deepEqual(await readImage(await plain(30, 20).webp().toBuffer()), { kind: 'webp', width: 30, height: 20 })
})

test('a photo is made upright and small, with a thumbnail', async () => {
  const { photo, thumbnail } = await preparePhoto(phonePhoto)
  assert.deepEqual([photo.width, photo.height, photo.kind], [1200, 1600, 'jpeg'])
  assert.deepEqual([thumbnail.width, thumbnail.height], [240, 320])
  assert.deepEqual(await readImage(photo.bytes), { kind: 'jpeg', width: 1200, height: 1600 })
})

test('no metadata is left: not the place, not the time, not the camera', async () => {
  assert.ok((await sharp(phonePhoto).metadata()).exif?.includes('TestPhone'), 'the photo of the test has metadata')
  const { photo, thumbnail } = await preparePhoto(phonePhoto)
  for (const { bytes } of [photo, thumbnail]) {
    const { exif, xmp, iptc, icc, orientation, comments } = await sharp(bytes).metadata()
    assert.deepEqual([exif, xmp, iptc, icc, orientation, comments], Array(6).fill(undefined))
    for (const trace of ['TestPhone', 'Exif', '2026:01:01', 'GPS']) assert.ok(!bytes.includes(trace), trace)
  }
})

test('a small photo is not enlarged and transparency becomes white', async () => {
  const clear = sharp({ create: { width: 40, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
  const { photo } = await preparePhoto(await clear.png().toBuffer())
  assert.deepEqual([photo.width, photo.height], [40, 20])
  const { dominant } = await sharp(photo.bytes).stats()
  assert.ok(dominant.r > 240 && dominant.g > 240 && dominant.b > 240)
})

test('what is no image, another kind of image, and nothing at all are refused by name', async () => {
  await assertRefused(readImage(Buffer.from('%PDF-1.7')), 'files.not_an_image', { kind: 'pdf' })
  await assertRefused(preparePhoto(Buffer.from('<html>')), 'files.not_an_image', { kind: null })
  await assertRefused(readImage(await plain(10, 10).gif().toBuffer()), 'files.kind_not_allowed', { kind: 'gif' })
  await assertRefused(readImage(Buffer.from('<svg onload="alert(1)"/>')), 'files.kind_not_allowed', { kind: 'svg' })
  await assertRefused(readImage(await plain(16, 16).avif().toBuffer()), 'files.kind_not_allowed', { kind: 'avif' })
  await assertRefused(readImage(Buffer.alloc(0)), 'files.empty')
})

test('a cut-off image and a false beginning are damage', async () => {
  await assertRefused(preparePhoto(phonePhoto.subarray(0, phonePhoto.length / 2)), 'files.damaged')
  await assertRefused(readImage(Buffer.from('ffd8ffe0000000', 'hex')), 'files.damaged')
  const svgBehindJpeg = Buffer.concat([
    Buffer.from('ffd8ff', 'hex'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  ])
  await assertRefused(readImage(svgBehindJpeg), 'files.damaged')
})

test('a small file that claims thousands of megapixels is refused without being unpacked', async () => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const numbers = Buffer.alloc(8)
    numbers.writeUInt32BE(data.length, 0)
    numbers.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)])
  }
  const pngOf = (width: number, height: number): Buffer => {
    const head = Buffer.from('00000000000000000802000000', 'hex')
    head.writeUInt32BE(width, 0)
    head.writeUInt32BE(height, 4)
    const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND', Buffer.alloc(0))]
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
  }
  await assertRefused(preparePhoto(pngOf(60_000, 60_000)), 'files.too_large', { most: '60 MP' })
  assert.deepEqual(await readImage(pngOf(10_000, 6_000)), { kind: 'png', width: 10_000, height: 6_000 })
  await assertRefused(preparePhoto(pngOf(10_000, 6_000)), 'files.damaged')
})

test('too many bytes are refused before anything is read', async () => {
  await assertRefused(readImage(Buffer.alloc(30 * 1024 * 1024 + 1)), 'files.too_large', { most: '30 MB' })
})
