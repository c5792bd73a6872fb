import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { FormDialog, MoreRows, textOf, usePages, WhenRead } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { toast } from '#web/ui/live/toast.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'

type Event = Output<'emergencies.event.list'>['items'][number]

const KINDS = ['flood', 'fire', 'gas', 'weather', 'earthquake', 'health', 'other'] as const
const LEVELS = ['4', '3', '2', '1'] as const

const columnsAt = (now: Date): ReadonlyArray<Column<Event>> => [
  {
    id: 'title',
    head: t('emergencies:desk.event'),
    phone: 'what',
    cell: (row) => (
      <>
        <a href={`/desk/emergencies/${row.id}`}>{row.title}</a>{' '}
        <Tag tone={row.state === 'on' ? 'late' : 'done'}>{t(`emergencies:state.${row.state}`)}</Tag>
      </>
    ),
  },
  {
    id: 'kind',
    head: t('emergencies:desk.kind'),
    cell: (row) => `${t(`emergencies:kind.${row.kind}`)} ${t(`emergencies:level.${row.level as 1}`)}`,
  },
  { id: 'places', head: t('administration:place'), cell: (row) => row.places.map((place) => place.name).join('、') },
  {
    id: 'answered',
    head: t('emergencies:desk.answered'),
    figures: true,
    phone: 'amount',
    cell: (row) => `${row.times.receivedCount} / ${row.times.calledCount}`,
  },
  { id: 'raised', head: t('emergencies:desk.raisedAt'), cell: (row) => formatMoment(row.raisedAt, now) },
]

/** A second look, because it cannot be taken back: everybody is told the moment it is pressed. */
const RaiseDialog = ({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (id: string) => void }) => {
  const raising = useActing('emergencies.event.raise')
  const [place, setPlace] = useState<Picked | null>(null)
  const submit = async (form: FormData): Promise<void> => {
    const done = await raising.run({
      kind: KINDS.find((known) => known === form.get('kind')) ?? 'other',
      level: Number(form.get('level')),
      title: textOf(form, 'title'),
      words: textOf(form, 'words'),
      placeIds: place ? [Number(place.id)] : [],
    })
    if (!done) return
    toast({ words: t('emergencies:desk.raised', { count: done.times.calledCount }) })
    onDone(done.id)
  }
  return (
    <FormDialog
      title={t('emergencies:desk.raise')}
      doWords={t('emergencies:desk.raiseNow')}
      danger
      busy={raising.busy}
      problem={raising.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p>{t('emergencies:desk.raiseHint')}</p>
      <SelectField
        name="kind"
        label={t('emergencies:desk.kind')}
        defaultValue="flood"
        choices={KINDS.map((value) => ({ value, label: t(`emergencies:kind.${value}`) }))}
      />
      <SelectField
        name="level"
        label={t('emergencies:desk.level')}
        defaultValue="4"
        choices={LEVELS.map((value) => ({ value, label: t(`emergencies:level.${value}`) }))}
      />
      <PlacePicker
        label={t('emergencies:desk.area')}
        value={place}
        onChange={setPlace}
        error={raising.problem?.messageFor('placeIds')}
      />
      <TextField
        name="title"
        label={t('emergencies:desk.title')}
        maxLength={60}
        error={raising.problem?.messageFor('title')}
      />
      <TextArea
        name="words"
        label={t('emergencies:desk.words')}
        maxLength={2_000}
        error={raising.problem?.messageFor('words')}
      />
    </FormDialog>
  )
}

/** 应急: what is under way and what was. */
const EventsPage = () => {
  const { go } = useAddress()
  const { may } = useSession()
  const now = useNow()
  const [raising, setRaising] = useState(false)
  const { found, rows } = usePages(['emergencies.event.list'], (page, signal) =>
    query('emergencies.event.list', page, signal),
  )
  return (
    <DeskPage
      title={t('emergencies:desk.events')}
      actions={
        may('emergencies.event.raise') ? (
          <Button size="small" tone="dangerMain" icon="bell" onClick={() => setRaising(true)}>
            {t('emergencies:desk.raise')}
          </Button>
        ) : null
      }
    >
      <WhenRead found={found}>
        <Table
          label={t('emergencies:desk.events')}
          columns={columnsAt(now)}
          rows={rows}
          keyOf={(row) => row.id}
          empty={
            <div className="desk-pad">
              <Empty icon="shield" title={t('emergencies:desk.none')} words={t('emergencies:desk.noneHint')} />
            </div>
          }
        />
        <MoreRows found={found} />
      </WhenRead>
      {raising ? (
        <RaiseDialog onClose={() => setRaising(false)} onDone={(id) => go(`/desk/emergencies/${id}`)} />
      ) : null}
    </DeskPage>
  )
}

export default EventsPage
