import type { Ctx } from '#platform/context'
import { languages } from '#platform/context'
import type { PageAnswer, PageRequest, PortalPage, Remember } from '#platform/module'
import { fieldOf, nextAddress } from '#platform/page-form'

/** 大字、语言、深浅色: kept in the browser, for whoever uses it. */
const keepSettings = async (_ctx: Ctx, request: PageRequest): Promise<PageAnswer> => {
  const elder = fieldOf(request, 'elder')
  const theme = fieldOf(request, 'theme')
  const language = languages.find((known) => known === fieldOf(request, 'language'))
  const remember: Remember = {
    ...(elder === undefined ? {} : { isElder: elder === '1' }),
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    ...(language ? { language } : {}),
  }
  return { redirect: nextAddress(fieldOf(request, 'next'), '/'), remember }
}

export const pages: readonly PortalPage[] = [
  { path: '/settings', get: async () => ({ redirect: '/' }), post: keepSettings },
  { path: '/privacy', get: async () => ({ page: 'workplace.privacy', props: {} }) },
]
