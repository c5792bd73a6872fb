import { useQueries } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Icon } from '#web/ui/icon.tsx'
import { MenuButton } from '#web/ui/live/menu.tsx'
import { useSession } from './session.tsx'

const KEPT_AS = 'gongzhi.where'
const PLACES_STALE_MS = 600_000

/** A place where I hold a post. */
export interface WorkPlace {
  readonly id: number
  readonly name: string
  /** Names of the places above it, from the district down. */
  readonly above: readonly string[]
  /** 网格长、网格员 */
  readonly roleNames: readonly string[]
}

/** Where I work, and the one of these places that the lists are narrowed to; null: all of them. */
export interface Where {
  readonly places: readonly WorkPlace[]
  readonly placeId: number | null
  readonly choose: (placeId: number | null) => void
}

const WhereContext = createContext<Where>({ places: [], placeId: null, choose: () => {} })
export const useWhere = (): Where => use(WhereContext)

const keptPlace = (): number | null => {
  try {
    return Number(localStorage.getItem(KEPT_AS)) || null
  } catch {
    return null // no storage in this window
  }
}

const keepPlace = (placeId: number | null): void => {
  try {
    if (placeId === null) localStorage.removeItem(KEPT_AS)
    else localStorage.setItem(KEPT_AS, String(placeId))
  } catch {
    // Then it lasts as long as the page.
  }
}

const useWorkPlaces = (): readonly WorkPlace[] => {
  const { me } = useSession()
  const ids = useMemo(() => [...new Set(me.posts.map((post) => post.placeId))], [me.posts])
  const combine = useCallback(
    (found: ReadonlyArray<{ readonly data?: Output<'places.place.find'> | undefined }>): readonly WorkPlace[] =>
      ids.map((id, index) => {
        const held = me.posts.filter((post) => post.placeId === id)
        const place = found[index]?.data
        return {
          id,
          name: place?.place.name ?? '',
          above: place?.above.filter((above) => above.level !== 'city').map((above) => above.name) ?? [],
          roleNames: [...new Set(held.map((post) => wordsOr(`posts:role.${post.role}`, post.role)))],
        }
      }),
    [ids, me.posts],
  )
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['places.place.find', id],
      queryFn: () => query('places.place.find', { id }),
      staleTime: PLACES_STALE_MS,
    })),
    combine,
  })
}

/** Around everything that asks where I work. */
export const WhereProvider = ({ children }: { readonly children: ReactNode }) => {
  const places = useWorkPlaces()
  const [chosen, setChosen] = useState(keptPlace)
  const where = useMemo<Where>(
    () => ({
      places,
      placeId: places.some((place) => place.id === chosen) ? chosen : null,
      choose: (placeId) => {
        keepPlace(placeId)
        setChosen(placeId)
      },
    }),
    [places, chosen],
  )
  return <WhereContext value={where}>{children}</WhereContext>
}

/** What I am here: 网格站长. Several roles are joined. */
export const useRoleNames = (): string => {
  const { places, placeId } = useWhere()
  const shown = placeId === null ? places : places.filter((place) => place.id === placeId)
  return [...new Set(shown.flatMap((place) => place.roleNames))].join(t('desk:and'))
}

/** 五华区 丰宁街道 **虹山中路社区**; with several places of work a list to narrow everything to one of them. */
export const WhereSwitch = () => {
  const { places, placeId, choose } = useWhere()
  const current = places.length === 1 ? places[0] : places.find((place) => place.id === placeId)
  if (places.length < 2) {
    return current ? (
      <p className="desk-where">
        <Icon name="pin" />
        <span className="above">{current.above.join(' ')}</span> <b>{current.name}</b>
      </p>
    ) : null
  }
  return (
    <div className="desk-where">
      <MenuButton
        tone="quiet"
        size="small"
        icon="pin"
        onAct={(id) => choose(id === 'all' ? null : Number(id))}
        acts={[
          {
            id: 'all',
            label: t('desk:where.all', { count: places.length }),
            ...(placeId === null ? { icon: 'check' } : {}),
          },
          ...places.map((place) => ({
            id: String(place.id),
            label: [place.name, place.roleNames.join(t('desk:and'))].join(' '),
            ...(place.id === placeId ? { icon: 'check' as const } : {}),
          })),
        ]}
      >
        <span className="vh">{t('desk:where.label')}</span>
        {current ? current.name : t('desk:where.all', { count: places.length })}
      </MenuButton>
    </div>
  )
}
