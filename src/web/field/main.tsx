import '#web/styles/tokens.css'
import '#web/styles/base.css'
import './field.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { applyLook, chosenLanguage } from '#web/desk/look.ts'
import { setLanguage, t } from '#web/i18n.ts'
import { loadLocale } from '#web/load-words.ts'
import { FieldFrame } from './frame.tsx'
import { keepFiles } from './kept.ts'
import { keepSending } from './outbox.ts'
import { fieldNamespaces, fieldRoutes } from './routes.ts'

const queryClient = new QueryClient({
  // Offline a read fails at once and the page shows what it has; `online` makes it read again.
  defaultOptions: { queries: { networkMode: 'always', retry: false, refetchOnReconnect: true } },
})

const rootRoute = createRootRoute({ component: FieldFrame })
const routeTree = rootRoute.addChildren(
  fieldRoutes.map(({ path, load }) =>
    createRoute({ getParentRoute: () => rootRoute, path, component: lazyRouteComponent(load) }),
  ),
)
const router = createRouter({ routeTree })

const start = async (): Promise<void> => {
  const language = chosenLanguage()
  setLanguage(language)
  applyLook()
  await loadLocale(language, fieldNamespaces)
  document.title = t('field:name')
  // All pages now, while there is a network: outdoors there may be none when they are first opened.
  await Promise.all(fieldRoutes.map(({ load }) => load()))
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  createRoot(root).render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  keepSending()
  void navigator.storage?.persist?.()
  await keepFiles()
}

void start()
