import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import type { Operations } from '../perform.ts'
import { problemOf, refusalOf } from './problem.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** Mounts every operation under `/api/<id>`. */
export const mountApi = (
  app: FastifyInstance,
  options: { readonly operations: Operations; readonly logFault: (fault: unknown, address: string) => void },
): void => {
  const { operations, logFault } = options
  for (const { operation } of operations.all) {
    const url = `/api/${operation.id}`
    const config = operation.perMinute ? { rateLimit: { max: operation.perMinute, timeWindow: '1 minute' } } : {}
    if (operation.kind === 'read') {
      app.get(url, { config }, (request) => operations.perform(request.ctx, operation, request.query))
    } else if (operation.kind === 'act') {
      app.post(url, { config }, (request) => {
        requireKey(request)
        return operations.perform(request.ctx, operation, request.body)
      })
    } else if (operation.kind === 'upload') {
      app.post(url, { config }, (request) => takeUpload(operations, operation, request))
    } else {
      app.get(url, { config }, (request, reply) => sendFile(operations, operation, request, reply, logFault))
    }
  }
}

const requireKey = (request: FastifyRequest): void => {
  if (!request.ctx.requestId || !UUID.test(request.ctx.requestId)) throw new Refusal('request.id_missing')
}

const takeUpload = async (operations: Operations, operation: Operation, request: FastifyRequest): Promise<unknown> => {
  requireKey(request)
  if (!request.isMultipart()) throw new Refusal('request.unsupported_media')
  const part = await request.file()
  if (!part)
    throw new Refusal('request.invalid', { operation: operation.id }, [{ path: 'file', code: 'request.field_missing' }])
  const bytes = await part.toBuffer()
  return operations.upload(request.ctx, operation, request.query, { fileName: part.filename, bytes })
}

/** A fault after the first byte can only cut the answer off; the client sees a broken download, never a whole wrong one. */
const sendFile = async (
  operations: Operations,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  logFault: (fault: unknown, address: string) => void,
): Promise<FastifyReply> => {
  const answer = await operations.stream(request.ctx, operation, request.query)
  const disposition = answer.inline ? 'inline' : 'attachment'
  const out = new PassThrough()
  answer.write(out).catch((thrown: unknown) => {
    const refusal = refusalOf(thrown)
    if (!refusal) logFault(thrown, `stream ${operation.id}`)
    out.destroy(new Error(refusal ? problemOf(refusal, request.ctx.language).message : 'broken off'))
  })
  return reply
    .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(answer.fileName)}`)
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .type(answer.mediaType)
    .send(out)
}
