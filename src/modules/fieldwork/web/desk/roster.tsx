import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, MoreRows, usePages } from '#web/desk/administration.tsx'
import { ProblemBox } from '#web/desk/fault.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { CheckCards } from '#web/ui/field.tsx'
import { ComboBox } from '#web/ui/live/combo-box.tsx'
import type { Option } from '#web/ui/live/select.tsx'
import { toast } from '#web/ui/live/toast.tsx'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
const PERSONS_SHOWN = 12

interface Team {
  readonly id: string
  readonly name: string
}
type Line = Output<'fieldwork.roster.list'>['items'][number]

const searchPersons = async (words: string, signal: AbortSignal): Promise<readonly Option[]> => {
  const page = await query('identity.person.list', { ...(words ? { words } : {}), limit: PERSONS_SHOWN }, signal)
  return page.items.map(({ id, name, placeName }) => ({ id, label: name, hint: placeName }))
}

/** Puts somebody on duty on days of the week. */
const AddDialog = ({ team, onClose }: { readonly team: Team; readonly onClose: () => void }) => {
  const adding = useActing('fieldwork.roster.add')
  const [person, setPerson] = useState<Option | null>(null)
  const submit = async (form: FormData): Promise<void> => {
    const weekdays = form.getAll('weekdays').map(Number)
    const made = await adding.run({ organizationId: team.id, personId: person?.id ?? '', weekdays })
    if (!made) return
    toast({ words: t('fieldwork:desk.rosterAdded', { name: made.name }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('fieldwork:desk.rosterAdd')}
      doWords={t('fieldwork:desk.rosterAdd')}
      busy={adding.busy}
      problem={adding.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <ComboBox
        label={t('fieldwork:desk.rosterWho')}
        value={person}
        onChange={setPerson}
        search={searchPersons}
        error={adding.problem?.messageFor('personId')}
      />
      <CheckCards
        name="weekdays"
        two
        label={t('fieldwork:desk.rosterDays')}
        choices={WEEKDAYS.map((day) => ({ value: String(day), label: t(`fieldwork:desk.weekday.${day}`) }))}
        error={adding.problem?.messageFor('weekdays')}
      />
    </FormDialog>
  )
}

const RosterLine = ({ line, mayEnd }: { readonly line: Line; readonly mayEnd: boolean }) => {
  const ending = useActing('fieldwork.roster.end')
  const days = line.weekdays.map((day) => t(`fieldwork:desk.weekday.${day as (typeof WEEKDAYS)[number]}`))
  return (
    <li>
      <span className="grow">{line.name}</span>
      <span className="soft">{days.join(t('fieldwork:desk.between'))}</span>
      {mayEnd ? (
        <Button size="small" busy={ending.busy} onClick={() => void ending.run({ id: line.id })}>
          {t('fieldwork:desk.rosterEnd')}
          <span className="vh"> {line.name}</span>
        </Button>
      ) : null}
      {ending.problem ? <ProblemBox problem={ending.problem} title={t('administration:refused')} /> : null}
    </li>
  )
}

/** 排班: who of a team is on duty on which days. */
export const Roster = ({ team }: { readonly team: Team }) => {
  const { may } = useSession()
  const [adding, setAdding] = useState(false)
  const { found, rows } = usePages(['fieldwork.roster.list', team.id], (page, signal) =>
    query('fieldwork.roster.list', { organizationId: team.id, ...page }, signal),
  )
  const isPlanner = may('fieldwork.roster.add')
  return (
    <section aria-labelledby="roster">
      <ColumnHead
        id="roster"
        title={t('fieldwork:desk.rosterOf', { name: team.name })}
        aside={
          isPlanner ? (
            <Button size="small" icon="plus" onClick={() => setAdding(true)}>
              {t('fieldwork:desk.rosterAdd')}
            </Button>
          ) : null
        }
      />
      {found.isSuccess && rows.length === 0 ? <p className="soft">{t('fieldwork:desk.rosterNone')}</p> : null}
      <ul className="desk-lines">
        {rows.map((line) => (
          <RosterLine key={line.id} line={line} mayEnd={isPlanner} />
        ))}
      </ul>
      <MoreRows found={found} />
      {adding ? <AddDialog team={team} onClose={() => setAdding(false)} /> : null}
    </section>
  )
}
