import '#web/styles/tokens.css'
import '#web/styles/base.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from '#web/api.ts'
import { DEFAULT_LANGUAGE, isLanguage, type Language, setLanguage } from '#web/i18n.ts'
import { loadLocale } from '#web/load-words.ts'
import { DeskFrame } from './frame.tsx'
import { listenForChanges } from './live.ts'
import { deskNamespaces, deskRoutes } from './routes.ts'

const LANGUAGE_COOKIE = /(?:^|; )gz_language=([^;]+)/
const FRESH_MS = 15_000

const chosenLanguage = (): Language => {
  const chosen = LANGUAGE_COOKIE.exec(document.cookie)?.[1]
  return isLanguage(chosen) ? chosen : DEFAULT_LANGUAGE
}

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (count, fault) => count < 2 && !(fault instanceof ApiProblem && fault.status >= 400 && fault.status < 500),
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

const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true })

const start = async (): Promise<void> => {
  const language = chosenLanguage()
  setLanguage(language)
  document.documentElement.lang = language
  await loadLocale(language, deskNamespaces)
  listenForChanges(queryClient)
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  createRoot(root).render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
}

void start()
