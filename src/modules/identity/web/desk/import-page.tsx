import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, upload } from '#web/api.ts'
import { readAgain } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { ImportPanel } from '#web/desk/import-panel.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import type { Column } from '#web/ui/table.tsx'

type Row = Output<'identity.import.preview'>['rows'][number]

const cells = (): ReadonlyArray<Column<Row>> => [
  { id: 'name', head: t('identity:desk.person.name'), cell: (row) => row.name },
  { id: 'phone', head: t('identity:desk.person.phone'), cell: (row) => row.phone },
]

/** A file of the persons of one place. */
const ImportPage = () => {
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const [place, setPlace] = useState<Picked | null>(null)
  const placeId = Number(place?.id ?? 0)
  return (
    <DeskPage title={t('identity:desk.import')} back={{ href: '/desk/persons', label: t('identity:desk.persons') }}>
      <div className="admin-body">
        <div className="desk-form">
          <PlacePicker
            label={t('administration:import.under')}
            hint={t('identity:desk.importHint')}
            value={place}
            onChange={setPlace}
          />
        </div>
        {place ? (
          <ImportPanel
            key={placeId}
            accept=".xlsx,.csv"
            cells={cells()}
            preview={(file) => upload('identity.import.preview', { placeId }, file, file.name)}
            commit={(file, requestId) => upload('identity.import.commit', { placeId }, file, file.name, requestId)}
            onDone={() => {
              readAgain(queryClient, 'identity')
              go('/desk/persons')
            }}
          />
        ) : null}
      </div>
    </DeskPage>
  )
}

export default ImportPage
