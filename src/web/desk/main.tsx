import '#web/styles/tokens.css'
import '#web/styles/base.css'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from '#web/api.ts'
import { setLanguage, t } from '#web/i18n.ts'
import { loadLocale } from '#web/load-words.ts'
import { parseParams, writeParams } from './address.ts'
import { BrokenPage, NoSuchPage } from './fault.tsx'
import { DeskFrame } from './frame.tsx'
import { applyLook, chosenLanguage } from './look.ts'
import { deskNamespaces, deskRoutes } from './routes.ts'

const FRESH_MS = 15_000
const TRIES_MAX = 2
const WHO_AM_I = 'identity.me.find'

const isRefused = (fault: unknown): boolean => fault instanceof ApiProblem && fault.status >= 400 && fault.status < 500

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session ended while a page was open: ask who I am, and the sign-in page stands there.
    onError: (fault, asked) => {
      const isSignedOut = fault instanceof ApiProblem && fault.status === 401
      if (isSignedOut && asked.queryKey[0] !== WHO_AM_I) void queryClient.invalidateQueries({ queryKey: [WHO_AM_I] })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      networkMode: 'always',
      retry: (count, fault) => count < TRIES_MAX && !isRefused(fault),
    },
  },
})

const rootRoute = createRootRoute({ component: DeskFrame })

const routeTree = rootRoute.addChildren(
  deskRoutes.map((route) =>
    createRoute({
      getParentRoute: () => rootRoute,
      path: route.path,
      component: lazyRouteComponent(route.load),
      staticData: { title: route.title },
    }),
  ),
)

const router = createRouter({
  routeTree,
  parseSearch: parseParams,
  stringifySearch: writeParams,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <p className="desk-wait">{t('ui:loading')}</p>,
  defaultNotFoundComponent: NoSuchPage,
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
})

const start = async (): Promise<void> => {
  const language = chosenLanguage()
  setLanguage(language)
  applyLook()
  await loadLocale(language, deskNamespaces)
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  createRoot(root).render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
}

void start()
