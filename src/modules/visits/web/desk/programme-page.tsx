import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, type Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatCount, formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Tag } from '#web/ui/tag.tsx'
import {
  EditProgrammeDialog,
  EndAssignmentDialog,
  EndProgrammeDialog,
  FixDialog,
  PlanDialog,
  type Programme,
} from './programme-dialogs.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { rhythmWords, weekdayWords } from './rhythm-words.ts'

type Line = Output<'visits.contact.list'>['items'][number]
type Can = Output<'visits.programme.find'>['can']
type Open =
  | { readonly kind: 'edit' }
  | { readonly kind: 'end' }
  | { readonly kind: 'fix'; readonly place: Picked | null }
  | { readonly kind: 'plan'; readonly place: Picked | null }
  | { readonly kind: 'record'; readonly place: Picked }
  | { readonly kind: 'leave'; readonly assignment: { readonly id: string; readonly name: string } }
  | null

const FILLED = ['vacant', 'filled'] as const

const dayWords = (programme: Programme, day: number): string =>
  programme.rhythm === 'week' ? weekdayWords(day) : t('visits:rhythm.month', { number: day })

const Holders = ({ line, programme }: { readonly line: Line; readonly programme: Programme }) =>
  line.holders.length === 0 ? (
    <Tag tone="soon">{t('visits:desk.filled.vacant')}</Tag>
  ) : (
    <>
      {line.holders.map((holder) => (
        <span key={holder.assignmentId}>
          <a href={`/desk/persons/${holder.personId}`}>{holder.name}</a>{' '}
          <span className="soft">
            {[
              holder.role ? t(`posts:role.${holder.role}`) : '',
              holder.fixedDay === null ? '' : dayWords(programme, holder.fixedDay),
            ]
              .filter(Boolean)
              .join(' ')}
          </span>{' '}
        </span>
      ))}
    </>
  )

const columnsOf = (programme: Programme, can: Can, open: (next: Open) => void): ReadonlyArray<DataColumn<Line>> => [
  {
    id: 'place',
    head: t('administration:place'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <>
        <a href={`/desk/places/${row.placeId}`}>{row.placeName}</a> <span className="soft">{row.streetName}</span>
      </>
    ),
  },
  {
    id: 'holders',
    head: t('visits:desk.filled'),
    wraps: true,
    cell: (row) => <Holders line={row} programme={programme} />,
  },
  {
    id: 'last',
    head: t('visits:desk.lastVisit'),
    cell: (row) => (row.lastVisitedAt ? formatFullDay(row.lastVisitedAt) : ''),
  },
  {
    id: 'due',
    head: t('visits:column.dueOn'),
    cell: (row) =>
      row.dueOn === null ? (
        ''
      ) : row.isLate ? (
        <Tag tone="late">{formatFullDay(row.dueOn)}</Tag>
      ) : (
        formatFullDay(row.dueOn)
      ),
  },
  {
    id: 'visits',
    head: t('visits:desk.visitCount'),
    figures: true,
    cell: (row) =>
      row.visitCount === 0 ? (
        ''
      ) : (
        <a className="fig" href={`/desk/visits?programme=${programme.id}&place=${row.placeId}&show=done`}>
          {formatCount(row.visitCount)}
        </a>
      ),
  },
  {
    id: 'findings',
    head: t('visits:column.findings'),
    figures: true,
    cell: (row) =>
      row.findingCount === 0 ? (
        ''
      ) : (
        <a className="fig" href={`/desk/visits/findings?programme=${programme.id}&place=${row.placeId}`}>
          {formatCount(row.findingCount)}
        </a>
      ),
  },
  {
    id: 'act',
    head: t('posts:desk.act'),
    phone: 'amount',
    cell: (row) => <LineActs line={row} can={can} open={open} />,
  },
]

const LineActs = ({
  line,
  can,
  open,
}: {
  readonly line: Line
  readonly can: Can
  readonly open: (next: Open) => void
}) => {
  const place = { id: String(line.placeId), name: line.placeName }
  const [holder] = line.holders
  if (!can['visits.assignment.create']?.allowed)
    return (
      <Button size="small" icon="walk" onClick={() => open({ kind: 'record', place })}>
        {t('visits:desk.record')}
      </Button>
    )
  return (
    <>
      <Button size="small" onClick={() => open({ kind: 'fix', place })}>
        {holder ? t('visits:desk.change') : t('visits:desk.fix')}
      </Button>{' '}
      {holder ? (
        <Button
          size="small"
          onClick={() => open({ kind: 'leave', assignment: { id: holder.assignmentId, name: holder.name } })}
        >
          {t('visits:operation.assignment.end')}
        </Button>
      ) : null}
    </>
  )
}

interface ContactsProps {
  readonly programme: Programme
  readonly can: Can
  readonly open: (next: Open) => void
}

/** 联系表: every community with who keeps contact, on one screen. */
const Contacts = ({ programme, can, open }: ContactsProps) => {
  const { params, path, change } = useAddress()
  const filled = FILLED.find((known) => known === params['filled']) ?? ('any' as const)
  const asked = { programmeId: programme.id, filled }
  const { found, rows } = usePages(['visits.contact.list', asked], (page, signal) =>
    query('visits.contact.list', { ...asked, ...page, limit: 100 }, signal),
  )
  const columns = useMemo(() => columnsOf(programme, can, open), [programme, can, open])
  const table = found.data?.pages[0] as Output<'visits.contact.list'> | undefined
  return (
    <section aria-labelledby="contacts">
      <ColumnHead
        id="contacts"
        title={t('visits:desk.contacts')}
        aside={
          <ButtonLink size="small" icon="download" href={addressOf('visits.contact.export', asked)} download>
            {t('administration:export')}
          </ButtonLink>
        }
      />
      {table ? (
        <p role="status">
          {[
            t('visits:desk.contactSum', { places: table.placeCount, vacant: table.vacantCount }),
            ...table.holders.map(({ role, personCount }) =>
              t('visits:desk.contactHolders', {
                role: role === null ? t('visits:desk.otherRole') : t(`posts:role.${role}`),
                count: personCount,
              }),
            ),
          ].join(t('administration:import.between'))}
        </p>
      ) : null}
      <DataTable
        label={t('visits:desk.contacts')}
        columns={columns}
        rows={rows}
        keyOf={(row) => String(row.placeId)}
        nameOf={(row) => row.placeName}
        tools={
          <FilterSelect
            label={t('visits:desk.filled')}
            allId={ALL}
            options={[
              { id: ALL, label: t('desk:all') },
              ...FILLED.map((id) => ({ id, label: t(`visits:desk.filled.${id}`) })),
            ]}
            value={params['filled'] ?? ALL}
            onChange={(value) => change({ filled: value === ALL ? null : value })}
          />
        }
        empty={found.isSuccess ? <NoneFound clearHref={path} /> : null}
      />
      <MoreRows found={found} />
    </section>
  )
}

const ProgrammeFacts = ({ programme }: { readonly programme: Programme }) => (
  <Facts
    beside
    facts={[
      {
        term: t('visits:desk.within'),
        words: <a href={`/desk/places/${programme.placeId}`}>{programme.placeName}</a>,
      },
      { term: t('visits:desk.rhythm'), words: rhythmWords(programme) },
      ...(programme.dueOn
        ? [{ term: t('visits:column.dueOn'), words: t('visits:desk.round', { on: formatFullDay(programme.dueOn) }) }]
        : []),
      ...(programme.duties.length > 0
        ? [
            {
              term: t('visits:desk.dutiesList'),
              words: programme.duties.map((duty) => (
                <span key={duty}>
                  <Tag>{duty}</Tag>{' '}
                </span>
              )),
            },
          ]
        : []),
      { term: t('visits:desk.grace'), words: formatCount(programme.graceDays) },
      { term: t('visits:desk.startsOn'), words: formatFullDay(programme.startsOn) },
      {
        term: t('visits:desk.coverage'),
        words: <a href={`/desk/visits/coverage?programme=${programme.id}`}>{t('visits:desk.coverage')}</a>,
      },
    ]}
  />
)

const Dialogs = ({
  open,
  programme,
  onClose,
}: {
  readonly open: Open
  readonly programme: Programme
  readonly onClose: () => void
}) => {
  if (open === null) return null
  if (open.kind === 'edit') return <EditProgrammeDialog programme={programme} onClose={onClose} />
  if (open.kind === 'end') return <EndProgrammeDialog programme={programme} onClose={onClose} />
  if (open.kind === 'fix') return <FixDialog programme={programme} place={open.place} onClose={onClose} />
  if (open.kind === 'plan') return <PlanDialog programme={programme} place={open.place} onClose={onClose} />
  if (open.kind === 'leave') return <EndAssignmentDialog assignment={open.assignment} onClose={onClose} />
  const target = { placeId: Number(open.place.id), kind: programme.kind, programmeId: programme.id }
  return (
    <RecordDialog
      whom={open.place.name}
      kind={programme.kind}
      target={target}
      duties={programme.duties}
      onClose={onClose}
    />
  )
}

/** One rule of visiting: what it asks, and for places who is fixed to which. */
const ProgrammePage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['visits.programme.find', id],
    queryFn: ({ signal }) => query('visits.programme.find', { id }, signal),
  })
  const [open, setOpen] = useState<Open>(null)
  const programme = found.data?.programme
  const can = found.data?.can ?? {}
  const isOfPlaces = programme !== undefined && programme.kind !== 'household'
  return (
    <DeskPage
      title={programme?.name ?? t('visits:desk.programmes')}
      meta={
        programme
          ? programme.isActive
            ? t(`visits:kind.${programme.kind}`)
            : t('visits:desk.ended', { on: formatFullDay(programme.endsOn ?? '') })
          : undefined
      }
      back={{ href: '/desk/visits/programmes', label: t('visits:desk.programmes') }}
      actions={
        programme?.isActive ? (
          <>
            <Button
              size="small"
              tone="danger"
              whyNot={whyNotOf(can, 'visits.programme.end')}
              onClick={() => setOpen({ kind: 'end' })}
            >
              {t('visits:desk.endProgramme')}
            </Button>
            <Button
              size="small"
              icon="edit"
              whyNot={whyNotOf(can, 'visits.programme.update')}
              onClick={() => setOpen({ kind: 'edit' })}
            >
              {t('administration:edit')}
            </Button>
            {isOfPlaces && can['visits.visit.plan']?.allowed ? (
              <Button size="small" icon="calendar" onClick={() => setOpen({ kind: 'plan', place: null })}>
                {t('visits:desk.plan')}
              </Button>
            ) : null}
            {isOfPlaces && can['visits.assignment.create']?.allowed ? (
              <Button size="small" tone="main" icon="plus" onClick={() => setOpen({ kind: 'fix', place: null })}>
                {t('visits:desk.fix')}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <WhenRead found={found}>
        {programme ? (
          <div className="admin-body">
            <ProgrammeFacts programme={programme} />
            {isOfPlaces ? <Contacts programme={programme} can={can} open={setOpen} /> : null}
          </div>
        ) : null}
      </WhenRead>
      {programme ? <Dialogs open={open} programme={programme} onClose={() => setOpen(null)} /> : null}
    </DeskPage>
  )
}

export default ProgrammePage
