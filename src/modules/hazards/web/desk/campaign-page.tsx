import './hazards.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, MoreRows, usePages, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatCount, formatFullDay, formatMoment } from '#web/ui/format.ts'
import { toast } from '#web/ui/live/toast.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { type Campaign, CampaignDialog, DrawDialog } from './campaign-dialogs.tsx'
import { stateTone } from './campaigns-page.tsx'

type Found = Output<'hazards.campaign.find'>
type PlaceLine = Found['byPlace'][number]
type ClassLine = Found['byClass'][number]
type Draw = Output<'hazards.draw.list'>['items'][number]

const placeColumns = (id: string): ReadonlyArray<Column<PlaceLine>> => [
  {
    id: 'name',
    head: t('administration:place'),
    phone: 'what',
    cell: (row) => <a href={`/desk/hazards?campaign=${id}&place=${row.id}`}>{row.name}</a>,
  },
  {
    id: 'inspected',
    head: t('hazards:column.inspectedCount'),
    figures: true,
    phone: 'amount',
    cell: (row) => `${formatCount(row.inspectedCount)} / ${formatCount(row.siteCount)}`,
  },
  { id: 'found', head: t('hazards:column.foundCount'), figures: true, cell: (row) => formatCount(row.foundCount) },
  { id: 'solved', head: t('hazards:column.solvedCount'), figures: true, cell: (row) => formatCount(row.solvedCount) },
  { id: 'spot', head: t('hazards:column.isOnTheSpot'), figures: true, cell: (row) => formatCount(row.onTheSpotCount) },
  { id: 'late', head: t('hazards:column.lateCount'), figures: true, cell: (row) => formatCount(row.lateCount) },
]

const classColumns = (id: string): ReadonlyArray<Column<ClassLine>> => [
  {
    id: 'name',
    head: t('hazards:desk.class'),
    phone: 'what',
    cell: (row) => (
      <a href={`/desk/hazards?campaign=${id}&class=${row.id}`}>
        {row.name ?? t('hazards:class.unnamed', { number: row.number })}
      </a>
    ),
  },
  {
    id: 'found',
    head: t('hazards:column.foundCount'),
    figures: true,
    phone: 'amount',
    cell: (row) => formatCount(row.foundCount),
  },
  { id: 'solved', head: t('hazards:column.solvedCount'), figures: true, cell: (row) => formatCount(row.solvedCount) },
  { id: 'late', head: t('hazards:column.lateCount'), figures: true, cell: (row) => formatCount(row.lateCount) },
]

/** One draw, with what it was made of: whoever doubts it can compute it again. */
const DrawLine = ({ draw }: { readonly draw: Draw }) => {
  const now = useNow()
  return (
    <li>
      <details>
        <summary>
          {t('hazards:desk.drawWords', {
            count: draw.pairs.length,
            pool: draw.sitePoolCount,
            people: draw.inspectorPoolCount,
          })}{' '}
          <Tag tone={draw.isReproduced ? 'done' : 'late'}>
            {t(draw.isReproduced ? 'hazards:desk.reproduced' : 'hazards:desk.notReproduced')}
          </Tag>{' '}
          <span className="soft">
            {draw.drawnBy} {formatMoment(draw.drawnAt, now)}
          </span>
        </summary>
        <p className="meta">{t('hazards:desk.seed', { seed: draw.seed })}</p>
        <ul>
          {draw.pairs.map((pair) => (
            <li key={pair.site.id}>
              <a href={`/desk/sites/${pair.site.id}`}>{pair.site.name}</a>{' '}
              {pair.inspectors.map((person) => person.name).join('、')}
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

const Draws = ({ campaignId }: { readonly campaignId: string }) => {
  const { found, rows } = usePages(['hazards.draw.list', campaignId], (page, signal) =>
    query('hazards.draw.list', { campaignId, ...page }, signal),
  )
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="draws">
      <ColumnHead id="draws" title={t('hazards:desk.draws')} />
      <ul className="desk-lines">
        {rows.map((draw) => (
          <DrawLine key={draw.id} draw={draw} />
        ))}
      </ul>
      <MoreRows found={found} />
    </section>
  )
}

const factsOf = ({ campaign, waitingTaskCount }: Found) => [
  {
    term: t('hazards:desk.period'),
    words: (
      <>
        {formatFullDay(campaign.startsOn)} – {formatFullDay(campaign.endsOn)}{' '}
        <Tag tone={stateTone[campaign.state]}>{t(`hazards:desk.campaignState.${campaign.state}`)}</Tag>
      </>
    ),
  },
  ...(campaign.purpose ? [{ term: t('hazards:desk.purpose'), words: campaign.purpose }] : []),
  { term: t('administration:place'), words: campaign.places.map((place) => place.name).join('、') },
  {
    term: t('hazards:desk.campaignKinds'),
    words: campaign.siteKinds.map((kind) => kind.name).join('、') || t('desk:all'),
  },
  {
    term: t('hazards:column.inspectedCount'),
    words: `${formatCount(campaign.progress.inspectedCount)} / ${formatCount(campaign.targetCount ?? campaign.progress.siteCount)}`,
  },
  {
    term: t('hazards:column.foundCount'),
    words: (
      <a href={`/desk/hazards?campaign=${campaign.id}`}>
        {t('hazards:desk.foundSolved', {
          found: campaign.progress.foundCount,
          solved: campaign.progress.solvedCount,
        })}
      </a>
    ),
  },
  { term: t('hazards:desk.waitingTasks'), words: formatCount(waitingTaskCount) },
]

/** One campaign: its progress by place and by class, its draws. */
const CampaignPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['hazards.campaign.find', id],
    queryFn: ({ signal }) => query('hazards.campaign.find', { id }, signal),
  })
  const [dialog, setDialog] = useState<'edit' | 'draw' | 'end' | null>(null)
  const close = (): void => setDialog(null)
  const campaign = found.data?.campaign
  return (
    <DeskPage
      title={campaign?.name ?? t('hazards:desk.campaign')}
      back={{ href: '/desk/campaigns', label: t('hazards:desk.campaigns') }}
      actions={found.data ? <CampaignActs found={found.data} onOpen={setDialog} /> : null}
    >
      <WhenRead found={found}>
        {found.data ? (
          <div className="admin-body">
            <Facts beside facts={factsOf(found.data)} />
            <section aria-labelledby="by-place">
              <ColumnHead id="by-place" title={t('hazards:export.byPlace')} />
              <Table
                label={t('hazards:export.byPlace')}
                columns={placeColumns(id)}
                rows={found.data.byPlace}
                keyOf={(row) => row.id}
                empty={<p className="soft">{t('hazards:desk.noSites')}</p>}
              />
            </section>
            <section aria-labelledby="by-class">
              <ColumnHead id="by-class" title={t('hazards:export.byClass')} />
              <Table
                label={t('hazards:export.byClass')}
                columns={classColumns(id)}
                rows={found.data.byClass}
                keyOf={(row) => row.id}
              />
            </section>
            <Draws campaignId={id} />
          </div>
        ) : null}
      </WhenRead>
      {campaign && dialog === 'edit' ? (
        <CampaignDialog campaign={campaign} onClose={close} onDone={() => undefined} />
      ) : null}
      {campaign && dialog === 'draw' ? <DrawDialog campaign={campaign} onClose={close} /> : null}
      {campaign && dialog === 'end' ? <EndDialog campaign={campaign} onClose={close} /> : null}
    </DeskPage>
  )
}

const EndDialog = ({ campaign, onClose }: { readonly campaign: Campaign; readonly onClose: () => void }) => {
  const ending = useActing('hazards.campaign.end')
  const end = async (): Promise<void> => {
    if (!(await ending.run({ id: campaign.id, version: campaign.version }))) return
    toast({ words: t('hazards:desk.ended', { name: campaign.name }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('hazards:desk.endCampaign')}
      doWords={t('hazards:desk.endCampaign')}
      danger
      busy={ending.busy}
      problem={ending.problem}
      onSubmit={() => void end()}
      onClose={onClose}
    >
      <p>{t('hazards:desk.endHint')}</p>
    </FormDialog>
  )
}

interface ActsProps {
  readonly found: Found
  readonly onOpen: (dialog: 'edit' | 'draw' | 'end') => void
}

const CampaignActs = ({ found: { campaign, can }, onOpen }: ActsProps) => (
  <>
    <Button size="small" tone="danger" whyNot={whyNotOf(can, 'hazards.campaign.end')} onClick={() => onOpen('end')}>
      {t('hazards:desk.endCampaign')}
    </Button>
    <ButtonLink size="small" icon="download" href={addressOf('hazards.campaign.export', { id: campaign.id })} download>
      {t('administration:export')}
    </ButtonLink>
    <Button size="small" icon="edit" whyNot={whyNotOf(can, 'hazards.campaign.change')} onClick={() => onOpen('edit')}>
      {t('administration:edit')}
    </Button>
    <Button size="small" tone="main" whyNot={whyNotOf(can, 'hazards.draw.make')} onClick={() => onOpen('draw')}>
      {t('hazards:desk.draw')}
    </Button>
  </>
)

export default CampaignPage
