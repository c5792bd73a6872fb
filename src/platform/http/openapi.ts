import { z } from 'zod'
import type { Operation } from '#kernel/operation'
import { generalRefusals, statusOf } from '#kernel/refusals'

const problem = {
  type: 'object',
  required: ['code', 'message', 'data', 'fields'],
  properties: {
    code: { type: 'string', description: 'Stable code of the refusal' },
    message: { type: 'string', description: 'The refusal in the language of the caller' },
    data: { type: 'object' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
} as const

type Schema = Record<string, unknown>

const schemaOf = (shape: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any', override: writeTexts }) as Schema
  return schema
}

type Node = { readonly _zod: { readonly def: { readonly type: string; readonly in?: Node; readonly out?: Node } } }

/** What travels as text: an instant, and the yes or no of an address (`z.stringbool`). */
const writeTexts = (context: { zodSchema: unknown; jsonSchema: Schema }): void => {
  const { def } = (context.zodSchema as Node)._zod
  if (def.type === 'date') Object.assign(context.jsonSchema, { type: 'string', format: 'date-time' })
  const isYesOrNo = def.in?._zod.def.type === 'string' && def.out?._zod.def.type === 'boolean'
  if (isYesOrNo && context.jsonSchema['type'] === 'string')
    Object.assign(context.jsonSchema, { enum: ['true', 'false'] })
}

const queryParameters = (operation: Operation): Schema[] => {
  const schema = schemaOf(operation.input, 'input') as { properties?: Record<string, Schema>; required?: string[] }
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }))
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Client-made UUID of this act: the same request again gets the same answer',
  schema: { type: 'string', format: 'uuid' },
} as const

const requestOf = (operation: Operation): Schema => {
  if (operation.kind === 'read' || operation.kind === 'stream') return { parameters: queryParameters(operation) }
  if (operation.kind === 'act') {
    const body = { content: { 'application/json': { schema: schemaOf(operation.input, 'input') } }, required: true }
    return { parameters: [IDEMPOTENCY_KEY], requestBody: body }
  }
  const file = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } }
  return {
    parameters: [IDEMPOTENCY_KEY, ...queryParameters(operation)],
    requestBody: { content: { 'multipart/form-data': { schema: file } }, required: true },
  }
}

const answersOf = (operation: Operation): Schema => {
  const good =
    operation.kind === 'stream'
      ? {
          description: 'The file',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        }
      : { description: 'Done', content: { 'application/json': { schema: schemaOf(operation.output, 'output') } } }
  const codesByStatus = new Map<number, string[]>()
  for (const code of [...Object.keys(generalRefusals), ...operation.refusals]) {
    const status = statusOf(code)
    codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), code])
  }
  const refused = [...codesByStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => [
      String(status),
      {
        description: `Refused: ${codes.join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ])
  return { '200': good, ...Object.fromEntries(refused) }
}

/** The whole API as OpenAPI 3.1, from the contracts. `openapi.json` is this, committed; a test keeps it fresh. */
export const buildOpenApi = (operations: readonly Operation[]): object => ({
  openapi: '3.1.0',
  info: {
    title: 'Gongzhi 共治',
    version: '1',
    description:
      'One address per operation: /api/<module>.<noun>.<verb>. Reads are GET, acts are POST with an Idempotency-Key.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: Object.fromEntries(
    [...operations]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((operation) => [
        `/api/${operation.id}`,
        {
          [operation.kind === 'read' || operation.kind === 'stream' ? 'get' : 'post']: {
            operationId: operation.id,
            summary: operation.summary,
            tags: [operation.id.split('.')[0]],
            ...(operation.access.kind === 'anyone' ? { security: [] } : {}),
            'x-access': operation.access,
            ...requestOf(operation),
            responses: answersOf(operation),
          },
        },
      ]),
  ),
  components: {
    schemas: { Problem: problem },
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'gz_session' } },
  },
  security: [{ session: [] }],
})
