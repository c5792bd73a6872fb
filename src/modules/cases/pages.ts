import type { z } from 'zod'
import type { Operation, OutputOf } from '#kernel/operation'
import { findPlace, listPlaces } from '#modules/places/contract'
import { keepFile, prepareFile } from '#modules/workplace'
import { type Ctx, inTransaction, newId } from '#platform/context'
import type { PageAnswer, PageRequest, PortalPage } from '#platform/module'
import { fieldOf, fieldsOf, numberOf, tryForm } from '#platform/page-form'
import * as contract from './contract.ts'
import type { AnswersPageProps } from './web/portal/answers-page.tsx'
import type { CasePageProps } from './web/portal/case-page.tsx'
import type { HomePageProps } from './web/portal/home-page.tsx'
import type { MinePageProps } from './web/portal/mine-page.tsx'
import type { NoticesPageProps } from './web/portal/notices-page.tsx'
import type { ReportDraft, ReportPageProps } from './web/portal/report-page.tsx'
import type { TrackPageProps } from './web/portal/track-page.tsx'

const HOME_ANSWERS = 4
const MINE_ON_HOME = 3
const HOME_NOTICES = 2
const PLACES_SHOWN_MAX = 100

const perform = <Op extends Operation>(ctx: Ctx, operation: Op, input: z.input<Op['input']>): Promise<OutputOf<Op>> =>
  ctx.services.operations.perform(ctx, operation, input)

const placeFilter = (ctx: Ctx): { placeId?: number } => (ctx.chosenPlaceId ? { placeId: ctx.chosenPlaceId } : {})

/** Newest own matters; none for whoever has not signed in. */
const myCases = async (ctx: Ctx, limit: number): Promise<HomePageProps['mine']> => {
  if (!ctx.actor.personId) return []
  const page = await perform(ctx, contract.listCases, { view: 'mine', sort: 'newest', limit })
  return page.items
}

const showHome = async (ctx: Ctx): Promise<PageAnswer> => {
  const answers = await perform(ctx, contract.listPublicCases, { ...placeFilter(ctx), limit: HOME_ANSWERS })
  const notices = await perform(ctx, contract.listPublicNotices, { ...placeFilter(ctx), limit: HOME_NOTICES })
  const props: HomePageProps = {
    notices: notices.items,
    answers: answers.items,
    mine: await myCases(ctx, MINE_ON_HOME),
    now: ctx.now(),
  }
  return { page: 'cases.home', props }
}

const showAnswers = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const cursor = request.query['cursor']
  const page = await perform(ctx, contract.listPublicCases, { ...placeFilter(ctx), ...(cursor ? { cursor } : {}) })
  const props: AnswersPageProps = { answers: page.items, nextCursor: page.nextCursor, isFirst: !cursor, now: ctx.now() }
  return { page: 'cases.answers', props }
}

const showNotices = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const cursor = request.query['cursor']
  const page = await perform(ctx, contract.listPublicNotices, { ...placeFilter(ctx), ...(cursor ? { cursor } : {}) })
  const props: NoticesPageProps = { notices: page.items, nextCursor: page.nextCursor, isFirst: !cursor, now: ctx.now() }
  return { page: 'cases.notices', props }
}

const showMine = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const cursor = request.query['cursor']
  const page = await perform(ctx, contract.listCases, { view: 'mine', sort: 'newest', ...(cursor ? { cursor } : {}) })
  const props: MinePageProps = { cases: page.items, nextCursor: page.nextCursor, isFirst: !cursor, now: ctx.now() }
  return { page: 'cases.mine', props }
}

// Reporting: one question a screen; the answers so far travel along in the form ---------------------------------------

const draftOf = (request: PageRequest, newRequestId: string): ReportDraft => ({
  requestId: fieldOf(request, 'requestId') ?? newRequestId,
  body: fieldOf(request, 'body') ?? '',
  fileIds: fieldsOf(request, 'fileIds'),
  placeId: fieldOf(request, 'placeId') ?? '',
  address: fieldOf(request, 'address') ?? '',
  longitude: fieldOf(request, 'longitude') ?? '',
  latitude: fieldOf(request, 'latitude') ?? '',
  reporterName: fieldOf(request, 'reporterName') ?? '',
  reporterPhone: fieldOf(request, 'reporterPhone') ?? '',
})

/** The places one may pick from: the compounds of the chosen community, else the communities of the district. */
const placesToChoose = async (ctx: Ctx): Promise<ReportPageProps['places']> => {
  const within = { withinId: ctx.chosenPlaceId ?? ctx.districtId, limit: PLACES_SHOWN_MAX }
  const level = ctx.chosenPlaceId ? 'compound' : 'community'
  const page = await perform(ctx, listPlaces, { ...within, level })
  return page.items.map(({ id, name }) => ({ id, name }))
}

const reportPage = async (
  ctx: Ctx,
  step: ReportPageProps['step'],
  draft: ReportDraft,
  problem: ReportPageProps['problem'] = null,
): Promise<PageAnswer> => {
  const placeName = ctx.chosenPlaceId ? (await perform(ctx, findPlace, { id: ctx.chosenPlaceId })).place.name : null
  const props: ReportPageProps = {
    step,
    draft,
    problem,
    placeName,
    places: step === 'where' ? await placesToChoose(ctx) : [],
    isSignedIn: ctx.actor.kind === 'person',
  }
  return { page: 'cases.report', props, status: problem ? 422 : 200 }
}

const STEPS = ['what', 'where', 'who'] as const

/** One after the other: six large photos at once would fill the memory. */
const keepPhotos = async (ctx: Ctx, request: PageRequest): Promise<string[]> => {
  const prepared: Awaited<ReturnType<typeof prepareFile>>[] = []
  for (const photo of request.form?.uploads ?? []) prepared.push(await prepareFile(ctx, photo))
  if (prepared.length === 0) return []
  return inTransaction(ctx, async (tx) => {
    const ids: string[] = []
    for (const photo of prepared) ids.push((await keepFile(tx, photo)).id)
    return ids
  })
}

const postReport = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const step = STEPS.find((known) => known === fieldOf(request, 'step')) ?? 'what'
  const back = STEPS.find((known) => known === fieldOf(request, 'back'))
  const typed = draftOf(request, newId(ctx))
  if (back) return reportPage(ctx, back, typed)
  if (step === 'what') {
    const photos = await tryForm(ctx, () => keepPhotos(ctx, request))
    if (!photos.ok) return reportPage(ctx, 'what', typed, photos.problem)
    const draft = { ...typed, fileIds: [...typed.fileIds, ...photos.value].slice(0, contract.FILES_MAX) }
    return reportPage(ctx, draft.body.length < 2 ? 'what' : 'where', draft, draft.body.length < 2 ? 'empty' : null)
  }
  if (step === 'where' && ctx.actor.kind !== 'person') return reportPage(ctx, 'who', typed)
  return sendReport(ctx, typed, step)
}

const sendReport = async (ctx: Ctx, draft: ReportDraft, step: ReportPageProps['step']): Promise<PageAnswer> => {
  const longitude = Number(draft.longitude)
  const latitude = Number(draft.latitude)
  const hasPoint = draft.longitude !== '' && Number.isFinite(longitude) && Number.isFinite(latitude)
  const sent = await tryForm(ctx, () =>
    perform(ctx, contract.reportCase, {
      body: draft.body,
      point: hasPoint ? { longitude, latitude } : null,
      placeId: numberOf(draft.placeId) ?? ctx.chosenPlaceId,
      address: draft.address || null,
      reporterName: draft.reporterName || null,
      reporterPhone: draft.reporterPhone.replace(/[\s]/g, '') || null,
      fileIds: [...draft.fileIds],
    }),
  )
  if (!sent.ok) return reportPage(ctx, step, draft, sent.problem)
  return { redirect: `/case/${sent.value.queryCode}?new=1` }
}

// One case ------------------------------------------------------------------------------------------------------------

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i

/** A case by its id (own or public) or by its query code. */
const nameOf = (key: string): { id: string } | { queryCode: string } =>
  ID.test(key) ? { id: key } : { queryCode: key }

const showCase = async (
  ctx: Ctx,
  request: PageRequest,
  problem: CasePageProps['problem'] = null,
): Promise<PageAnswer> => {
  const key = request.params['key'] ?? ''
  const name = nameOf(key)
  const found = await ('id' in name
    ? perform(ctx, contract.findCase, name)
    : perform(ctx, contract.findCaseByQueryCode, name))
  const props: CasePageProps = {
    caseKey: key,
    case: found,
    problem,
    requestId: newId(ctx),
    isNew: request.query['new'] === '1',
    isByCode: 'queryCode' in name,
    said: fieldOf(request, 'words') ?? '',
    now: ctx.now(),
  }
  return { page: 'cases.case', props, status: problem ? 422 : 200 }
}

const postCase = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const key = request.params['key'] ?? ''
  const name = nameOf(key)
  const words = fieldOf(request, 'words') ?? null
  const act = fieldOf(request, 'act')
  const done = await tryForm(ctx, () => {
    if (act === 'evaluate')
      return perform(ctx, contract.evaluateCase, { ...name, words, rating: Number(fieldOf(request, 'rating')) })
    if (act === 'withdraw') return perform(ctx, contract.withdrawCase, { ...name, words })
    if (act === 'reraise') return perform(ctx, contract.reraiseCase, { ...name, words: words ?? '' })
    return perform(ctx, contract.supplementCase, { ...name, words: words ?? '' })
  })
  return done.ok ? { redirect: `/case/${key}` } : showCase(ctx, request, done.problem)
}

const postTrack = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const typed = fieldOf(request, 'code') ?? ''
  const found = await tryForm(ctx, () => perform(ctx, contract.findCaseByQueryCode, { queryCode: typed }))
  if (found.ok) return { redirect: `/case/${encodeURIComponent(typed.replace(/\s/g, ''))}` }
  const props: TrackPageProps = { typed, isUnknown: true }
  return { page: 'cases.track', props, status: 422 }
}

export const pages: readonly PortalPage[] = [
  { path: '/', get: showHome },
  { path: '/answers', get: showAnswers },
  { path: '/notices', get: showNotices },
  { path: '/mine', get: showMine },
  { path: '/report', get: (ctx, request) => reportPage(ctx, 'what', draftOf(request, newId(ctx))), post: postReport },
  { path: '/case/:key', get: showCase, post: postCase },
  {
    path: '/track',
    get: async () => ({ page: 'cases.track', props: { typed: '', isUnknown: false } satisfies TrackPageProps }),
    post: postTrack,
  },
]
