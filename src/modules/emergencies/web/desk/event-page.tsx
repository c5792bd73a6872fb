import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { formatMoment, machineTime } from '#web/ui/format.ts'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { Thread } from '#web/ui/thread.tsx'

type Found = Output<'emergencies.event.find'>
type Response = Found['responses'][number]

const READ_AGAIN_MS = 15_000
const TONES = { told: 'late', received: 'soon', onWay: 'brand', inPlace: 'done' } as const

const columnsAt = (now: Date): ReadonlyArray<Column<Response>> => [
  { id: 'name', head: t('emergencies:column.name'), phone: 'what', cell: (row) => row.person.name },
  { id: 'role', head: t('emergencies:column.role'), cell: (row) => wordsOr(`posts:role.${row.role}`, row.role) },
  { id: 'place', head: t('emergencies:column.place'), cell: (row) => row.place.name },
  {
    id: 'state',
    head: t('emergencies:column.state'),
    phone: 'amount',
    cell: (row) => <Tag tone={TONES[row.state]}>{t(`emergencies:response.${row.state}`)}</Tag>,
  },
  {
    id: 'receivedAt',
    head: t('emergencies:column.receivedAt'),
    cell: (row) => (row.receivedAt ? formatMoment(row.receivedAt, now) : ''),
  },
  {
    id: 'escalatedAt',
    head: t('emergencies:column.escalatedAt'),
    cell: (row) => (row.escalatedAt ? formatMoment(row.escalatedAt, now) : ''),
  },
]

const minutes = (count: number | null): string =>
  count === null ? t('emergencies:desk.notYet') : t('emergencies:desk.minutes', { count })

const factsOf = ({ event, gaps, cases }: Found) => [
  { term: t('emergencies:desk.words'), words: event.words },
  { term: t('administration:place'), words: event.places.map((place) => place.name).join('、') },
  { term: t('emergencies:desk.answered'), words: `${event.times.receivedCount} / ${event.times.calledCount}` },
  { term: t('emergencies:response.inPlace'), words: String(event.times.inPlaceCount) },
  { term: t('emergencies:desk.first'), words: minutes(event.times.firstMinutes) },
  { term: t('emergencies:desk.all'), words: minutes(event.times.allMinutes) },
  ...(event.state === 'over'
    ? [{ term: t('emergencies:desk.closed'), words: minutes(event.times.closedMinutes) }]
    : []),
  {
    term: t('emergencies:desk.gaps'),
    words: gaps.length === 0 ? t('emergencies:desk.noGaps') : gaps.map((place) => place.name).join('、'),
  },
  ...(cases.length > 0
    ? [
        {
          term: t('emergencies:desk.cases'),
          words: cases.map((one) => (
            <a key={one.id} href={`/desk/cases/${one.id}`}>
              {one.number}
            </a>
          )),
        },
      ]
    : []),
  ...(event.summary ? [{ term: t('emergencies:desk.summary'), words: event.summary }] : []),
]

type Verb = 'log' | 'standDown' | 'task'

const ActDialog = ({
  id,
  verb,
  onClose,
}: {
  readonly id: string
  readonly verb: Verb
  readonly onClose: () => void
}) => {
  const logging = useActing('emergencies.event.log')
  const ending = useActing('emergencies.event.standDown')
  const giving = useActing('emergencies.task.create')
  const acting = { log: logging, standDown: ending, task: giving }[verb]
  const submit = async (form: FormData): Promise<void> => {
    const words = textOf(form, 'words')
    const done =
      verb === 'task'
        ? await giving.run({ eventId: id, words })
        : await { log: logging, standDown: ending }[verb].run({ id, words })
    if (done) onClose()
  }
  const title = t(verb === 'task' ? 'emergencies:do.create' : `emergencies:do.${verb}`)
  return (
    <FormDialog
      title={title}
      doWords={title}
      danger={verb === 'standDown'}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {verb === 'standDown' ? <p>{t('emergencies:desk.standDownHint')}</p> : null}
      <TextArea
        name="words"
        label={t(verb === 'standDown' ? 'emergencies:desk.summary' : 'emergencies:desk.words')}
        error={acting.problem?.messageFor('words')}
        maxLength={verb === 'task' ? 500 : 2_000}
      />
    </FormDialog>
  )
}

const Tasks = ({ found }: { readonly found: Found }) => {
  const finishing = useActing('emergencies.task.finish')
  if (found.tasks.length === 0) return null
  return (
    <section aria-labelledby="tasks">
      <ColumnHead id="tasks" title={t('emergencies:desk.tasks')} />
      <ul className="desk-lines">
        {found.tasks.map((task) => (
          <li key={task.id}>
            <span className="grow">{task.words}</span>
            {task.doneAt ? (
              <Tag tone="done">{t('emergencies:desk.doneBy', { name: task.doneBy ?? '' })}</Tag>
            ) : (
              <Button size="small" busy={finishing.busy} onClick={() => void finishing.run({ id: task.id })}>
                {t('emergencies:do.finish')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The live status of one emergency: who has acknowledged, where nobody has, what is to be done, what happened. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const EventPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const now = useNow()
  const [verb, setVerb] = useState<Verb | null>(null)
  const found = useQuery({
    queryKey: ['emergencies.event.find', id],
    queryFn: ({ signal }) => query('emergencies.event.find', { id }, signal),
    refetchInterval: READ_AGAIN_MS,
  })
  const can = found.data?.can ?? {}
  return (
    <DeskPage
      title={found.data?.event.title ?? t('emergencies:desk.event')}
      back={{ href: '/desk/emergencies', label: t('emergencies:desk.events') }}
      actions={
        found.data ? (
          <>
            <ButtonLink size="small" icon="download" href={addressOf('emergencies.event.export', { id })} download>
              {t('administration:export')}
            </ButtonLink>
            {found.data.event.state === 'on' ? (
              <>
                <Button size="small" whyNot={whyNotOf(can, 'emergencies.event.log')} onClick={() => setVerb('log')}>
                  {t('emergencies:do.log')}
                </Button>
                <Button size="small" whyNot={whyNotOf(can, 'emergencies.task.create')} onClick={() => setVerb('task')}>
                  {t('emergencies:do.create')}
                </Button>
                <Button
                  size="small"
                  tone="dangerMain"
                  whyNot={whyNotOf(can, 'emergencies.event.standDown')}
                  onClick={() => setVerb('standDown')}
                >
                  {t('emergencies:do.standDown')}
                </Button>
              </>
            ) : null}
          </>
        ) : null
      }
    >
      <WhenRead found={found}>
        {found.data ? (
          <div className="admin-body">
            <Facts beside facts={factsOf(found.data)} />
            <section aria-labelledby="responses">
              <ColumnHead id="responses" title={t('emergencies:desk.responses')} />
              <Table
                label={t('emergencies:desk.responses')}
                columns={columnsAt(now)}
                rows={found.data.responses}
                keyOf={(row) => row.person.id}
              />
            </section>
            <Tasks found={found.data} />
            <section aria-labelledby="log">
              <ColumnHead id="log" title={t('emergencies:desk.log')} />
              <Thread
                label={t('emergencies:desk.log')}
                entries={found.data.thread.toReversed().map((entry) => ({
                  key: entry.id,
                  icon: 'chat',
                  title: `${entry.actorName} ${wordsOr(`emergencies:did.${entry.action.split('.').at(-1) ?? ''}`, '')}`,
                  at: formatMoment(entry.at, now),
                  dateTime: machineTime(entry.at),
                  words: entry.words ?? undefined,
                }))}
              />
            </section>
          </div>
        ) : null}
      </WhenRead>
      {verb ? <ActDialog id={id} verb={verb} onClose={() => setVerb(null)} /> : null}
    </DeskPage>
  )
}

export default EventPage
