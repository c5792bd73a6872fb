import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatMoment, machineTime } from '#web/ui/format.ts'
import type { IconName } from '#web/ui/icon.tsx'
import { Photos } from '#web/ui/photo.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { Thread } from '#web/ui/thread.tsx'
import { ExplainDialog, HandOverDialog } from './patrol-dialogs.tsx'
import { PatrolState, whenWords } from './parts.tsx'

type Found = Output<'fieldwork.patrol.find'>
type Line = Found['checkIns'][number]

const photosOf = (files: Line['files'], alt: string) =>
  files.map(({ id }) => ({
    src: `/api/workplace.file.thumbnail?id=${id}`,
    href: `/api/workplace.file.open?id=${id}`,
    alt,
  }))

const columnsOf = (nameOf: (id: string) => string, now: Date): ReadonlyArray<Column<Line>> => [
  { id: 'point', head: t('fieldwork:desk.point'), phone: 'what', cell: (row) => nameOf(row.pointId) },
  {
    id: 'verdict',
    head: t('fieldwork:desk.verdict'),
    cell: (row) => <Tag tone={row.verdict === 'valid' ? 'done' : 'soon'}>{t(`fieldwork:verdict.${row.verdict}`)}</Tag>,
  },
  {
    id: 'distance',
    head: t('fieldwork:desk.distance'),
    unit: t('fieldwork:desk.metres'),
    figures: true,
    cell: (row) => row.distanceM ?? '',
  },
  { id: 'at', head: t('fieldwork:column.at'), cell: (row) => formatMoment(row.at, now) },
  {
    id: 'received',
    head: t('fieldwork:desk.received'),
    cell: (row) => (row.receivedAt === row.at ? '' : formatMoment(row.receivedAt, now)),
  },
  { id: 'words', head: t('fieldwork:column.words'), wraps: true, cell: (row) => row.words ?? '' },
  {
    id: 'photos',
    head: t('fieldwork:column.photos'),
    cell: (row) => (row.files.length === 0 ? '' : <Photos photos={photosOf(row.files, nameOf(row.pointId))} />),
  },
]

/** Every check-in as it was made: those that do not count with their distance. */
const CheckIns = ({ found }: { readonly found: Found }) => {
  const now = useNow()
  const nameOf = (id: string): string => found.points.find((point) => point.id === id)?.name ?? ''
  return (
    <section aria-labelledby="check-ins">
      <ColumnHead id="check-ins" title={t('fieldwork:desk.checkIns')} />
      {found.checkIns.length === 0 ? (
        <p className="soft">{t('fieldwork:desk.noCheckIns')}</p>
      ) : (
        <Table
          label={t('fieldwork:desk.checkInLog')}
          columns={columnsOf(nameOf, now)}
          rows={found.checkIns}
          keyOf={(row) => row.id}
        />
      )}
      <p className="meta">{t('fieldwork:field.privacy')}</p>
    </section>
  )
}

const Points = ({ points }: { readonly points: Found['points'] }) => (
  <section aria-labelledby="points">
    <ColumnHead id="points" title={t('fieldwork:desk.points')} />
    <ol className="desk-lines">
      {points.map((point) => (
        <li key={point.id}>
          <span className="grow">{point.name}</span>
          <span className="soft">{t('fieldwork:desk.radius', { metres: point.radiusM })}</span>
          <Tag tone={point.verdict === 'valid' ? 'done' : point.verdict ? 'soon' : 'plain'}>
            {point.verdict ? t(`fieldwork:verdict.${point.verdict}`) : t('fieldwork:desk.notYet')}
          </Tag>
        </li>
      ))}
    </ol>
  </section>
)

const ICONS: Readonly<Record<Found['events'][number]['kind'], IconName>> = {
  started: 'walk',
  handedOver: 'send',
  finished: 'check',
  ended: 'clock',
  missed: 'warning',
  explained: 'say',
}

const Events = ({ events }: { readonly events: Found['events'] }) => {
  const now = useNow()
  if (events.length === 0) return null
  return (
    <section aria-labelledby="events">
      <ColumnHead id="events" title={t('fieldwork:desk.events')} />
      <Thread
        tight
        label={t('fieldwork:desk.events')}
        entries={events.map((event) => ({
          key: String(event.number),
          icon: ICONS[event.kind],
          title: [event.personName, t(`fieldwork:event.${event.kind}`), event.toPersonName].filter(Boolean).join(' '),
          at: formatMoment(event.at, now),
          dateTime: machineTime(event.at),
          words: event.words ?? undefined,
        }))}
      />
    </section>
  )
}

const Findings = ({ findings }: { readonly findings: Found['findings'] }) => {
  const now = useNow()
  return (
    <section aria-labelledby="findings">
      <ColumnHead id="findings" title={t('fieldwork:column.findings')} />
      {findings.length === 0 ? <p className="soft">{t('fieldwork:desk.noFindings')}</p> : null}
      <ul className="desk-lines">
        {findings.map(({ caseId, foundAt }) => (
          <li key={caseId}>
            <a href={`/desk/cases/${caseId}`}>
              {t('fieldwork:desk.findingAt', { moment: formatMoment(foundAt, now) })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One patrol: what was planned, where it was checked in, what was found and what happened to it. */
const PatrolPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['fieldwork.patrol.find', id],
    queryFn: ({ signal }) => query('fieldwork.patrol.find', { id }, signal),
  })
  const [dialog, setDialog] = useState<'handOver' | 'explain' | null>(null)
  const close = (): void => setDialog(null)
  const patrol = found.data?.patrol
  const can = found.data?.can ?? {}
  const isMissed = patrol?.state === 'missed'
  return (
    <DeskPage
      title={patrol?.routeName ?? t('fieldwork:desk.patrol')}
      meta={patrol ? whenWords(patrol) : undefined}
      back={{ href: '/desk/patrols', label: t('fieldwork:desk.patrols') }}
      actions={
        patrol ? (
          isMissed ? (
            <Button
              size="small"
              whyNot={whyNotOf(can, 'fieldwork.patrol.explain')}
              onClick={() => setDialog('explain')}
            >
              {t('fieldwork:field.explain')}
            </Button>
          ) : (
            <Button
              size="small"
              whyNot={whyNotOf(can, 'fieldwork.patrol.handOver')}
              onClick={() => setDialog('handOver')}
            >
              {t('fieldwork:desk.handOver')}
            </Button>
          )
        ) : null
      }
    >
      <WhenRead found={found}>
        {found.data && patrol ? (
          <div className="admin-body">
            <Facts
              beside
              facts={[
                { term: t('fieldwork:column.state'), words: <PatrolState patrol={patrol} /> },
                { term: t('fieldwork:column.person'), words: patrol.person?.name ?? t('fieldwork:none.person') },
                ...(patrol.team ? [{ term: t('fieldwork:column.team'), words: patrol.team.name }] : []),
                { term: t('administration:place'), words: patrol.placeName },
                { term: t('fieldwork:column.valid'), words: `${patrol.validCount} / ${patrol.pointCount}` },
                {
                  term: t('fieldwork:column.route'),
                  words: <a href={`/desk/patrols/routes/${patrol.routeId}`}>{patrol.routeName}</a>,
                },
                ...(patrol.reason ? [{ term: t('fieldwork:column.reason'), words: patrol.reason }] : []),
                ...(found.data.words ? [{ term: t('fieldwork:column.words'), words: found.data.words }] : []),
              ]}
            />
            <Points points={found.data.points} />
            <CheckIns found={found.data} />
            <Findings findings={found.data.findings} />
            <Events events={found.data.events} />
          </div>
        ) : null}
      </WhenRead>
      {patrol && dialog === 'handOver' ? <HandOverDialog patrol={patrol} onClose={close} /> : null}
      {patrol && dialog === 'explain' ? <ExplainDialog patrol={patrol} onClose={close} /> : null}
    </DeskPage>
  )
}

export default PatrolPage
