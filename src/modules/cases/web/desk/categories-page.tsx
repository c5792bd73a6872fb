import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { Tree, type TreeNode } from '#web/ui/live/tree.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { FirstCategory } from './category-head.tsx'
import { CategoryRules } from './category-rules.tsx'

type Category = Output<'cases.category.list'>['items'][number]

const nodesOf = (categories: readonly Category[]): TreeNode[] => {
  const known = new Set(categories.map((category) => category.id))
  const below = (parentId: number | null): TreeNode[] =>
    categories
      .filter((category) =>
        parentId === null
          ? category.parentId === null || !known.has(category.parentId)
          : category.parentId === parentId,
      )
      .map((category) => ({
        id: String(category.id),
        label: category.name,
        note: category.code,
        children: below(category.id),
      }))
  return below(null)
}

/** 事项分类: the tree at the left; what holds for one category, and since when, at the right. */
const CategoriesPage = () => {
  const { params, change } = useAddress()
  const { may } = useSession()
  const words = params['words']
  const found = useQuery({
    queryKey: ['cases.category.list', words],
    queryFn: ({ signal }) => query('cases.category.list', words ? { words } : {}, signal),
    placeholderData: (before) => before,
  })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const categories = found.data?.items ?? []
  const chosen = params['category'] ?? (categories[0] ? String(categories[0].id) : null)
  const shown = words ? new Set(categories.map((category) => String(category.id))) : open
  return (
    <DeskPage
      title={t('cases:desk.categories')}
      meta={found.data ? t('cases:desk.categoriesMeta', { count: formatCount(categories.length) }) : undefined}
      actions={
        <>
          <ButtonLink size="small" icon="send" href="/desk/dispatch-rules">
            {t('cases:desk.dispatchRules')}
          </ButtonLink>
          {may('cases.categoryImport.preview') ? (
            <ButtonLink size="small" icon="upload" href="/desk/categories/import">
              {t('administration:import')}
            </ButtonLink>
          ) : null}
          {may('cases.category.export') ? (
            <ButtonLink size="small" icon="download" href={addressOf('cases.category.export', {})} download>
              {t('administration:export')}
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <WhenRead found={found}>
        <div className="admin-split">
          <aside aria-label={t('cases:desk.categoryTree')}>
            <SearchBox label={t('cases:desk.categoryFind')} />
            <Tree
              label={t('cases:desk.categoryTree')}
              nodes={nodesOf(categories)}
              selected={chosen}
              onSelect={(id) => change({ category: id })}
              open={shown}
              onOpen={setOpen}
              empty={
                <Empty icon="list" title={t('administration:noneFound')} words={t('administration:noneFoundHint')} />
              }
            />
          </aside>
          {chosen ? (
            <CategoryRules
              key={chosen}
              id={Number(chosen)}
              nameOf={(id) => categories.find((one) => one.id === id)?.name}
            />
          ) : (
            <FirstCategory />
          )}
        </div>
      </WhenRead>
    </DeskPage>
  )
}

export default CategoriesPage
