import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { CreateCategoryDialog, RenameCategoryDialog, RetireCategoryDialog } from './category-dialogs.tsx'
import { RuleDialog } from './rule-dialog.tsx'

const LEVEL_MAX = 3

type Found = Output<'cases.category.find'>
type DialogName = 'rule' | 'create' | 'rename' | 'retire'

/** The name of a category, and what may be done with it. */
export const CategoryHead = ({ found }: { readonly found: Found }) => {
  const { may } = useSession()
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const { category, above } = found
  const close = (): void => setDialog(null)
  const parents = [category, ...above.toReversed()].filter((one) => one.level < LEVEL_MAX)
  return (
    <header>
      <p className="meta">{[...above.map((one) => one.name), category.code].join(' / ')}</p>
      <h2>{category.name}</h2>
      <Actions>
        {may('cases.category.setRule') ? (
          <Button size="small" tone="main" icon="clock" onClick={() => setDialog('rule')}>
            {t('cases:desk.rule.set')}
          </Button>
        ) : null}
        {may('cases.category.create') ? (
          <Button size="small" icon="plus" onClick={() => setDialog('create')}>
            {t('cases:desk.category.create')}
          </Button>
        ) : null}
        {may('cases.category.rename') ? (
          <Button size="small" icon="edit" onClick={() => setDialog('rename')}>
            {t('cases:desk.category.rename')}
          </Button>
        ) : null}
        {may('cases.category.retire') ? (
          <Button size="small" tone="danger" onClick={() => setDialog('retire')}>
            {t('cases:desk.category.retire')}
          </Button>
        ) : null}
      </Actions>
      {dialog === 'rule' ? <RuleDialog found={found} onClose={close} /> : null}
      {dialog === 'create' ? <CreateCategoryDialog parents={parents} onClose={close} /> : null}
      {dialog === 'rename' ? <RenameCategoryDialog category={category} onClose={close} /> : null}
      {dialog === 'retire' ? <RetireCategoryDialog category={category} onClose={close} /> : null}
    </header>
  )
}

/** Where there is no category yet: the first one. */
export const FirstCategory = () => {
  const { may } = useSession()
  const [isOpen, setOpen] = useState(false)
  if (!may('cases.category.create')) return null
  return (
    <Actions>
      <Button size="small" icon="plus" onClick={() => setOpen(true)}>
        {t('cases:desk.category.create')}
      </Button>
      {isOpen ? <CreateCategoryDialog parents={[]} onClose={() => setOpen(false)} /> : null}
    </Actions>
  )
}
