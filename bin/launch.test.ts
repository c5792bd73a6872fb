import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.resolve(import.meta.dirname, '..')

const launch = (args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [path.join(root, 'bin/launch.mjs'), ...args], {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  })

test('an unknown command is refused with the list of those that exist', () => {
  const { status, stdout, stderr } = launch(['stat'])
  assert.equal(status, 2)
  assert.match(stderr, /no such command: stat/)
  for (const command of ['start', 'migrate', 'import', 'figures', 'bench', 'check']) {
    assert.match(stdout, new RegExp(`^  ${command} `, 'm'))
  }
})

test('bad settings end the start with the reasons and without a stack', () => {
  const { status, stderr } = launch(['migrate'], { PORT: 'eighty', GONGZHI_SCENARIO: 'big' })
  assert.equal(status, 2)
  assert.match(stderr, /PORT="eighty"/)
  assert.match(stderr, /GONGZHI_SCENARIO="big"/)
  assert.doesNotMatch(stderr, /\n\s+at /)
})

test('what the launcher says about its steps leaves the output of a command clean', () => {
  const { status, stdout, stderr } = launch(['help'])
  assert.equal(status, 0)
  assert.doesNotMatch(stdout, /runtime|packages/)
  assert.match(stderr, /runtime/)
})

test('the launcher and what it imports are plain JavaScript that needs no package', () => {
  for (const file of ['launch', 'progress', 'folder', 'runtime', 'npm', 'install', 'build']) {
    const text = readFileSync(path.join(root, `bin/${file}.mjs`), 'utf8')
    const imports = [...text.matchAll(/ from '([^']+)'/g)].map((match) => match[1] ?? '')
    for (const name of imports) assert.match(name, /^node:|^\.\/[a-z]+\.mjs$/, `${file}.mjs imports ${name}`)
  }
})

test('continuous integration runs nothing but npm test', () => {
  const lines = readFileSync(path.join(root, '.ci/run'), 'utf8').trimEnd().split('\n')
  assert.deepEqual(lines.slice(0, 2), ['#!/usr/bin/env bash', 'set -euo pipefail'])
  assert.deepEqual(lines.slice(3), ['npm test'])
})
