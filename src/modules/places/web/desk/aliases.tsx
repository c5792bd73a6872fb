import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, whyNotOf } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { TextField } from '#web/ui/field.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { toast } from '#web/ui/live/toast.tsx'

const TEXT_LENGTH_MAX = 40

type Found = Output<'places.place.find'>

interface AliasesProps {
  readonly place: Found['place']
  readonly can: Found['can']
}

/** What other systems call the place, and the codes it had before. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
export const Aliases = ({ place, can }: AliasesProps) => {
  const found = useQuery({
    queryKey: ['places.alias.list', place.id],
    queryFn: ({ signal }) => query('places.alias.list', { placeId: place.id }, signal),
  })
  const adding = useActing('places.alias.add')
  const ending = useActing('places.alias.end')
  const [isOpen, setOpen] = useState(false)
  const items = found.data?.items ?? []
  const add = async (form: FormData): Promise<void> => {
    const done = await adding.run({ placeId: place.id, system: textOf(form, 'system'), code: textOf(form, 'code') })
    if (!done) return
    toast({ words: t('administration:saved') })
    setOpen(false)
  }
  return (
    <section aria-labelledby="aliases">
      <ColumnHead id="aliases" title={t('places:desk.aliases')} aside={t('places:desk.aliasesHint')} />
      {found.data && items.length === 0 ? <p className="soft">{t('places:desk.noAliases')}</p> : null}
      <ul className="desk-lines">
        {items.map((alias) => (
          <li key={`${alias.system} ${alias.code} ${alias.validFrom}`}>
            <span className="grow">
              {alias.system} <b>{alias.code}</b>{' '}
              <span className="soft">
                {t('places:desk.from', { on: formatFullDay(alias.validFrom) })}
                {alias.validTo ? ` ${t('places:desk.until', { on: formatFullDay(alias.validTo) })}` : ''}
              </span>
            </span>
            {alias.validTo === null && can['places.alias.end']?.allowed ? (
              <Button
                size="small"
                tone="danger"
                busy={ending.busy}
                onClick={() => void ending.run({ placeId: place.id, system: alias.system, code: alias.code })}
              >
                {t('places:desk.endAlias')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {ending.problem ? <p className="err">{problemWords(ending.problem)}</p> : null}
      <Actions>
        <Button size="small" icon="plus" whyNot={whyNotOf(can, 'places.alias.add')} onClick={() => setOpen(true)}>
          {t('places:desk.addAlias')}
        </Button>
      </Actions>
      {isOpen ? (
        <FormDialog
          title={t('places:desk.addAlias')}
          doWords={t('places:desk.addAlias')}
          busy={adding.busy}
          problem={adding.problem}
          onSubmit={(form) => void add(form)}
          onClose={() => setOpen(false)}
        >
          <TextField
            name="system"
            label={t('places:desk.system')}
            hint={t('places:desk.systemHint')}
            maxLength={TEXT_LENGTH_MAX}
            error={adding.problem?.messageFor('system')}
          />
          <TextField
            name="code"
            label={t('places:desk.code')}
            maxLength={TEXT_LENGTH_MAX}
            error={adding.problem?.messageFor('code')}
          />
        </FormDialog>
      ) : null}
    </section>
  )
}
