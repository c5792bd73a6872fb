import { useQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf } from '#web/desk/administration.tsx'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Tag } from '#web/ui/tag.tsx'

const NAME_LENGTH_MAX = 20

type GridFunction = Output<'fieldwork.function.list'>['items'][number]

const FunctionLine = ({ line }: { readonly line: GridFunction }) => {
  const changing = useActing('fieldwork.function.change')
  return (
    <li>
      <span className="grow">
        {line.name} {line.isUsed ? null : <Tag tone="paused">{t('fieldwork:desk.putAside')}</Tag>}
      </span>
      <Button
        size="small"
        busy={changing.busy}
        onClick={() => void changing.run({ key: line.key, isUsed: !line.isUsed })}
      >
        {t(line.isUsed ? 'fieldwork:desk.putAsideDo' : 'fieldwork:desk.takeUp')}
        <span className="vh"> {line.name}</span>
      </Button>
      {changing.problem ? <ProblemBox problem={changing.problem} title={t('administration:refused')} /> : null}
    </li>
  )
}

/** 网格职能: which there are, one more, and which are no longer offered. */
export const FunctionsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const adding = useActing('fieldwork.function.add')
  const found = useQuery({
    queryKey: ['fieldwork.function.list'],
    queryFn: ({ signal }) => query('fieldwork.function.list', {}, signal),
  })
  const submit = async (form: FormData): Promise<void> => {
    const made = await adding.run({ name: textOf(form, 'name') })
    if (!made) return
    toast({ words: t('fieldwork:desk.functionAdded', { name: made.name }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('fieldwork:desk.functions')}
      doWords={t('fieldwork:desk.functionAdd')}
      busy={adding.busy}
      problem={adding.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('fieldwork:desk.functionsHint')}</p>
      <ul className="desk-lines">
        {(found.data?.items ?? []).map((line) => (
          <FunctionLine key={line.key} line={line} />
        ))}
      </ul>
      <TextField
        name="name"
        label={t('fieldwork:desk.functionName')}
        maxLength={NAME_LENGTH_MAX}
        error={adding.problem?.messageFor('name')}
      />
    </FormDialog>
  )
}
