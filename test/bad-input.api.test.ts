// Bad requests over the whole API, made from what `openapi.json` says of each operation: whatever comes in, the answer
// is the operation's own or a refusal with a code and a phrase, never a fault of ours. The same seed makes the same requests.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modules } from '#modules'
import { findActor } from '#modules/identity'
import { buildAccount, holdPost, signInAsStaff, signInByCode } from '#modules/identity/testing'
import { buildCase, buildTeam } from '#modules/cases/testing'
import { buildDistrict } from '#modules/places/testing'
import { languages } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import { openTestApp, type TestApp } from '#platform/testing-http'
import { hasPhrase } from '#platform/words'
import { badRequest, type Described, goodRequest } from './bad-input/request.ts'
import { diceOf } from './bad-input/random.ts'
import type { Known, Schema } from './bad-input/sample.ts'
import { readText } from './repo.ts'

const SEED = 20_260_618
const ROUNDS_PER_OPERATION = 48
const ROUNDS_PER_UPLOAD = 18
const REFUSED_MIN = 5_000
const FAULTS_SHOWN = 30

interface Method {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

const describedOf = (path: string, methods: Readonly<Record<string, Method>>): Described[] =>
  Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
    const json = requestBody?.content['application/json']?.schema ?? null
    const query = parameters.filter((parameter) => parameter.in === 'query')
    return {
      path,
      kind: method === 'get' ? 'read' : json ? 'act' : 'upload',
      query: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
      body: json,
    }
  })

const { paths } = JSON.parse(readText('openapi.json')) as { paths: Record<string, Record<string, Method>> }
const operations = Object.entries(paths).flatMap(([path, methods]) => describedOf(path, methods))

/** Session tokens by who asks (nobody, a resident, the administrator), and the app that knows them. */
const setUp = async (): Promise<{ testApp: TestApp; tokens: readonly (string | null)[]; known: Known }> => {
  const platform = await openTestPlatform(modules)
  const here = await buildDistrict(platform)
  const team = await buildTeam(platform, here)
  const handling = await buildCase(platform, team, { state: 'handling' })
  const closed = await buildCase(platform, team, { state: 'closed' })
  const resident = await buildAccount(platform, here)
  const administrator = await buildAccount(platform, here, { password: true, totp: true })
  // With the posts of a community as well, so that every list has something for one and the same person.
  for (const role of ['administrator', 'communityWorker', 'dispatcher', 'gridLeader'] as const)
    await holdPost(platform, here, administrator.person.id, role, { place: here.district })
  const signedIn = [
    (await signInByCode(platform, here.id, resident.phone)).token ?? '',
    (await signInAsStaff(platform, here.id, administrator)).token ?? '',
  ]
  // Both stay signed in, whatever the requests do to their sessions: a request refused at the door tests nothing.
  const kept = new Map(
    await Promise.all(
      signedIn.map(async (token) => [token, await findActor(platform.services, token, platform.now())] as const),
    ),
  )
  const testApp = await openTestApp(platform, {
    authenticate: async (token, now) => kept.get(token) ?? (await findActor(platform.services, token, now)),
    districtId: here.id,
  })
  const numbers = [here.id, here.street.id, here.community.id, here.grid.id, 1]
  const ids = [handling.id, closed.id, team.organizationId, resident.person.id, administrator.person.id]
  return { testApp, tokens: [null, ...signedIn], known: { ids, numbers } }
}

const { testApp, tokens, known: built } = await setUp()

let requestCount = 0

/** Every request from an address of its own, so that no limit of requests a minute hides what is behind it. */
const nextAddress = (): string => {
  requestCount += 1
  return `10.${(requestCount >> 16) & 255}.${(requestCount >> 8) & 255}.${requestCount & 255}`
}

const send = (draft: ReturnType<typeof badRequest>, token: string | null) => {
  const cookie = draft.headers['cookie'] ?? (token === null ? undefined : `gz_session=${token}`)
  const headers = cookie === undefined ? draft.headers : { ...draft.headers, cookie }
  return testApp.app.inject({ ...draft, headers, remoteAddress: nextAddress() })
}

type Answer = Awaited<ReturnType<typeof send>>

interface ProblemBody {
  readonly code?: unknown
  readonly message?: unknown
  readonly fields?: readonly { readonly code: string }[]
}

const hasWords = (code: string): boolean => {
  const dot = code.indexOf('.')
  const key = `${code.slice(0, dot)}:refusal.${code.slice(dot + 1)}`
  return languages.filter((language) => language !== 'ko').every((language) => hasPhrase(language, key))
}

/** What is wrong with the answer to a bad request; null when nothing is. */
const faultIn = (answer: Answer): string | null => {
  if (answer.statusCode < 400) return null
  if (answer.statusCode >= 500) return `${answer.statusCode}`
  if (!String(answer.headers['content-type']).startsWith('application/problem+json')) return 'no problem+json'
  const { code, message, fields = [] } = JSON.parse(answer.body) as ProblemBody
  if (typeof code !== 'string' || typeof message !== 'string' || message === '') return 'no code or no message'
  const silent = [code, ...fields.map((field) => field.code)].filter((one) => !hasWords(one))
  return silent.length === 0 ? null : `no phrase for ${silent.join()}`
}

/** Ids of whatever the administrator can list: requests that name real things get further. */
const harvest = async (): Promise<Known> => {
  const dice = diceOf(SEED)
  const ids = new Set(['01890000-0000-7000-8000-000000000001', ...built.ids])
  for (const operation of operations.filter(({ kind }) => kind === 'read')) {
    const { draft } = goodRequest({ ...operation, query: {} }, { ids: [...ids], numbers: built.numbers }, dice)
    const answer = await send(draft, tokens[2] ?? null)
    for (const [id] of answer.body.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) ids.add(id)
  }
  return { ids: [...ids], numbers: built.numbers }
}

test('thousands of bad requests meet no fault, and each refusal has a code with a phrase in Chinese and in English', async () => {
  const known = await harvest()
  assert.ok(known.ids.length > 10, 'real ids were found')
  const dice = diceOf(SEED)
  const found: string[] = []
  let refusedCount = 0
  const countByCode = new Map<string, number>()
  for (const operation of operations) {
    const rounds = operation.kind === 'upload' ? ROUNDS_PER_UPLOAD : ROUNDS_PER_OPERATION
    for (let round = 0; round < rounds; round += 1) {
      const draft = badRequest(operation, known, dice)
      const loggedCount = testApp.faults.length
      const answer = await send(draft, tokens[round % tokens.length] ?? null)
      const logged = testApp.faults[loggedCount]
      const fault = faultIn(answer)
      if (answer.statusCode >= 400) {
        refusedCount += 1
        const code = /"code":"([^"]*)"/.exec(answer.body)?.[1] ?? '?'
        countByCode.set(code, (countByCode.get(code) ?? 0) + 1)
      }
      if (fault === null && logged === undefined) continue
      const sent = JSON.stringify(String(draft.payload ?? '').slice(0, 200))
      const why = logged instanceof Error ? logged.stack?.split('\n').slice(0, 8).join('\n') : String(logged ?? '')
      found.push(
        `${fault} ${draft.method} ${String(draft.url).slice(0, 300)} ${sent} ${why} ${answer.body.slice(0, 200)}`,
      )
    }
  }
  assert.equal(found.length, 0, `${found.length} faults\n${found.slice(0, FAULTS_SHOWN).join('\n\n')}`)
  assert.ok(refusedCount >= REFUSED_MIN, `only ${refusedCount} were refused`)
  assert.equal(countByCode.get('request.too_many'), undefined, 'the limits hide nothing')
  // Most get past the door: a test that is always told to sign in tests nothing.
  const atTheDoor = (countByCode.get('auth.required') ?? 0) + (countByCode.get('auth.forbidden') ?? 0)
  assert.ok(atTheDoor < refusedCount * 0.6, `${atTheDoor} of ${refusedCount} were refused at the door`)
})
