import type { Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { FormDialog, textOf } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'

const NAME_LENGTH_MAX = 40
const CODE_LENGTH_MAX = 20

export type Category = Output<'cases.category.find'>['category']

/** A new category beside or below the one that is open; below only where another level fits. */
export const CreateCategoryDialog = ({
  parents,
  onClose,
}: {
  /** Where it may stand, nearest first. */
  readonly parents: readonly Category[]
  readonly onClose: () => void
}) => {
  const creating = useActing('cases.category.create')
  const { change } = useAddress()
  const submit = async (form: FormData): Promise<void> => {
    const made = await creating.run({
      parentId: Number(textOf(form, 'parentId')) || null,
      code: textOf(form, 'code'),
      name: textOf(form, 'name'),
    })
    if (!made) return
    toast({ words: t('cases:desk.category.created', { name: made.name }) })
    onClose()
    change({ category: String(made.id), words: null })
  }
  return (
    <FormDialog
      title={t('cases:desk.category.create')}
      doWords={t('cases:desk.category.create')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <SelectField
        name="parentId"
        label={t('cases:desk.category.parent')}
        choices={[
          ...parents.map((parent) => ({ value: String(parent.id), label: parent.name })),
          { value: '', label: t('cases:desk.category.firstLevel') },
        ]}
      />
      <TextField
        name="name"
        label={t('cases:desk.category.name')}
        maxLength={NAME_LENGTH_MAX}
        error={creating.problem?.messageFor('name')}
      />
      <TextField
        name="code"
        label={t('cases:desk.category.code')}
        hint={t('cases:desk.category.codeHint')}
        maxLength={CODE_LENGTH_MAX}
        error={creating.problem?.messageFor('code')}
      />
    </FormDialog>
  )
}

interface CategoryDialogProps {
  readonly category: Category
  readonly onClose: () => void
}

/** Another name; the cases under it go along. */
export const RenameCategoryDialog = ({ category, onClose }: CategoryDialogProps) => {
  const renaming = useActing('cases.category.rename')
  const submit = async (form: FormData): Promise<void> => {
    const done = await renaming.run({ id: category.id, version: category.version, name: textOf(form, 'name') })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('cases:desk.category.renameOf', { name: category.name })}
      doWords={t('cases:desk.category.rename')}
      busy={renaming.busy}
      problem={renaming.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('cases:desk.category.name')}
        hint={t('cases:desk.category.renameHint')}
        defaultValue={category.name}
        maxLength={NAME_LENGTH_MAX}
        error={renaming.problem?.messageFor('name')}
      />
    </FormDialog>
  )
}

/** 停用: cannot be taken back, and takes everything below along, so it is asked once more. */
export const RetireCategoryDialog = ({ category, onClose }: CategoryDialogProps) => {
  const retiring = useActing('cases.category.retire')
  const { change } = useAddress()
  const submit = async (): Promise<void> => {
    const done = await retiring.run({ id: category.id, version: category.version })
    if (!done) return
    toast({ words: t('cases:desk.category.retired', { name: category.name }) })
    onClose()
    change({ category: category.parentId === null ? null : String(category.parentId) })
  }
  return (
    <FormDialog
      title={t('cases:desk.category.retireOf', { name: category.name })}
      doWords={t('cases:desk.category.retire')}
      busy={retiring.busy}
      problem={retiring.problem}
      danger
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <p>{t(category.isLeaf ? 'cases:desk.category.retireWords' : 'cases:desk.category.retireAllWords')}</p>
    </FormDialog>
  )
}
