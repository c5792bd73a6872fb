// The server as `npm start` runs it, built. The tests of what it does run the sources; this one asks for what the
// building could break: what is found by its place among the folders, and what is loaded late.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDistrict } from '#modules/places/contract'
import { readConfig } from '#platform/config'
import { newId, systemCtx } from '#platform/context'
import { openPlatform } from '../src/main.ts'
import { root } from './repo.ts'
import { BUILT, startServerProcess } from './server/child.ts'

const skip = existsSync(join(root, ...BUILT)) ? false : 'not built yet: npm start builds it'
/** The libraries that nobody has asked for come one after the other behind the address. */
const LIBRARIES_WITHIN_MS = 3_000

const base = mkdtempSync(join(tmpdir(), 'gongzhi-built-'))
// The data folder belongs to the account of the database, when that is another.
chmodSync(base, 0o711)
const env = { GONGZHI_DATA: join(base, 'data') }
after(() => rmSync(base, { recursive: true, force: true }))

const foundDistrict = async (): Promise<void> => {
  const config = readConfig({ ...env, GONGZHI_SCENARIO: 'none' })
  const platform = await openPlatform(config, { purpose: 'command', log: () => undefined })
  const ctx = systemCtx(platform.services, 0)
  await platform.services.operations.perform({ ...ctx, requestId: newId(ctx) }, createDistrict, {
    city: { name: '测试市', code: '370100000000' },
    name: '测试区',
    code: '370199000000',
    center: { longitude: 117, latitude: 36.6 },
    validFrom: '2020-01-01',
  })
  await platform.stop()
}

test('the built server answers, draws a page, takes a report, loads what it needs later and stops in order', {
  skip,
}, async () => {
  await foundDistrict()
  const server = await startServerProcess(env, BUILT)
  try {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    const health = await fetch(`${server.address}/healthz`)
    assert.deepEqual(await health.json(), { ok: true, version, database: 'ok' })
    const page = await fetch(`${server.address}/`)
    assert.equal(page.status, 200)
    const html = await page.text()
    assert.match(html, /<html lang="zh-CN"/)
    const script = await fetch(`${server.address}${/\/assets\/[^"]+\.js/.exec(html)?.[0]}`)
    assert.equal(script.status, 200)
    assert.match(script.headers.get('cache-control') ?? '', /immutable/)
    const unknown = await fetch(`${server.address}/assets/unknown.js`)
    assert.equal(unknown.status, 404)
    assert.equal(((await unknown.json()) as { code: string }).code, 'request.unknown')
    const report = await fetch(`${server.address}/api/cases.case.report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ title: '路燈不亮', body: '晚上看不見路' }),
    })
    assert.equal(report.status, 200, server.said())
    await sleep(LIBRARIES_WITHIN_MS)
  } finally {
    await server.end('SIGTERM')
  }
  assert.equal(server.child.exitCode, 0, server.said())
  assert.doesNotMatch(server.said(), /queue:|libraries:/)
})
