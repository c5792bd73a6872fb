import type { z } from 'zod'
import type { Operation, OutputOf } from '#kernel/operation'
import { type Ctx, newId } from '#platform/context'
import type { PageAnswer, PageRequest, PortalPage } from '#platform/module'
import { fieldOf, nextAddress, tryForm } from '#platform/page-form'
import * as contract from './contract.ts'
import type { AccountPageProps } from './web/portal/account-page.tsx'
import type { SignInPageProps } from './web/portal/sign-in-page.tsx'

const perform = <Op extends Operation>(ctx: Ctx, operation: Op, input: z.input<Op['input']>): Promise<OutputOf<Op>> =>
  ctx.services.operations.perform(ctx, operation, input)

const signInPage = (ctx: Ctx, props: Omit<SignInPageProps, 'privacyVersion' | 'requestId'>): PageAnswer => ({
  page: 'identity.signIn',
  props: { ...props, requestId: newId(ctx), privacyVersion: contract.privacyVersion } satisfies SignInPageProps,
  status: props.problem ? 422 : 200,
})

const showSignIn = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const next = nextAddress(request.query['next'], '/mine')
  if (ctx.actor.kind === 'person') return { redirect: next }
  return signInPage(ctx, { step: 'phone', next, phone: '', problem: null })
}

/** Phone, then code. The phone travels along in the form; nothing is remembered between the two. */
const postSignIn = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const next = nextAddress(fieldOf(request, 'next'), '/mine')
  const phone = fieldOf(request, 'phone') ?? ''
  if (fieldOf(request, 'step') !== 'code') {
    const sent = await tryForm(ctx, () => perform(ctx, contract.sendCode, { phone }))
    return signInPage(ctx, { step: sent.ok ? 'code' : 'phone', next, phone, problem: sent.ok ? null : sent.problem })
  }
  const agreed = fieldOf(request, 'privacyVersion')
  const done = await tryForm(ctx, () =>
    perform(ctx, contract.signIn, {
      phone,
      code: fieldOf(request, 'code') ?? '',
      ...(agreed ? { privacyVersion: agreed } : {}),
    }),
  )
  return done.ok ? { redirect: next } : signInPage(ctx, { step: 'code', next, phone, problem: done.problem })
}

const signOut = async (ctx: Ctx): Promise<PageAnswer> => {
  await perform(ctx, contract.signOut, {})
  return { redirect: '/' }
}

// My account ----------------------------------------------------------------------------------------------------------

const showAccount = async (
  ctx: Ctx,
  _request: PageRequest,
  problem: AccountPageProps['problem'] = null,
): Promise<PageAnswer> => {
  const me = await perform(ctx, contract.findMe, {})
  const sessions = await perform(ctx, contract.listSessions, {})
  const props: AccountPageProps = { me, sessions: sessions.items, problem, requestId: newId(ctx), now: ctx.now() }
  return { page: 'identity.account', props, status: problem ? 422 : 200 }
}

const postAccount = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const act = fieldOf(request, 'act')
  const done = await tryForm(ctx, async () => {
    if (act === 'endSession') return perform(ctx, contract.endSession, { id: fieldOf(request, 'id') ?? '' })
    if (act === 'endOthers') return perform(ctx, contract.endOtherSessions, {})
    if (act === 'erase') return perform(ctx, contract.eraseMe, { name: fieldOf(request, 'name') ?? '' })
    return perform(ctx, contract.updateMe, {
      version: Number(fieldOf(request, 'version')),
      name: fieldOf(request, 'name') ?? '',
      address: fieldOf(request, 'address') ?? null,
    })
  })
  if (!done.ok) return showAccount(ctx, request, done.problem)
  return { redirect: act === 'erase' ? '/' : '/account?saved=1' }
}

export const pages: readonly PortalPage[] = [
  { path: '/sign-in', get: showSignIn, post: postSignIn },
  { path: '/sign-out', get: async () => ({ redirect: '/' }), post: signOut },
  { path: '/account', get: (ctx, request) => showAccount(ctx, request), post: postAccount },
]
