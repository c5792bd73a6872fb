import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modules } from '#modules'
import { openApiText } from '../tools/write-openapi.ts'
import { readText } from './repo.ts'

interface Described {
  readonly paths: Record<
    string,
    Record<
      string,
      { readonly operationId: string; readonly parameters?: { readonly name: string; readonly schema: object }[] }
    >
  >
}

const described = JSON.parse(openApiText()) as Described

test('openapi.json is what the contracts say: node tools/write-openapi.ts writes it', () => {
  assert.ok(readText('openapi.json') === openApiText(), 'openapi.json is stale: node tools/write-openapi.ts')
})

test('every operation has its address, and nothing else has', () => {
  const ids = modules.flatMap((module) => module.operations.map(({ operation }) => operation.id))
  assert.deepEqual(Object.keys(described.paths).sort(), ids.map((id) => `/api/${id}`).sort())
})

test('an act and an upload are told to carry an Idempotency-Key', () => {
  for (const { operation } of modules.flatMap((module) => module.operations)) {
    const path = described.paths[`/api/${operation.id}`]
    const isAct = operation.kind === 'act' || operation.kind === 'upload'
    const parameters = (isAct ? path?.['post'] : path?.['get'])?.parameters ?? []
    assert.equal(
      parameters.some((parameter) => parameter.name === 'Idempotency-Key'),
      isAct,
      operation.id,
    )
  }
})

/** A pattern that only texts of some length fit. */
const isClosed = (pattern: unknown): boolean => typeof pattern === 'string' && !/(?<!\\)[*+]|\{\d+,\}/.test(pattern)

/** Positions on the earth are checked by `faultOfBoundary`, which says where a boundary is wrong. */
const CHECKED_BY_RULE = /\.coordinates\./

/** Where a text, a list or a number of a request has no limit. */
const unboundedIn = (schema: unknown, path: string): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  if (Array.isArray(schema)) return schema.flatMap((item, index) => unboundedIn(item, `${path}[${index}]`))
  const node = schema as Record<string, unknown>
  const isFixed = 'enum' in node || 'const' in node || 'format' in node || isClosed(node['pattern'])
  const own = []
  if (node['type'] === 'string' && !('maxLength' in node) && !isFixed) own.push(`${path}: text without maxLength`)
  if (node['type'] === 'array' && !('maxItems' in node)) own.push(`${path}: list without maxItems`)
  const isBetween =
    ('maximum' in node || 'exclusiveMaximum' in node) && ('minimum' in node || 'exclusiveMinimum' in node)
  if ((node['type'] === 'number' || node['type'] === 'integer') && !isBetween)
    own.push(`${path}: number without bounds`)
  if (node['type'] === 'object' && node['additionalProperties'] instanceof Object && !('propertyNames' in node))
    own.push(`${path}: any keys`)
  return [...own, ...Object.entries(node).flatMap(([key, value]) => unboundedIn(value, `${path}.${key}`))]
}

test('every text, list and number that comes in has its bounds', () => {
  const unbounded = Object.entries(described.paths).flatMap(([address, methods]) =>
    Object.values(methods).flatMap((method) => {
      const { parameters = [], requestBody } = method as { parameters?: unknown[]; requestBody?: unknown }
      return unboundedIn({ parameters, requestBody }, address)
    }),
  )
  assert.deepEqual(
    unbounded.filter((fault) => !(CHECKED_BY_RULE.test(fault) && fault.endsWith('number without bounds'))),
    [],
  )
})

test('a request without bounds is found', () => {
  const open = [
    { type: 'string' },
    { type: 'string', pattern: '^a+$' },
    { type: 'array', items: { type: 'boolean' } },
    { type: 'integer', minimum: 0 },
    { type: 'object', properties: { deep: { type: 'string' } } },
  ]
  for (const schema of open) assert.equal(unboundedIn(schema, 'planted').length, 1, JSON.stringify(schema))
  assert.deepEqual(unboundedIn({ type: 'string', pattern: '^\\d{12}$' }, 'planted'), [])
})
