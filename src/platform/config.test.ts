import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { ConfigError, readConfig, settings } from './config.ts'

const refusalOf = (env: Record<string, string>): string => {
  try {
    readConfig(env)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
  }
  assert.fail('the settings were accepted')
}

test('without settings the server listens on loopback at 8480 with the demo scenario and its own database', () => {
  const config = readConfig({ PORT: '', PATH: '/usr/bin' })
  assert.deepEqual(config, {
    host: '127.0.0.1',
    port: 8480,
    loopback: true,
    dataFolder: path.resolve(import.meta.dirname, '../../data'),
    databaseUrl: null,
    scenario: 'demo',
    smtp: null,
  })
})

test('the defaults that the list of settings promises are the ones that apply', () => {
  const promised = Object.fromEntries(
    settings.flatMap((setting) => (setting.default ? [[setting.name, setting.default]] : [])),
  )
  assert.deepEqual(readConfig(promised), readConfig({}))
})

test('an address that other machines can reach is not loopback', () => {
  const loopbackOf = (host: string): boolean => readConfig({ HOST: host }).loopback
  assert.deepEqual(['127.0.0.1', '127.8.0.1', '::1', 'localhost'].map(loopbackOf), [true, true, true, true])
  assert.deepEqual(['0.0.0.0', '::', '192.0.2.7'].map(loopbackOf), [false, false, false])
})

test('a bad value is refused with the setting, the value and what is allowed', () => {
  for (const port of ['65536', '-1', '80a', '8480.5', '999999']) {
    const refusal = refusalOf({ PORT: port })
    assert.ok(refusal.includes(`PORT="${port}"`) && refusal.includes('0 to 65535'), refusal)
  }
  assert.match(refusalOf({ HOST: 'example.org/x' }), /HOST="example\.org\/x".*IP address/)
  assert.match(refusalOf({ GONGZHI_SCENARIO: 'Demo' }), /GONGZHI_SCENARIO="Demo".*demo or none/)
})

test('all faults are told at once', () => {
  assert.equal(refusalOf({ PORT: 'x', HOST: 'y', GONGZHI_SCENARIO: 'z' }).split('\n').length, 4)
})

test('a bad database address is refused without showing its password', () => {
  for (const url of ['mysql://a:geheim@db/x', 'postgres://a:geheim@db', 'a:geheim@db/x']) {
    const refusal = refusalOf({ DATABASE_URL: url })
    assert.match(refusal, /DATABASE_URL=\*\*\*/)
    assert.doesNotMatch(refusal, /geheim/)
  }
})

test('a database address with user, password, host, port and database is taken as it is', () => {
  const url = 'postgresql://gongzhi:p%40ss@[::1]:5433/gongzhi?sslmode=require'
  assert.equal(readConfig({ DATABASE_URL: url }).databaseUrl, url)
})

test('a mail server and a sender are taken together, with a name or without', () => {
  const url = 'smtps://notice:p%40ss@mail.example.org:465'
  for (const from of ['notice@example.org', '共治 <notice@example.org>']) {
    assert.deepEqual(readConfig({ GONGZHI_SMTP_URL: url, GONGZHI_MAIL_FROM: from }).smtp, { url, from })
  }
})

test('a mail server without a sender is refused, and a sender without a server', () => {
  assert.match(refusalOf({ GONGZHI_SMTP_URL: 'smtp://mail.example.org' }), /GONGZHI_MAIL_FROM.*is missing.*one address/)
  assert.match(refusalOf({ GONGZHI_MAIL_FROM: 'notice@example.org' }), /GONGZHI_SMTP_URL.*is missing.*smtp:/)
})

test('a bad mail server is refused without showing its password, a bad sender with what is allowed', () => {
  const sender = { GONGZHI_MAIL_FROM: 'notice@example.org' }
  for (const url of [
    'http://a:geheim@mail',
    'a:geheim@mail',
    'smtp://',
    'smtp://a:geheim@mail/?tls.rejectUnauthorized=false',
  ]) {
    const refusal = refusalOf({ ...sender, GONGZHI_SMTP_URL: url })
    assert.match(refusal, /GONGZHI_SMTP_URL=\*\*\*.*must be smtp:/)
    assert.doesNotMatch(refusal, /geheim/)
  }
  for (const from of ['notice', 'a@b, c@d', 'a@b\r\nBcc: c@d', '共治 <notice>', 'x\n <a@b>']) {
    const refusal = refusalOf({ GONGZHI_SMTP_URL: 'smtp://mail', GONGZHI_MAIL_FROM: from })
    assert.match(refusal, /GONGZHI_MAIL_FROM=.*must be one address/)
  }
})

test('a misspelt setting with our prefix is refused, other variables are left alone', () => {
  assert.match(refusalOf({ GONGZHI_DATEN: '/srv' }), /GONGZHI_DATEN.*no such setting.*GONGZHI_DATA/)
  assert.doesNotThrow(() => readConfig({ LANG: 'zh_CN.UTF-8', PORTS: 'x' }))
})

test('every setting is in docs/operating/configure.md with its default and its description', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/operating/configure.md'), 'utf8')
  for (const setting of settings) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${setting.name}\` |`))
    assert.ok(row, `no row for ${setting.name}`)
    assert.ok(setting.default === null || row.includes(`\`${setting.default}\``), `default of ${setting.name}`)
    assert.ok(row.includes(setting.description.en) && row.includes(setting.description.zh), `text of ${setting.name}`)
    assert.ok(row.includes(setting.allowed.en), `allowed values of ${setting.name}`)
  }
})

test('docs/operating/configure.md names no setting that does not exist', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/operating/configure.md'), 'utf8')
  const named = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1])
  assert.deepEqual(
    named,
    settings.map((setting) => setting.name),
  )
})
