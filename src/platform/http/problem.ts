import type { FastifyError, FastifyReply } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { statusOf } from '#kernel/refusals'
import type { Language } from '../context.ts'
import { sayRefusal } from '../words.ts'

/** What a refused request gets (RFC 9457): a code for programs, a sentence for people, and the fields at fault. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
  readonly fields: readonly { readonly path: string; readonly code: string; readonly message: string }[]
}

export const problemOf = (refusal: Refusal, language: Language): Problem => ({
  code: refusal.code,
  message: sayRefusal(language, refusal.code, refusal.data),
  data: refusal.data,
  fields: refusal.fields.map((field) => ({
    path: field.path,
    code: field.code,
    message: sayRefusal(language, field.code, field.data),
  })),
})

const REFUSAL_BY_STATUS: Readonly<Record<number, string>> = {
  404: 'request.unknown',
  413: 'request.too_large',
  415: 'request.unsupported_media',
  429: 'request.too_many',
}

/** PostgreSQL classes of fault that are the caller's or the moment's, not a bug (SQLSTATE). */
const REFUSAL_BY_SQLSTATE: Readonly<Record<string, string>> = {
  '22021': 'request.invalid',
  '22P05': 'request.invalid',
  '40001': 'request.busy',
  '40P01': 'request.busy',
  '55P03': 'request.busy',
  '57014': 'request.busy',
  '57P01': 'request.busy',
  '57P02': 'request.busy',
  '57P03': 'request.busy',
  '53300': 'request.busy',
}

const isConnectionFault = (code: string | undefined): boolean =>
  code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE' || code === 'ETIMEDOUT'

/** What the driver of the database throws, without a code, when its connection broke or none was to be had. */
const LOST_CONNECTION = /^connection terminated|is not queryable$|^timeout exceeded/i

/** What the parser of forms throws, without a code or a status, when the body is not what its type says. */
const BROKEN_FORM = /^(?:unexpected end of )?multipart\b|^part terminated early|^malformed part header/i

/** The refusal inside any thrown thing, or null when it is a bug. */
export const refusalOf = (thrown: unknown): Refusal | null => {
  if (thrown instanceof Refusal) return thrown
  const fault = thrown as Partial<FastifyError> & { code?: string }
  const known = REFUSAL_BY_SQLSTATE[fault.code ?? '']
  if (known) return new Refusal(known)
  if (isConnectionFault(fault.code) || LOST_CONNECTION.test(fault.message ?? '')) return new Refusal('request.busy')
  if (BROKEN_FORM.test(fault.message ?? '')) return new Refusal('request.invalid')
  const status = fault.statusCode ?? 500
  if (status >= 400 && status < 500) return new Refusal(REFUSAL_BY_STATUS[status] ?? 'request.invalid')
  return null
}

export const sendProblem = (reply: FastifyReply, refusal: Refusal, language: Language): FastifyReply =>
  reply.code(statusOf(refusal.code)).type('application/problem+json; charset=utf-8').send(problemOf(refusal, language))
