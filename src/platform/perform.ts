import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import type { Operation, OutputOf } from '#kernel/operation'
import { CountedRefusal, type FieldFault, Refusal } from '#kernel/refusal'
import { type Ctx, inTransaction, requirePermission, type Tx } from './context.ts'
import type { AnyHandled, FileAnswer, Handled, HandledUpload, Module, Upload } from './module.ts'

/** The operations of all modules, by id: the only way in, for HTTP, pages, jobs, the command line and tests. */
export interface Operations {
  readonly all: readonly AnyHandled[]
  perform<Op extends Operation>(ctx: Ctx, operation: Op, input: z.input<Op['input']>): Promise<OutputOf<Op>>
  upload<Op extends Operation>(
    ctx: Ctx,
    operation: Op,
    input: z.input<Op['input']>,
    file: Upload,
  ): Promise<OutputOf<Op>>
  stream<Op extends Operation>(ctx: Ctx, operation: Op, input: z.input<Op['input']>): Promise<FileAnswer>
}

export const collectOperations = (modules: readonly Module[]): Operations => {
  const all = modules.flatMap((module) => module.operations)
  const byId = new Map<string, AnyHandled>()
  for (const handled of all) {
    if (byId.has(handled.operation.id)) throw new Error(`two operations are called ${handled.operation.id}`)
    byId.set(handled.operation.id, handled)
  }
  const find = (operation: Operation): AnyHandled => {
    const handled = byId.get(operation.id)
    if (!handled) throw new Error(`nothing carries out ${operation.id}`)
    return handled
  }
  return {
    all,
    perform: async (ctx, operation, input) => {
      const handled = find(operation)
      if (!('run' in handled)) throw new Error(`${operation.id} answers a file`)
      return (await performOne(ctx, handled, input)) as never
    },
    upload: async (ctx, operation, input, file) => {
      const handled = find(operation)
      if (!('upload' in handled)) throw new Error(`${operation.id} takes no file`)
      return (await performOne(ctx, handled, input, file)) as never
    },
    stream: async (ctx, operation, input) => {
      const handled = find(operation)
      if (!('stream' in handled)) throw new Error(`${operation.id} does not answer a file`)
      const parsed = parseInput(operation, input)
      requirePermission(ctx, operation)
      return handled.stream(ctx, parsed as never)
    },
  }
}

/**
 * Permission, then the slow work on an uploaded file, then one transaction: idempotency, the operation itself, its kept
 * answer.
 */
const performOne = async (
  ctx: Ctx,
  handled: Handled | HandledUpload,
  rawInput: unknown,
  file?: Upload,
): Promise<unknown> => {
  const { operation } = handled
  requirePermission(ctx, operation)
  const input = parseInput(operation, rawInput)
  const prepared = 'prepare' in handled ? await handled.prepare(ctx, file as Upload) : undefined
  const answer = await inTransaction(ctx, async (tx) => {
    const hash = operation.kind !== 'read' && tx.requestId ? hashOf(operation, tx, input, file) : null
    if (hash) {
      const earlier = await claimRequest(tx, operation, hash)
      if (earlier && operation.answersOnce) throw new Refusal('request.already_done', { operation: operation.id })
      if (earlier) return earlier.output
    }
    try {
      const output = operation.output.parse(
        'run' in handled
          ? await handled.run(tx, input as never)
          : await handled.upload(tx, input as never, prepared as never),
      )
      if (hash && !operation.answersOnce) tx.trail(keepAnswer(tx, output))
      return output
    } catch (thrown) {
      if (!(thrown instanceof CountedRefusal)) throw thrown
      if (hash) await forgetRequest(tx)
      return thrown
    }
  })
  if (answer instanceof CountedRefusal) throw answer
  return answer
}

const parseInput = (operation: Operation, input: unknown): unknown => {
  // With the input in each issue, a field that is missing and one of the wrong kind can be told apart.
  const parsed = operation.input.safeParse(input ?? {}, { reportInput: true })
  if (parsed.success) {
    const path = findBrokenText(parsed.data)
    if (path === null) return parsed.data
    throw new Refusal('request.invalid', { operation: operation.id }, [{ path, code: 'request.field_format' }])
  }
  throw new Refusal('request.invalid', { operation: operation.id }, parsed.error.issues.map(faultOf))
}

/** Where a text is that no database keeps as it came: with a NUL, or with half of a surrogate pair; null when none is. */
const findBrokenText = (value: unknown, path: readonly string[] = []): string | null => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0') ? null : path.join('.')
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = findBrokenText(key, path) ?? findBrokenText(inner, [...path, key])
    if (found !== null) return found
  }
  return null
}

const FAULTS_OF_ZOD: Readonly<Record<string, string>> = {
  invalid_type: 'request.field_type',
  too_big: 'request.field_too_big',
  too_small: 'request.field_too_small',
  invalid_format: 'request.field_format',
  not_multiple_of: 'request.field_format',
  unrecognized_keys: 'request.field_unknown',
  invalid_union: 'request.field_type',
  invalid_key: 'request.field_unknown',
  invalid_element: 'request.field_type',
  invalid_value: 'request.field_choice',
  custom: 'request.field_invalid',
}

const faultOf = (issue: z.core.$ZodIssue): FieldFault => {
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined
  const bounds = issue as { maximum?: number | bigint; minimum?: number | bigint; values?: readonly unknown[] }
  return {
    path: issue.path.map(String).join('.'),
    code: isMissing ? 'request.field_missing' : (FAULTS_OF_ZOD[issue.code] ?? 'request.field_invalid'),
    data: {
      ...(bounds.maximum === undefined ? {} : { maximum: Number(bounds.maximum) }),
      ...(bounds.minimum === undefined ? {} : { minimum: Number(bounds.minimum) }),
    },
  }
}

/** Keyed, because the input may be a password or a code: a plain hash at rest could be guessed from a copy of the table. */
const hashOf = (operation: Operation, tx: Tx, input: unknown, file: Upload | undefined): Buffer =>
  createHmac('sha256', tx.services.secretKey)
    .update(JSON.stringify([operation.id, tx.actor.personId, input]))
    .update(file?.bytes ?? '')
    .digest()

type RequestTables = {
  'platform.request': {
    district_id: number
    id: string
    operation: string
    person_id: string | null
    input_hash: Buffer
    output: unknown
  }
}

/**
 * The first to insert the id does the work; whoever comes second waits on the row, then gets the kept answer,
 * or a refusal when the id was used for something else.
 */
const claimRequest = async (tx: Tx, operation: Operation, hash: Buffer): Promise<{ output: unknown } | null> => {
  const db = tx.db.withTables<RequestTables>()
  const claimed = await db
    .insertInto('platform.request')
    .values({
      district_id: tx.districtId,
      id: tx.requestId as string,
      operation: operation.id,
      person_id: tx.actor.personId,
      input_hash: hash,
      output: null,
    })
    .onConflict((conflict) => conflict.columns(['district_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (claimed) return null
  const earlier = await db
    .selectFrom('platform.request')
    .select(['input_hash', 'output'])
    .where('district_id', '=', tx.districtId)
    .where('id', '=', tx.requestId as string)
    .executeTakeFirstOrThrow()
  if (!earlier.input_hash.equals(hash)) throw new Refusal('request.id_reused', { operation: operation.id })
  return { output: earlier.output }
}

/** The act did not happen: the same id may try again. */
const forgetRequest = async (tx: Tx): Promise<void> => {
  await tx.db
    .withTables<RequestTables>()
    .deleteFrom('platform.request')
    .where('district_id', '=', tx.districtId)
    .where('id', '=', tx.requestId as string)
    .execute()
}

const keepAnswer = async (tx: Tx, output: unknown): Promise<void> => {
  await tx.db
    .withTables<RequestTables>()
    .updateTable('platform.request')
    .set({ output: JSON.stringify(output ?? null) })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', tx.requestId as string)
    .execute()
}
