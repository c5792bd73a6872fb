import type { Dice } from './random.ts'

/** A JSON schema, as `openapi.json` has it. */
export type Schema = Readonly<Record<string, unknown>>

/** Ids of things that exist, so that a request gets past "there is no such thing". */
export interface Known {
  readonly ids: readonly string[]
  readonly numbers: readonly number[]
}

const TEXTS = ['13800138000', '123456', '2026-06-18', '370103000000', '08:30', 'AB12CD34', 'zh-CN', 'a', '路灯坏了']

const textOf = (schema: Schema, known: Known, dice: Dice): string => {
  if (schema['format'] === 'uuid') return dice.pick(known.ids)
  if (schema['format'] === 'date-time') return '2026-06-18T02:32:00Z'
  if (schema['format'] === 'date') return '2026-06-18'
  const pattern = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern'], 'u') : null
  const fitting = [...TEXTS, dice.pick(known.ids)].filter((text) => pattern === null || pattern.test(text))
  const minimum = Number(schema['minLength'] ?? 0)
  return fitting.length === 0 ? 'x'.repeat(Math.max(minimum, 1)) : dice.pick(fitting).padEnd(minimum, '好')
}

const numberOf = (schema: Schema, known: Known, dice: Dice): number => {
  const least = Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 0)
  const most = Number(schema['maximum'] ?? schema['exclusiveMaximum'] ?? Number.MAX_SAFE_INTEGER)
  const fitting = known.numbers.filter((number) => number > least && number <= most)
  return fitting.length === 0 ? Math.min(least + 1, most) : dice.pick(fitting)
}

/** A value that fits the schema, as far as a schema can say what fits. */
export const sampleOf = (schema: Schema, known: Known, dice: Dice): unknown => {
  // Where nothing may be, the schema is `false`.
  if (typeof schema !== 'object') return null
  const branches = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined
  if (branches) return sampleOf(dice.pick(branches), known, dice)
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return dice.pick(schema['enum'])
  switch (schema['type']) {
    case 'object': {
      const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
      const required = (schema['required'] ?? []) as readonly string[]
      const chosen = properties.filter(([name]) => required.includes(name) || dice.roll(2) === 0)
      return Object.fromEntries(chosen.map(([name, property]) => [name, sampleOf(property, known, dice)]))
    }
    case 'array': {
      const count = Math.max(Number(schema['minItems'] ?? 0), 1)
      return Array.from({ length: count }, () => sampleOf((schema['items'] ?? {}) as Schema, known, dice))
    }
    case 'number':
    case 'integer':
      return numberOf(schema, known, dice)
    case 'boolean':
      return dice.roll(2) === 0
    case 'null':
      return null
    default:
      return textOf(schema, known, dice)
  }
}
