import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { t } from '#web/i18n.ts'
import { formatCount } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Count } from '#web/ui/tag.tsx'
import type { DeskNav, DeskRoute } from './route.ts'
import { deskRoutes } from './routes.ts'
import { useSession } from './session.tsx'
import { useWhere } from './where.tsx'

const GROUPS = ['work', 'people', 'administration'] as const
const COUNT_AGAIN_MS = 120_000

type NavRoute = DeskRoute & { readonly nav: DeskNav }
const isInNav = (route: DeskRoute): route is NavRoute => route.nav !== undefined

const NavCount = ({ count }: { readonly count: NonNullable<DeskNav['count']> }) => {
  const { placeId } = useWhere()
  const found = useQuery({
    queryKey: [count.by, 'nav', placeId],
    queryFn: ({ signal }) => count.read(placeId ?? undefined, signal),
    refetchInterval: COUNT_AGAIN_MS,
  })
  if (!found.data || found.data.count === 0) return null
  return found.data.isMore ? (
    <span className="count bare">{t('desk:countMore', { count: formatCount(found.data.count) })}</span>
  ) : (
    <Count count={found.data.count} hot={found.data.isHot} bare />
  )
}

const NavLine = ({ route }: { readonly route: NavRoute }) => (
  <li>
    <Link
      to={route.path as string}
      activeProps={{ 'aria-current': 'page' }}
      activeOptions={{ exact: route.path === '/desk', includeSearch: false }}
      title={t(route.title)}
    >
      <Icon name={route.nav.icon} />
      <span className="grow">{t(route.title)}</span>
      {route.nav.count ? <NavCount count={route.nav.count} /> : null}
    </Link>
  </li>
)

/** All pages that I may open, in groups. */
export const NavLists = () => {
  const { may } = useSession()
  const shown = deskRoutes.filter(isInNav).filter((route) => may(route.nav.needs))
  return (
    <>
      {GROUPS.map((group) => {
        const lines = shown.filter((route) => route.nav.group === group)
        if (lines.length === 0) return null
        return (
          <ul key={group} aria-label={t(`desk:group.${group}`)}>
            {lines.map((route) => (
              <NavLine key={route.path} route={route} />
            ))}
          </ul>
        )
      })}
    </>
  )
}

/** The modules at the side; below 66rem icons, on a phone behind the button of the top bar. */
export const SideBar = () => (
  <nav className="desk-side" aria-label={t('desk:modules')}>
    <NavLists />
  </nav>
)
