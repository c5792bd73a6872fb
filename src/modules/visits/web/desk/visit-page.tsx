import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead, type Fact, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay, formatTime } from '#web/ui/format.ts'
import { Photos } from '#web/ui/photo.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { FindingLines } from './finding-lines.tsx'
import { ExcuseDialog, FindingDialog, RecordDialog } from './record-dialog.tsx'
import { VisitState } from './visit-lines.tsx'

type Found = Output<'visits.visit.find'>
type Visit = Found['visit']
type Open = 'record' | 'excuse' | 'finding' | null

const whoWords = (visit: Visit): string => {
  const whose = visit.personName ?? t('visits:nobody')
  if (visit.visitedByName === null || visit.visitedByName === visit.personName) return whose
  return t('visits:desk.byOther', { name: visit.visitedByName })
}

const factsOf = (visit: Visit, point: Found['point']): Fact[] => [
  { term: t('administration:state'), words: <VisitState visit={visit} /> },
  {
    term: t('visits:desk.programmeKind'),
    words:
      visit.householdId === null ? (
        <a href={`/desk/places/${visit.placeId}`}>{visit.placeName}</a>
      ) : (
        <>
          <a href={`/desk/households/${visit.householdId}`}>{visit.door}</a> {visit.label}{' '}
          <span className="soft">{visit.placeName}</span>
        </>
      ),
  },
  {
    term: t('visits:column.programme'),
    words:
      visit.programmeId === null ? (
        t('visits:noProgramme')
      ) : (
        <a href={`/desk/visits/programmes/${visit.programmeId}`}>{visit.programmeName}</a>
      ),
  },
  { term: t('visits:column.person'), words: whoWords(visit) },
  ...(visit.dueOn ? [{ term: t('visits:column.dueOn'), words: formatFullDay(visit.dueOn) }] : []),
  ...(visit.visitedAt
    ? [
        {
          term: t('visits:column.visitedAt'),
          words: [
            formatFullDay(visit.visitedAt),
            [visit.visitedAt, visit.leftAt].flatMap((at) => (at === null ? [] : formatTime(at))).join('–'),
          ].join(' '),
        },
        {
          term: t('visits:desk.point'),
          words: point ? t('visits:desk.withPoint') : t('visits:desk.noPoint'),
        },
      ]
    : []),
  ...(visit.attemptCount > 0
    ? [{ term: t('visits:column.attempts'), words: t('visits:desk.attempts', { count: visit.attemptCount }) }]
    : []),
  ...(visit.duties.length > 0
    ? [
        {
          term: t('visits:column.duties'),
          words: visit.duties.map((duty) => (
            <span key={duty}>
              <Tag>{duty}</Tag>{' '}
            </span>
          )),
        },
      ]
    : []),
  ...(visit.words ? [{ term: t('visits:desk.words'), words: visit.words }] : []),
  ...(visit.reason ? [{ term: t('visits:column.reason'), words: visit.reason }] : []),
]

const PageActions = ({ can, onOpen }: { readonly can: Found['can']; readonly onOpen: (open: Open) => void }) => (
  <>
    <Button size="small" whyNot={whyNotOf(can, 'visits.visit.excuse')} onClick={() => onOpen('excuse')}>
      {t('visits:desk.excuse')}
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

const Findings = ({ found, onAdd }: { readonly found: Found; readonly onAdd: () => void }) => (
  <section aria-labelledby="findings">
    <ColumnHead
      id="findings"
      title={t('visits:desk.findingsHere')}
      aside={
        <Button size="small" icon="plus" onClick={onAdd}>
          {t('visits:desk.addFinding')}
        </Button>
      }
    />
    {found.findings.length === 0 ? <p className="soft">{t('visits:desk.noFindings')}</p> : null}
    <FindingLines findings={found.findings} />
  </section>
)

/** One visit: whose, when, what was done and seen, and what was found. */
const VisitPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['visits.visit.find', id],
    queryFn: ({ signal }) => query('visits.visit.find', { id }, signal),
  })
  const [open, setOpen] = useState<Open>(null)
  const close = (): void => setOpen(null)
  const visit = found.data?.visit
  const whom = visit?.door ?? visit?.placeName ?? ''
  const isOpen = visit?.state === 'planned' || visit?.state === 'missed'
  const photos = (found.data?.files ?? []).filter((file) => file.hasThumbnail)
  return (
    <DeskPage
      title={visit ? [t(`visits:kind.${visit.kind}`), whom].join(' ') : t('visits:desk.visit')}
      meta={visit?.number}
      back={{ href: '/desk/visits', label: t('visits:desk.visits') }}
      actions={found.data && isOpen ? <PageActions can={found.data.can} onOpen={setOpen} /> : null}
    >
      <WhenRead found={found}>
        {found.data && visit ? (
          <div className="admin-body">
            <Facts beside facts={factsOf(visit, found.data.point)} />
            {photos.length > 0 ? (
              <section aria-labelledby="photos">
                <ColumnHead id="photos" title={t('visits:desk.photos')} />
                <Photos
                  photos={photos.map((file) => ({
                    src: addressOf('workplace.file.thumbnail', { id: file.id }),
                    href: addressOf('workplace.file.open', { id: file.id }),
                    alt: file.name,
                  }))}
                />
              </section>
            ) : null}
            {visit.state === 'done' ? <Findings found={found.data} onAdd={() => setOpen('finding')} /> : null}
          </div>
        ) : null}
      </WhenRead>
      {visit && open === 'record' ? (
        <RecordDialog
          whom={whom}
          kind={visit.kind}
          target={{ visitId: visit.id }}
          duties={visit.programmeDuties}
          onClose={close}
        />
      ) : null}
      {visit && open === 'excuse' ? <ExcuseDialog visit={visit} whom={whom} onClose={close} /> : null}
      {visit && open === 'finding' ? <FindingDialog visit={visit} onClose={close} /> : null}
    </DeskPage>
  )
}

export default VisitPage
