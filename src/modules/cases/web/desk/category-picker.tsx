import { useQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import type { Picked } from '#web/desk/pickers.tsx'
import { ComboBox } from '#web/ui/live/combo-box.tsx'
import type { LiveFieldWords } from '#web/ui/live/field-head.tsx'
import type { Option } from '#web/ui/live/select.tsx'

type Category = Output<'cases.category.list'>['items'][number]

const CATEGORIES_STALE_MS = 600_000
const OPTIONS_SHOWN = 40

/** All categories in use; there are some hundreds, so they are looked through here. */
export const useCategories = (): readonly Category[] =>
  useQuery({
    queryKey: ['cases.category.list'],
    queryFn: ({ signal }) => query('cases.category.list', {}, signal),
    staleTime: CATEGORIES_STALE_MS,
  }).data?.items ?? []

/** 市容环境 › 排水: the names above a category, from the first level down. */
const aboveOf = (category: Category, byId: ReadonlyMap<number, Category>): string =>
  category.path
    .split('.')
    .filter(Boolean)
    .map(Number)
    .filter((id) => id !== category.id)
    .flatMap((id) => byId.get(id)?.name ?? [])
    .join(' › ')

const search = (categories: readonly Category[], leavesOnly: boolean, words: string): Option[] => {
  const byId = new Map(categories.map((category) => [category.id, category]))
  const wanted = words.trim()
  const offered = leavesOnly ? categories.filter((category) => category.isLeaf) : categories
  return offered
    .map((category) => ({ category, above: aboveOf(category, byId) }))
    .filter(
      ({ category, above }) =>
        wanted === '' || category.name.includes(wanted) || above.includes(wanted) || category.code.startsWith(wanted),
    )
    .slice(0, OPTIONS_SHOWN)
    .map(({ category, above }) => ({ id: String(category.id), label: category.name, hint: above || undefined }))
}

export type CategoryPickerProps = LiveFieldWords & {
  /** A case is filed under a category that has none below it. */
  readonly leavesOnly?: boolean | undefined
  readonly value: Picked | null
  readonly onChange: (value: Picked | null) => void
}

/** One category, found by a few characters of its name or of one above it. */
export const CategoryPicker = ({ leavesOnly = false, value, onChange, ...words }: CategoryPickerProps) => {
  const categories = useCategories()
  return (
    <ComboBox
      // What was found before the list arrived was nothing: begin anew.
      key={categories.length === 0 ? 'waiting' : 'ready'}
      {...words}
      value={value ? { id: value.id, label: value.name } : null}
      onChange={(option) => onChange(option ? { id: option.id, name: option.label } : null)}
      search={async (typed) => search(categories, leavesOnly, typed)}
    />
  )
}
