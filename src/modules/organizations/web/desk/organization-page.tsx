import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { query } from '#web/api.ts'
import { MoreRows, usePages, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import {
  CloseOrganizationDialog,
  EditOrganizationDialog,
  MoveOrganizationDialog,
  type Organization,
} from './organization-dialogs.tsx'

const Below = ({ organization }: { readonly organization: Organization }) => {
  const { found, rows } = usePages(['organizations.organization.list', 'below', organization.id], (page, signal) =>
    query('organizations.organization.list', { parentId: organization.id, ...page }, signal),
  )
  return (
    <section aria-labelledby="below">
      <ColumnHead id="below" title={t('organizations:desk.below')} />
      {found.data && rows.length === 0 ? <p className="soft">{t('organizations:desk.noneBelow')}</p> : null}
      <ul className="desk-lines">
        {rows.map((row) => (
          <li key={row.id}>
            <a className="grow" href={`/desk/organizations/${row.id}`}>
              {row.name}
            </a>
            <span className="soft">{t(`organizations:kind.${row.kind}`)}</span>
          </li>
        ))}
      </ul>
      <MoreRows found={found} />
    </section>
  )
}

/** One organisation: what it is, what stands above and below it. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const OrganizationPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['organizations.organization.find', id],
    queryFn: ({ signal }) => query('organizations.organization.find', { id }, signal),
  })
  const [dialog, setDialog] = useState<'edit' | 'move' | 'close' | null>(null)
  const close = (): void => setDialog(null)
  const organization = found.data?.organization
  const can = found.data?.can ?? {}
  return (
    <DeskPage
      title={organization?.name ?? t('organizations:desk.organizations')}
      meta={organization ? t(`organizations:kind.${organization.kind}`) : undefined}
      back={{ href: '/desk/organizations', label: t('organizations:desk.organizations') }}
      actions={
        organization ? (
          <>
            <Button
              size="small"
              tone="danger"
              whyNot={whyNotOf(can, 'organizations.organization.close')}
              onClick={() => setDialog('close')}
            >
              {t('organizations:desk.close')}
            </Button>
            <Button
              size="small"
              whyNot={whyNotOf(can, 'organizations.organization.move')}
              onClick={() => setDialog('move')}
            >
              {t('organizations:desk.move')}
            </Button>
            <Button
              size="small"
              icon="edit"
              whyNot={whyNotOf(can, 'organizations.organization.update')}
              onClick={() => setDialog('edit')}
            >
              {t('administration:edit')}
            </Button>
          </>
        ) : null
      }
    >
      <WhenRead found={found}>
        {found.data && organization ? (
          <div className="admin-body">
            <Facts
              beside
              facts={[
                {
                  term: t('organizations:desk.above'),
                  words:
                    found.data.above.length === 0
                      ? t('organizations:desk.top')
                      : found.data.above.map((one) => (
                          <span key={one.id}>
                            <a href={`/desk/organizations/${one.id}`}>{one.shortName}</a>{' '}
                          </span>
                        )),
                },
                { term: t('organizations:desk.shortName'), words: organization.shortName },
                {
                  term: t('organizations:desk.serves'),
                  words: <a href={`/desk/places/${organization.placeId}`}>{organization.placeName}</a>,
                },
                { term: t('organizations:desk.phone'), words: organization.phone ?? t('administration:unknown') },
                { term: t('organizations:desk.duty'), words: organization.duty ?? t('administration:unknown') },
                ...(organization.closedOn
                  ? [
                      {
                        term: t('administration:state'),
                        words: t('organizations:desk.closedFrom', { on: formatFullDay(organization.closedOn) }),
                      },
                    ]
                  : []),
              ]}
            />
            <Below key={organization.id} organization={organization} />
          </div>
        ) : null}
      </WhenRead>
      {organization && dialog === 'edit' ? (
        <EditOrganizationDialog organization={organization} onClose={close} />
      ) : null}
      {organization && dialog === 'move' ? (
        <MoveOrganizationDialog organization={organization} onClose={close} />
      ) : null}
      {organization && dialog === 'close' ? (
        <CloseOrganizationDialog organization={organization} onClose={close} />
      ) : null}
    </DeskPage>
  )
}

export default OrganizationPage
