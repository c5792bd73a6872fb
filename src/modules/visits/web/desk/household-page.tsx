import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { MoreRows, usePages, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead, type Fact, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { Tag } from '#web/ui/tag.tsx'
import {
  AssignDialog,
  CloseHouseholdDialog,
  EditHouseholdDialog,
  type Household,
  RevealDialog,
  type Revealed,
} from './household-dialogs.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { VisitLines } from './visit-lines.tsx'

type Open = 'edit' | 'close' | 'reveal' | 'assign' | 'record' | null
type Can = Output<'visits.household.find'>['can']

const Actions = ({ can, onOpen }: { readonly can: Can; readonly onOpen: (open: Open) => void }) => (
  <>
    <Button size="small" tone="danger" whyNot={whyNotOf(can, 'visits.household.close')} onClick={() => onOpen('close')}>
      {t('visits:desk.closeHousehold')}
    </Button>
    <Button size="small" icon="edit" whyNot={whyNotOf(can, 'visits.household.update')} onClick={() => onOpen('edit')}>
      {t('administration:edit')}
    </Button>
    <Button
      size="small"
      icon="person"
      whyNot={whyNotOf(can, 'visits.household.assign')}
      onClick={() => onOpen('assign')}
    >
      {t('visits:desk.assign')}
    </Button>
    <Button
      size="small"
      tone="main"
      icon="walk"
      whyNot={whyNotOf(can, 'visits.visit.record')}
      onClick={() => onOpen('record')}
    >
      {t('visits:desk.record')}
    </Button>
  </>
)

interface FactsProps {
  readonly household: Household
  readonly revealed: Revealed | null
  readonly can: Can
  readonly onReveal: () => void
}

const HouseholdFacts = ({ household, revealed, can, onReveal }: FactsProps) => {
  const shown = revealed ?? household
  const contact = [shown.contactName, shown.contactPhone].filter(Boolean).join(' ')
  const hasMore = household.label !== null || household.contactName !== null || household.contactPhone !== null
  const facts: Fact[] = [
    { term: t('administration:place'), words: <a href={`/desk/places/${household.placeId}`}>{household.placeName}</a> },
    { term: t('visits:desk.label'), words: shown.label ?? t('administration:unknown') },
    {
      term: t('visits:desk.contact'),
      words: (
        <>
          {contact || t('administration:unknown')}{' '}
          {hasMore && revealed === null && can['visits.household.reveal']?.allowed ? (
            <Button size="small" icon="look" onClick={onReveal}>
              {t('visits:desk.reveal')}
            </Button>
          ) : null}
        </>
      ),
    },
    ...(household.marks.length > 0
      ? [
          {
            term: t('visits:desk.mark'),
            words: household.marks.map((mark) => (
              <span key={mark.id}>
                <Tag>{mark.name}</Tag>{' '}
              </span>
            )),
          },
        ]
      : []),
    {
      term: t('visits:column.responsible'),
      words: household.responsible ? (
        <>
          <a href={`/desk/persons/${household.responsible.personId}`}>{household.responsible.name}</a>{' '}
          <span className="soft">{t('visits:desk.since', { on: formatFullDay(household.responsible.since) })}</span>
        </>
      ) : (
        <Tag tone="soon">{t('visits:desk.unassigned')}</Tag>
      ),
    },
    {
      term: t('visits:desk.lastVisit'),
      words: household.lastVisitedAt ? formatFullDay(household.lastVisitedAt) : t('visits:desk.never'),
    },
    ...(household.dueOn
      ? [
          {
            term: t('visits:column.dueOn'),
            words: household.isLate ? (
              <Tag tone="late">{formatFullDay(household.dueOn)}</Tag>
            ) : (
              formatFullDay(household.dueOn)
            ),
          },
        ]
      : []),
  ]
  return <Facts beside facts={facts} />
}

const History = ({ householdId }: { readonly householdId: string }) => {
  const { found, rows } = usePages(['visits.assignment.list', householdId], (page, signal) =>
    query('visits.assignment.list', { householdId, ...page }, signal),
  )
  return (
    <section aria-labelledby="history">
      <ColumnHead id="history" title={t('visits:desk.history')} />
      {found.isSuccess && rows.length === 0 ? <p className="soft">{t('visits:desk.noHistory')}</p> : null}
      <ul className="desk-lines">
        {rows.map((row) => (
          <li key={row.id}>
            <a href={`/desk/persons/${row.personId}`}>{row.name}</a>
            <span className="grow soft">{row.endedReason}</span>
            <span className="soft">
              {row.endsOn === null
                ? t('visits:desk.since', { on: formatFullDay(row.startsOn) })
                : t('visits:desk.fromTo', { from: formatFullDay(row.startsOn), to: formatFullDay(row.endsOn) })}
            </span>
          </li>
        ))}
      </ul>
      <MoreRows found={found} />
    </section>
  )
}

/** One household: where it is, who is responsible, who was there. */
const HouseholdPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['visits.household.find', id],
    queryFn: ({ signal }) => query('visits.household.find', { id }, signal),
  })
  const [open, setOpen] = useState<Open>(null)
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const close = (): void => setOpen(null)
  const household = found.data?.household
  const can = found.data?.can ?? {}
  return (
    <DeskPage
      title={household?.door ?? t('visits:desk.household')}
      meta={household?.closedOn ? t('visits:desk.closedFrom', { on: formatFullDay(household.closedOn) }) : undefined}
      back={{ href: '/desk/households', label: t('visits:desk.households') }}
      actions={household && household.closedOn === null ? <Actions can={can} onOpen={setOpen} /> : null}
    >
      <WhenRead found={found}>
        {household ? (
          <div className="admin-body">
            <HouseholdFacts household={household} revealed={revealed} can={can} onReveal={() => setOpen('reveal')} />
            <VisitLines filter={{ householdId: id, view: 'all' }} empty={t('visits:desk.noVisitsHere')} />
            <History householdId={id} />
          </div>
        ) : null}
      </WhenRead>
      {household && open === 'edit' ? <EditHouseholdDialog household={household} onClose={close} /> : null}
      {household && open === 'close' ? <CloseHouseholdDialog household={household} onClose={close} /> : null}
      {household && open === 'assign' ? <AssignDialog ids={[id]} door={household.door} onClose={close} /> : null}
      {household && open === 'record' ? (
        <RecordDialog whom={household.door} kind="household" target={{ householdId: id }} duties={[]} onClose={close} />
      ) : null}
      {household && open === 'reveal' ? (
        <RevealDialog
          household={household}
          onClose={close}
          onRevealed={(answer) => {
            setRevealed(answer)
            close()
          }}
        />
      ) : null}
    </DeskPage>
  )
}

export default HouseholdPage
