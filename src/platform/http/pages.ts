import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import formBody from 'node:querystring'
import { Refusal } from '#kernel/refusal'
import { statusOf } from '#kernel/refusals'
import type { Ctx, Language } from '../context.ts'
import type { PageAnswer, PageRequest, PortalPage, Remember, Upload } from '../module.ts'
import { problemOf, refusalOf } from './problem.ts'

/** Renders a portal page to HTML; comes from the server bundle of `src/web/portal`. */
export type RenderPage = (page: string, props: object, frame: PageFrame) => string

/** What every page needs around its content. */
export interface PageFrame {
  readonly language: Language
  readonly address: string
  readonly signedInName: string | null
  readonly placeName: string | null
  readonly isElder: boolean
  readonly theme: 'light' | 'dark' | null
}

export const PLACE_COOKIE = 'gz_place'
export const LANGUAGE_COOKIE = 'gz_language'
const ELDER_COOKIE = 'gz_elder'
const THEME_COOKIE = 'gz_theme'
const YEAR_SECONDS = 31_536_000
const FORM_BYTES_MAX = 200_000

/** Mounts the portal's pages: GET shows, POST acts and redirects (or shows the page again with what was wrong). */
export const mountPages = async (
  app: FastifyInstance,
  options: {
    readonly pages: readonly PortalPage[]
    readonly renderPage: RenderPage
    readonly placeNameOf: (ctx: Ctx) => Promise<string | null>
    readonly logFault: (fault: unknown, address: string) => void
  },
): Promise<void> => {
  const parseForm = { parseAs: 'string', bodyLimit: FORM_BYTES_MAX } as const
  app.addContentTypeParser('application/x-www-form-urlencoded', parseForm, (_request, body, done) => {
    done(null, formBody.parse(String(body)))
  })
  for (const page of options.pages) {
    const answer = async (request: FastifyRequest, reply: FastifyReply, isPost: boolean): Promise<FastifyReply> => {
      try {
        const asked = await pageRequestOf(request, isPost)
        const ctx = isPost ? withFormKey(request.ctx, asked) : request.ctx
        const run = isPost ? page.post : page.get
        if (!run) throw new Refusal('request.unknown')
        return await send(reply, request, options, await run(ctx, asked))
      } catch (thrown) {
        const refusal = refusalOf(thrown)
        if (refusal?.code === 'auth.required') {
          return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
        }
        if (!refusal) options.logFault(thrown, `${request.method} ${page.path}`)
        const told = refusal ?? new Refusal('request.fault')
        const props = { problem: problemOf(told, request.ctx.language) }
        return await send(reply, request, options, {
          page: 'refused',
          props,
          status: refusal ? statusOf(told.code) : 500,
        })
      }
    }
    app.get(page.path, (request, reply) => answer(request, reply, false))
    if (page.post) app.post(page.path, (request, reply) => answer(request, reply, true))
  }
}

/** The id of the act travels in the form, so that a double click or a reload of the answer sends nothing twice. */
const withFormKey = (ctx: Ctx, asked: PageRequest): Ctx => {
  const key = asked.form?.fields.requestId?.[0]
  return key && /^[0-9a-f-]{36}$/i.test(key) ? { ...ctx, requestId: key } : ctx
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)]

const pageRequestOf = async (request: FastifyRequest, isPost: boolean): Promise<PageRequest> => {
  const query = Object.fromEntries(
    Object.entries(request.query as Record<string, unknown>).map(([name, value]) => [name, textsOf(value)[0] ?? '']),
  )
  const params = request.params as Record<string, string>
  return { params, query, form: isPost ? await formOf(request) : null }
}

const formOf = async (request: FastifyRequest): Promise<NonNullable<PageRequest['form']>> => {
  const fields: Record<string, string[]> = {}
  const uploads: Upload[] = []
  if (!request.isMultipart()) {
    for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, unknown>))
      fields[name] = textsOf(value)
    return { fields, uploads }
  }
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      const known = fields[part.fieldname] ?? []
      fields[part.fieldname] = [...known, String(part.value)]
    } else {
      const bytes = await part.toBuffer()
      if (bytes.length > 0) uploads.push({ fileName: part.filename, bytes })
    }
  }
  return { fields, uploads }
}

/** Read by the page's script as well, so not HttpOnly; they say nothing about anybody. */
const keepInBrowser = (reply: FastifyReply, remember: Remember): void => {
  const { placeId, language, isElder, theme } = remember
  const values: Record<string, string | undefined> = {
    [PLACE_COOKIE]: placeId?.toString(),
    [LANGUAGE_COOKIE]: language,
    [ELDER_COOKIE]: isElder === undefined ? undefined : isElder ? '1' : '0',
    [THEME_COOKIE]: theme,
  }
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) void reply.setCookie(name, value, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax' })
  }
}

const send = async (
  reply: FastifyReply,
  request: FastifyRequest,
  options: { readonly renderPage: RenderPage; readonly placeNameOf: (ctx: Ctx) => Promise<string | null> },
  answer: PageAnswer,
): Promise<FastifyReply> => {
  if ('redirect' in answer) {
    keepInBrowser(reply, answer.remember ?? {})
    return reply.redirect(answer.redirect, 303)
  }
  const { actor, language } = request.ctx
  const theme = request.cookies[THEME_COOKIE]
  const frame: PageFrame = {
    language,
    address: request.url,
    signedInName: actor.kind === 'person' ? actor.name : null,
    placeName: await options.placeNameOf(request.ctx).catch(() => null),
    isElder: request.cookies[ELDER_COOKIE] === '1',
    theme: theme === 'dark' || theme === 'light' ? theme : null,
  }
  return reply
    .code(answer.status ?? 200)
    .header('cache-control', 'private, no-store')
    .type('text/html; charset=utf-8')
    .send(options.renderPage(answer.page, answer.props, frame))
}
