import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import type { Dice } from './random.ts'
import { type Known, type Schema, sampleOf } from './sample.ts'
import * as values from './values.ts'

/** An operation as the world is told of it. */
export interface Described {
  readonly path: string
  readonly kind: 'read' | 'act' | 'upload'
  readonly query: Readonly<Record<string, Schema>>
  readonly body: Schema | null
}

type Draft = InjectOptions & { headers: Record<string, string> }
type Fields = Record<string, unknown>

const JSON_TYPE = 'application/json'
const EXTRA_NAMES = ['__proto__x', 'districtId', 'isAdministrator', 'id', '$where', 'a'.repeat(5_000), '\u0000', '名称']

const hostileValue = (dice: Dice, name: string): unknown => {
  if (name === 'cursor' && dice.roll(2) === 0) return dice.pick(values.hostileCursors)
  const kind = dice.roll(10)
  if (kind < 6) return dice.pick(values.hostileTexts)
  return kind < 8 ? dice.pick(values.hostileNumbers) : dice.pick(values.hostileThings)
}

/** One thing wrong somewhere in an otherwise good input, at any depth. */
const spoil = (input: Fields, names: readonly string[], dice: Dice): Fields => {
  const [name] = names.length === 0 ? ['extra'] : [dice.pick(names)]
  const key = name ?? 'extra'
  const inner = input[key]
  const isInner = typeof inner === 'object' && inner !== null && dice.roll(2) === 0
  if (isInner && Array.isArray(inner)) {
    const [first] = inner as unknown[]
    const spoiled =
      typeof first === 'object' && first !== null
        ? spoil({ ...first }, Object.keys(first), dice)
        : hostileValue(dice, key)
    return { ...input, [key]: dice.roll(4) === 0 ? Array.from({ length: 2_000 }, () => first) : [spoiled] }
  }
  if (isInner) return { ...input, [key]: spoil({ ...inner }, Object.keys(inner), dice) }
  const way = dice.roll(8)
  if (way === 0) return Object.fromEntries(Object.entries(input).filter(([known]) => known !== key))
  if (way === 1)
    return { ...input, [dice.pick(EXTRA_NAMES)]: hostileValue(dice, 'extra'), [key]: hostileValue(dice, key) }
  return { ...input, [key]: hostileValue(dice, key) }
}

const QUERY_LENGTH_MAX = 8_000
const BAD_ESCAPES = ['%', '%zz', '%00', '%ff', '%E0%A4', '+%2B', '&&==', '#', 'a[b][c]=1', 'x=1&x=2&x=3']

/** A lone half of a surrogate cannot be written into an address; it goes as the bytes it would be in the old encoding. */
const escaped = (text: string): string =>
  encodeURIComponent(
    text.replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'),
  )

const queryText = (fields: Fields, dice: Dice): string => {
  const pairs = Object.entries(fields).map(([name, value]) => {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    return `${escaped(name)}=${escaped(text.slice(0, QUERY_LENGTH_MAX))}`
  })
  if (dice.roll(12) === 0) pairs.push(pairs[0] ?? 'x=1')
  if (dice.roll(12) === 0) pairs.push(dice.pick(BAD_ESCAPES))
  return pairs.join('&')
}

const BOUNDARY = 'a-boundary-of-a-test'

const multipartOf = (dice: Dice): Buffer => {
  const { name, bytes } = dice.pick(values.hostileFiles)
  const field = dice.pick(['file', 'file', 'file', 'other', '__proto__', ''])
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`
  const tail = dice.pick([
    `\r\n--${BOUNDARY}--\r\n`,
    `\r\n--${BOUNDARY}--\r\n`,
    `\r\n--${BOUNDARY}--\r\n`,
    '',
    '\r\n--',
  ])
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)])
}

const spoilHeaders = (draft: Draft, dice: Dice): Draft => {
  const headers = { ...draft.headers }
  const way = dice.roll(4)
  if (way === 0) {
    const key = dice.pick(values.hostileKeys)
    delete headers['idempotency-key']
    if (key !== undefined) headers['idempotency-key'] = key
  } else if (way === 1) headers['content-type'] = dice.pick(values.wrongTypes)
  else if (way === 2) headers['cookie'] = dice.pick(values.hostileCookies)
  else
    headers[dice.pick(['origin', 'accept-language', 'host', 'accept-encoding'])] = dice.pick([
      'x',
      'null',
      '://',
      '*;q=x',
    ])
  return { ...draft, headers }
}

const ENDINGS = [
  '/',
  '/..',
  '/%2e%2e/%2e%2e/etc/passwd',
  '%00',
  '%',
  '.json',
  '//',
  ';a=b',
  `/${'a'.repeat(300)}`,
  '%2F',
]

/** A good request first, as good as its description lets one make it. */
export const goodRequest = (operation: Described, known: Known, dice: Dice): { input: Fields; draft: Draft } => {
  const schema = operation.body ?? { type: 'object', properties: operation.query }
  const input = sampleOf(schema, known, dice) as Fields
  const headers: Record<string, string> = { host: 'gongzhi.example' }
  if (operation.kind !== 'read') {
    headers['idempotency-key'] = randomUUID()
    headers['sec-fetch-site'] = 'same-origin'
  }
  if (operation.kind === 'act') headers['content-type'] = JSON_TYPE
  if (operation.kind === 'upload') headers['content-type'] = `multipart/form-data; boundary=${BOUNDARY}`
  return { input, draft: { method: operation.kind === 'read' ? 'GET' : 'POST', url: operation.path, headers } }
}

/** One bad request to an operation. What is wrong with it comes from the dice alone (but for its idempotency key). */
export const badRequest = (operation: Described, known: Known, dice: Dice): Draft => {
  const { input, draft } = goodRequest(operation, known, dice)
  const way = dice.roll(20)
  const names = [...new Set([...Object.keys(operation.query), ...Object.keys(input)])]
  const spoiled = way === 0 ? input : spoil(input, names, dice)
  if (operation.kind === 'act') draft.payload = JSON.stringify(spoiled)
  else draft.url = `${operation.path}?${queryText(spoiled, dice)}`
  if (operation.kind === 'upload') draft.payload = multipartOf(dice)
  if (way <= 2) return spoilHeaders(draft, dice)
  if (way === 3) return { ...draft, method: dice.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'GET', 'POST'] as const) }
  if (way === 4) return { ...draft, url: `${operation.path}${dice.pick(ENDINGS)}` }
  if (way <= 6 && operation.kind !== 'read') return { ...draft, payload: dice.pick(values.brokenBodies) }
  return draft
}
