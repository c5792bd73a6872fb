import type { Ctx } from '#platform/context'
import type { PageAnswer, PageRequest, PortalPage } from '#platform/module'
import { fieldOf, nextAddress, numberOf } from '#platform/page-form'
import { findPlace, listPlaces } from './contract.ts'
import type { ChoosePlacePageProps } from './web/portal/choose-place-page.tsx'

const COMMUNITIES_SHOWN_MAX = 100

/** Choose where one lives: the district, then its community, by name or from the list. */
const showPlaces = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const { operations } = ctx.services
  const words = request.query['words']?.trim() ?? ''
  const districtPlaceId = numberOf(request.query['district'])
  const districts = await operations.perform(ctx, listPlaces, { level: 'district', limit: COMMUNITIES_SHOWN_MAX })
  const chosen = ctx.chosenPlaceId ? await operations.perform(ctx, findPlace, { id: ctx.chosenPlaceId }) : null
  const ofChosen = chosen ? [...chosen.above, chosen.place].find((place) => place.level === 'district')?.id : undefined
  const within = districtPlaceId ?? ofChosen ?? districts.items[0]?.id
  const communities = within
    ? await operations.perform(ctx, listPlaces, {
        withinId: within,
        level: 'community',
        limit: COMMUNITIES_SHOWN_MAX,
        ...(words ? { words } : {}),
      })
    : { items: [] }
  const props: ChoosePlacePageProps = {
    next: nextAddress(request.query['next'], '/'),
    words,
    districtId: within ?? null,
    districts: districts.items.map(({ id, name }) => ({ id, name })),
    communities: communities.items.map(({ id, name }) => ({ id, name })),
    chosenId: ctx.chosenPlaceId,
  }
  return { page: 'places.choose', props }
}

const choosePlace = async (ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const placeId = numberOf(fieldOf(request, 'placeId'))
  const next = nextAddress(fieldOf(request, 'next'), '/')
  if (!placeId) return { redirect: '/place' }
  const { place } = await ctx.services.operations.perform(ctx, findPlace, { id: placeId })
  return { redirect: next, remember: { placeId: place.id } }
}

export const pages: readonly PortalPage[] = [{ path: '/place', get: showPlaces, post: choosePlace }]
