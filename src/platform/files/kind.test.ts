import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkAttachment, type FileKind, fileKind } from '#platform/files'
import { zipOf } from '../zip.testing.ts'

const refusedWith = (code: string, data?: object) => (fault: unknown) => {
  const { code: actual, data: actualData } = fault as { code: string; data: object }
  assert.equal(actual, code)
  if (data) assert.deepEqual(actualData, data)
  return true
}
const types = { name: '[Content_Types].xml', content: '<Types/>' }
const docx = zipOf([types, { name: 'word/document.xml', content: '<w:document/>' }])
const xlsx = zipOf([types, { name: 'xl/workbook.xml', content: '<workbook/>' }])
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')

test('a file is known by its content, whatever its name says', () => {
  const examples: ReadonlyArray<readonly [FileKind | undefined, Buffer]> = [
    ['jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['webp', Buffer.from('524946460000000057454250', 'hex')],
    ['pdf', pdf],
    ['docx', docx],
    ['xlsx', xlsx],
    ['pptx', zipOf([types, { name: 'ppt/presentation.xml', content: '' }])],
    [
      'office_macro',
      zipOf([types, { name: 'xl/workbook.xml', content: '' }, { name: 'xl/vbaProject.bin', content: 'x' }]),
    ],
    ['zip', zipOf([{ name: 'a.txt', content: 'a' }])],
    ['zip', zipOf([{ name: 'word/document.xml', content: 'a' }])],
    ['zip', zipOf([types, { name: '../word/document.xml', content: 'a' }])],
    ['office_old', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['gif', Buffer.from('GIF89a')],
    ['heic', Buffer.concat([Buffer.alloc(4), Buffer.from('ftypheic\0\0\0\0mif1heic')])],
    ['avif', Buffer.concat([Buffer.alloc(4), Buffer.from('ftypavif\0\0\0\0mif1avif')])],
    ['svg', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [undefined, Buffer.from('<html><script>alert(1)</script>')],
    [undefined, Buffer.from('RIFF\0\0\0\0WAVE')],
    [undefined, Buffer.alloc(0)],
  ]
  for (const [kind, bytes] of examples) assert.equal(fileKind(bytes), kind)
})

test('jpeg, png, webp, pdf, xlsx and docx may be attached and everything else is refused by name', () => {
  assert.equal(checkAttachment(pdf), 'pdf')
  assert.equal(checkAttachment(docx), 'docx')
  assert.equal(checkAttachment(xlsx), 'xlsx')
  assert.throws(() => checkAttachment(Buffer.from('MZ\x90\0')), refusedWith('files.kind_not_allowed', { kind: null }))
  assert.throws(() => checkAttachment(Buffer.from('GIF89a')), refusedWith('files.kind_not_allowed', { kind: 'gif' }))
})

test('an empty, a too large and a cut-off file are refused', () => {
  assert.throws(() => checkAttachment(Buffer.alloc(0)), refusedWith('files.empty'))
  assert.throws(() => checkAttachment(pdf, pdf.length - 1), refusedWith('files.too_large', { most: '0 MB' }))
  assert.equal(checkAttachment(pdf, pdf.length), 'pdf')
  assert.throws(() => checkAttachment(pdf.subarray(0, 20)), refusedWith('files.damaged'))
})

test('any bytes behind any known beginning end in a kind or in none', () => {
  const head = fc.constantFrom('', '504b0304', 'ffd8ff', '255044462d', '52494646', '3c737667')
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 200 }), (hex, tail) => {
      fileKind(Buffer.concat([Buffer.from(hex, 'hex'), tail]))
    }),
  )
})
