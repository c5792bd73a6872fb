import { useMemo, useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { CreatePersonDialog } from './person-dialogs.tsx'

type Person = Output<'identity.person.list'>['items'][number]

const columnsOf = (): ReadonlyArray<DataColumn<Person>> => [
  {
    id: 'name',
    head: t('identity:desk.person.name'),
    fixed: true,
    phone: 'what',
    cell: (person) => <a href={`/desk/persons/${person.id}`}>{person.name}</a>,
  },
  { id: 'phone', head: t('identity:desk.person.phone'), phone: 'amount', cell: (person) => person.phone ?? '' },
  { id: 'place', head: t('administration:place'), cell: (person) => person.placeName },
  { id: 'address', head: t('identity:desk.person.address'), cell: (person) => person.address ?? '' },
  {
    id: 'account',
    head: t('identity:desk.person.account'),
    cell: (person) => t(person.hasAccount ? 'identity:desk.person.hasAccount' : 'identity:desk.person.noAccount'),
  },
  {
    id: 'since',
    head: t('identity:desk.person.since'),
    hidden: true,
    cell: (person) => formatFullDay(person.createdAt),
  },
]

/** 人员: who is known here. Personal data is masked; a look behind the mask asks the reason. */
const PersonsPage = () => {
  const { params, path, change, go } = useAddress()
  const { may } = useSession()
  const { placeId } = useWhere()
  const options = usePlaceOptions(params['place'])
  const [creating, setCreating] = useState(false)
  const withinId = Number(params['place'] ?? placeId ?? '') || undefined
  const asked = { ...(withinId ? { withinId } : {}), ...(params['words'] ? { words: params['words'] } : {}) }
  const { found, rows } = usePages(['identity.person.list', asked], (page, signal) =>
    query('identity.person.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  return (
    <DeskPage
      title={t('identity:desk.persons')}
      meta={t('identity:desk.personsHint')}
      actions={
        <>
          {may('identity.import.preview') ? (
            <ButtonLink size="small" icon="upload" href="/desk/persons/import">
              {t('administration:import')}
            </ButtonLink>
          ) : null}
          {may('identity.person.create') ? (
            <Button size="small" tone="main" icon="plus" onClick={() => setCreating(true)}>
              {t('identity:desk.person.create')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="admin-list">
        <DataTable
          label={t('identity:desk.persons')}
          columns={columns}
          rows={rows}
          keyOf={(person) => person.id}
          nameOf={(person) => person.name}
          tools={
            <>
              <SearchBox label={t('identity:desk.person.find')} />
              <FilterSelect
                label={t('administration:place')}
                allId={ALL}
                options={options}
                value={params['place'] ?? ALL}
                onChange={(value) => change({ place: value === ALL ? null : value })}
              />
            </>
          }
          empty={found.isSuccess ? <NoneFound clearHref={path} /> : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {creating ? (
        <CreatePersonDialog onClose={() => setCreating(false)} onDone={(id) => go(`/desk/persons/${id}`)} />
      ) : null}
    </DeskPage>
  )
}

export default PersonsPage
