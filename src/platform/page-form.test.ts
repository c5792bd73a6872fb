import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextAddress } from './page-form.ts'

test('after a form one goes on within our own site', () => {
  for (const own of ['/', '/mine', '/cases/1?tab=thread#last', '/say?words=路灯', '/a//b']) {
    assert.equal(nextAddress(own, '/home'), own)
  }
})

test('an address that a browser would take for another site is not followed', () => {
  const others = [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    'https://evil.example',
    'evil',
    '',
    undefined,
  ]
  for (const other of others) {
    assert.equal(nextAddress(other, '/home'), '/home', String(other))
    if (other) assert.notEqual(new URL(nextAddress(other, '/home'), 'https://gongzhi.example').host, 'evil.example')
  }
})
