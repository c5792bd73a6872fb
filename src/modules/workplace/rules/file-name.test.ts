import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fileNameOf } from './file-name.ts'

test('a file keeps its name and gets the ending of what it is', () => {
  assert.equal(fileNameOf('井盖.png', 'jpg'), '井盖.jpg')
  assert.equal(fileNameOf('2026.06.18 现场.JPEG', 'jpg'), '2026.06.18 现场.jpg')
  assert.equal(fileNameOf('.htaccess', 'pdf'), 'file.pdf')
})

test('folders, reserved characters and marks of direction are gone from a name', () => {
  assert.equal(fileNameOf('../../etc/passwd', 'pdf'), 'passwd.pdf')
  assert.equal(fileNameOf('C:\\Users\\a\\楼道.jpg', 'jpg'), '楼道.jpg')
  assert.equal(fileNameOf('a\u202Egpj\u0000<b>.exe', 'jpg'), 'agpjb.jpg')
})

test('any name at all becomes one of 1 to 200 characters that names no folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const kept = fileNameOf(name, 'jpg')
      assert.match(kept, /^[^/\\\p{Cc}]{1,200}$/u)
      assert.ok(kept.endsWith('.jpg') && kept !== '.jpg')
    }),
  )
})
