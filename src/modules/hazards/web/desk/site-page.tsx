import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, MoreRows, textOf, usePages, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { ProblemBox } from '#web/desk/fault.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { formatFullDay, formatMoment } from '#web/ui/format.ts'
import { toast } from '#web/ui/live/toast.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { AssignDialog, type Site, SiteDialog } from './site-dialogs.tsx'
import { riskTone } from './sites-page.tsx'

type Found = Output<'hazards.site.find'>

const RevealDialog = ({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) => {
  const revealing = useActing('hazards.site.reveal')
  const [shown, setShown] = useState<Output<'hazards.site.reveal'> | null>(null)
  const submit = async (form: FormData): Promise<void> =>
    setShown(await revealing.run({ id: site.id, reason: textOf(form, 'reason') }))
  return (
    <FormDialog
      title={t('hazards:desk.reveal')}
      doWords={t('hazards:desk.reveal')}
      busy={revealing.busy}
      problem={revealing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {shown ? (
        <p role="status">
          <b>{shown.responsibleName}</b>{' '}
          {shown.responsiblePhone ? <a href={`tel:${shown.responsiblePhone}`}>{shown.responsiblePhone}</a> : null}
        </p>
      ) : (
        <TextArea name="reason" rows={2} label={t('hazards:desk.reason')} hint={t('hazards:desk.reasonHint')} />
      )}
    </FormDialog>
  )
}

const Offences = ({ found }: { readonly found: Found }) => {
  const now = useNow()
  if (found.offences.length === 0) return null
  return (
    <section aria-labelledby="offences">
      <ColumnHead id="offences" title={t('hazards:desk.offences')} />
      <ul className="desk-lines">
        {found.offences.map((offence) => (
          <li key={offence.kindId}>
            <span className="grow">{offence.kindName}</span>
            <Tag tone="warm">{t('hazards:desk.times', { count: offence.count })}</Tag>
            <span className="soft">{formatMoment(offence.lastAt, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Hazards = ({ siteId }: { readonly siteId: string }) => {
  const now = useNow()
  const { found, rows } = usePages(['hazards.hazard.list', 'site', siteId], (page, signal) =>
    query('hazards.hazard.list', { siteId, ...page }, signal),
  )
  return (
    <section aria-labelledby="hazards">
      <ColumnHead id="hazards" title={t('hazards:desk.hazards')} />
      {found.data && rows.length === 0 ? <p className="soft">{t('hazards:desk.noneHere')}</p> : null}
      <ul className="desk-lines">
        {rows.map((row) => (
          <li key={row.id}>
            <a className="grow" href={`/desk/hazards/${row.id}`}>
              {row.kindName}
            </a>
            <Tag>{t(`hazards:state.${row.state}`)}</Tag>
            <span className="soft">{formatMoment(row.foundAt, now)}</span>
          </li>
        ))}
      </ul>
      <MoreRows found={found} />
    </section>
  )
}

const Inspections = ({ siteId }: { readonly siteId: string }) => {
  const now = useNow()
  const { found, rows } = usePages(['hazards.inspection.list', siteId], (page, signal) =>
    query('hazards.inspection.list', { siteId, ...page }, signal),
  )
  return (
    <section aria-labelledby="inspections">
      <ColumnHead id="inspections" title={t('hazards:desk.inspections')} />
      {found.data && rows.length === 0 ? <p className="soft">{t('hazards:desk.never')}</p> : null}
      <ul className="desk-lines">
        {rows.map((row) => (
          <li key={row.id}>
            <span className="grow">
              {row.number} {row.inspectors.join('、')}
            </span>
            {row.isOnSite === false ? (
              <Tag tone="soon">{t('hazards:desk.offSite', { count: row.metersFromSite ?? 0 })}</Tag>
            ) : null}
            <span>{t('hazards:desk.foundCount', { count: row.hazardCount })}</span>
            <span className="soft">{formatMoment(row.inspectedAt, now)}</span>
          </li>
        ))}
      </ul>
      <MoreRows found={found} />
    </section>
  )
}

const factsOf = (site: Site, onReveal: (() => void) | null) => [
  { term: t('hazards:desk.siteKind'), words: site.kind.name },
  { term: t('administration:place'), words: <a href={`/desk/places/${site.place.id}`}>{site.place.name}</a> },
  { term: t('hazards:desk.address'), words: site.address ?? t('administration:unknown') },
  { term: t('hazards:desk.risk'), words: <Tag tone={riskTone[site.risk]}>{t(`hazards:risk.${site.risk}`)}</Tag> },
  {
    term: t('hazards:desk.responsible'),
    words: (
      <>
        {site.responsibleName ?? t('administration:unknown')} {site.responsiblePhone}{' '}
        {onReveal && (site.responsibleName ?? site.responsiblePhone) ? (
          <Button tone="quiet" size="small" icon="look" onClick={onReveal}>
            {t('hazards:desk.reveal')}
          </Button>
        ) : null}
      </>
    ),
  },
  ...(site.organization ? [{ term: t('hazards:desk.siteOrganization'), words: site.organization.name }] : []),
  ...(site.closedOn ? [{ term: t('administration:state'), words: formatFullDay(site.closedOn) }] : []),
]

/** One site: what it is, what was found there, and again. */
const SitePage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['hazards.site.find', id],
    queryFn: ({ signal }) => query('hazards.site.find', { id }, signal),
  })
  const closing = useActing('hazards.site.close')
  const [dialog, setDialog] = useState<'edit' | 'assign' | 'reveal' | null>(null)
  const close = (): void => setDialog(null)
  const site = found.data?.site
  const can = found.data?.can ?? {}
  return (
    <DeskPage
      title={site?.name ?? t('hazards:desk.site')}
      back={{ href: '/desk/sites', label: t('hazards:desk.sites') }}
      actions={
        site ? (
          <SiteActs
            can={can}
            onEdit={() => setDialog('edit')}
            onAssign={() => setDialog('assign')}
            onClose={() =>
              void closing
                .run({ id: site.id, version: site.version })
                .then((done) => done && toast({ words: t('hazards:desk.closed', { name: done.name }) }))
            }
          />
        ) : null
      }
    >
      {closing.problem ? <ProblemBox problem={closing.problem} title={t('administration:refused')} /> : null}
      <WhenRead found={found}>
        {found.data && site ? (
          <div className="admin-body">
            <Facts
              beside
              facts={factsOf(site, can['hazards.site.reveal']?.allowed ? () => setDialog('reveal') : null)}
            />
            <Offences found={found.data} />
            <Hazards key={`h${site.id}`} siteId={site.id} />
            <Inspections key={`i${site.id}`} siteId={site.id} />
          </div>
        ) : null}
      </WhenRead>
      {site && dialog === 'edit' ? <SiteDialog site={site} onClose={close} onDone={() => undefined} /> : null}
      {site && dialog === 'assign' ? (
        <AssignDialog placeId={site.place.id} siteIds={[site.id]} onClose={close} />
      ) : null}
      {site && dialog === 'reveal' ? <RevealDialog site={site} onClose={close} /> : null}
    </DeskPage>
  )
}

interface SiteActsProps {
  readonly can: Found['can']
  readonly onEdit: () => void
  readonly onAssign: () => void
  readonly onClose: () => void
}

const SiteActs = ({ can, onEdit, onAssign, onClose }: SiteActsProps) => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return (
    <>
      <Button size="small" tone="danger" whyNot={whyNotOf(can, 'hazards.site.close')} onClick={onClose}>
        {t('hazards:desk.closeSite')}
      </Button>
      <Button size="small" icon="edit" whyNot={whyNotOf(can, 'hazards.site.change')} onClick={onEdit}>
        {t('administration:edit')}
      </Button>
      <Button size="small" whyNot={whyNotOf(can, 'hazards.task.assign')} onClick={onAssign}>
        {t('hazards:desk.assign')}
      </Button>
      {can['hazards.inspection.record']?.allowed ? (
        <ButtonLink size="small" tone="main" href={`/field/checks/${id}`}>
          {t('hazards:desk.inspectNow')}
        </ButtonLink>
      ) : null}
    </>
  )
}

export default SitePage
