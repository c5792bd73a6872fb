import type { Ctx } from './context.ts'
import { type Problem, problemOf, refusalOf } from './http/problem.ts'
import type { PageRequest } from './module.ts'

export type { Problem } from './http/problem.ts'

/** One posted text, trimmed; undefined when it was left empty. */
export const fieldOf = (request: PageRequest, name: string): string | undefined =>
  request.form?.fields[name]?.[0]?.trim() || undefined

/** Every posted value of a repeated field. */
export const fieldsOf = (request: PageRequest, name: string): string[] => [...(request.form?.fields[name] ?? [])]

/** A whole number of the query or the form, or undefined. */
export const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined

export type Tried<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

/** Does the work of a posted form; a refusal comes back as what to show above the form, a bug is thrown on. */
export const tryForm = async <Value>(ctx: Ctx, work: () => Promise<Value>): Promise<Tried<Value>> => {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    if (!refusal) throw thrown
    if (refusal.code === 'auth.required') throw refusal
    return { ok: false, problem: problemOf(refusal, ctx.language) }
  }
}

/**
 * Within our own site: one slash, then no second one, no backslash and no control character anywhere. Browsers take a
 * backslash for a slash and leave tabs and line breaks out, so `/<tab>/other.example` would lead to another site.
 */
const OWN_ADDRESS = /^\/(?!\/)[^\\\p{Cc}]*$/u

/** Where to go after a form: an address of our own, never one of another site. */
export const nextAddress = (wanted: string | undefined, otherwise: string): string =>
  wanted !== undefined && OWN_ADDRESS.test(wanted) ? wanted : otherwise
