import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, upload } from '#web/api.ts'
import { readAgain } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { ImportPanel } from '#web/desk/import-panel.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import type { Column } from '#web/ui/table.tsx'

type Row = Output<'places.import.preview'>['rows'][number]

const cells = (): ReadonlyArray<Column<Row>> => [
  { id: 'name', head: t('places:desk.name'), cell: (row) => row.name },
  { id: 'code', head: t('places:desk.code'), cell: (row) => row.code },
  { id: 'level', head: t('places:desk.level'), cell: (row) => wordsOr(`places:level.${row.level}`, row.level) },
]

/** A file of places, tables and boundaries alike. */
const ImportPage = () => {
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const { places, placeId } = useWhere()
  const [picked, setPicked] = useState<Picked | null>(null)
  const withinId = Number(picked?.id ?? placeId ?? places[0]?.id ?? 0)
  return (
    <DeskPage
      title={t('places:desk.import')}
      meta={t('places:desk.importHint')}
      back={{ href: '/desk/places', label: t('places:desk.places') }}
    >
      <div className="admin-body">
        <div className="desk-form">
          <PlacePicker
            label={t('administration:import.under')}
            hint={t('places:desk.importUnder', {
              name: places.find((place) => place.id === withinId)?.name ?? picked?.name ?? '',
            })}
            optional
            value={picked}
            onChange={setPicked}
          />
        </div>
        <ImportPanel
          key={withinId}
          accept=".xlsx,.csv,.geojson,.json"
          cells={cells()}
          preview={(file) => upload('places.import.preview', { withinId }, file, file.name)}
          commit={(file, requestId) => upload('places.import.commit', { withinId }, file, file.name, requestId)}
          onDone={() => {
            readAgain(queryClient, 'places')
            go(`/desk/places/${withinId}`)
          }}
        />
      </div>
    </DeskPage>
  )
}

export default ImportPage
