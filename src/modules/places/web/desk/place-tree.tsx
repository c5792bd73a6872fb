import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { Tree, type TreeNode } from '#web/ui/live/tree.tsx'

/** What the tree shows below one place; a place with more is looked through by the search above it. */
const CHILDREN_SHOWN_MAX = 100
/** Nothing stands below a building. */
const LEAF_LEVEL = 'building'

type Place = Output<'places.place.list'>['items'][number]

export interface PlaceTreeProps {
  readonly rootId: number
  readonly selectedId: number
  /** The ids above the selected place, from the top: opened so that it can be seen. */
  readonly above: readonly number[]
}

/** Places below where I work, fetched level by level as they are opened. */
export const PlaceTree = ({ rootId, selectedId, above }: PlaceTreeProps) => {
  const { go } = useAddress()
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set([String(rootId)]))
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [picked, setPicked] = useState<Picked | null>(null)
  const open = new Set([...opened, ...above.map(String)].filter((id) => !closed.has(id)))
  const root = useQuery({
    queryKey: ['places.place.find', rootId],
    queryFn: () => query('places.place.find', { id: rootId }),
  })
  const ids = [...open].map(Number)
  const lists = useQueries({
    queries: ids.map((parentId) => ({
      queryKey: ['places.place.list', { parentId }],
      queryFn: () => query('places.place.list', { parentId, limit: CHILDREN_SHOWN_MAX }),
    })),
  })
  const childrenOf = new Map(ids.map((id, index) => [id, lists[index]?.data?.items]))
  const nodeOf = (place: Place): TreeNode => {
    const children = childrenOf.get(place.id)
    return {
      id: String(place.id),
      label: place.name,
      note: t(`places:level.${place.level}`),
      children: children?.map(nodeOf),
      more: children === undefined && place.level !== LEAF_LEVEL,
    }
  }
  return (
    <div className="place-tree">
      <PlacePicker
        key={picked?.id ?? 'none'}
        label={t('places:desk.find')}
        value={picked}
        withinId={rootId}
        onChange={(place) => {
          setPicked(null)
          if (place) go(`/desk/places/${place.id}`)
        }}
      />
      <Tree
        label={t('places:desk.tree')}
        nodes={root.data ? [nodeOf(root.data.place)] : []}
        selected={String(selectedId)}
        onSelect={(id) => go(`/desk/places/${id}`)}
        open={open}
        onOpen={(next) => {
          setOpened(next)
          setClosed(new Set([...open].filter((id) => !next.has(id))))
        }}
      />
    </div>
  )
}
