import { useQueryClient } from '@tanstack/react-query'
import { type Output, upload } from '#web/api.ts'
import { readAgain } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { ImportPanel } from '#web/desk/import-panel.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import type { Column } from '#web/ui/table.tsx'

type Row = Output<'visits.import.preview'>['rows'][number]

const cells = (): ReadonlyArray<Column<Row>> => [
  { id: 'door', head: t('visits:desk.door'), cell: (row) => row.door },
  { id: 'place', head: t('administration:place'), cell: (row) => row.placeName },
]

/** A file of households. */
const ImportPage = () => {
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const { places, placeId } = useWhere()
  const withinId = placeId ?? places[0]?.id ?? 0
  return (
    <DeskPage
      title={t('visits:desk.import')}
      meta={t('visits:desk.importHint')}
      back={{ href: '/desk/households', label: t('visits:desk.households') }}
    >
      <div className="admin-body">
        <ImportPanel
          accept=".xlsx,.csv"
          cells={cells()}
          preview={(file) => upload('visits.import.preview', { withinId }, file, file.name)}
          commit={(file, requestId) => upload('visits.import.commit', { withinId }, file, file.name, requestId)}
          onDone={() => {
            readAgain(queryClient, 'visits')
            go('/desk/households')
          }}
        />
      </div>
    </DeskPage>
  )
}

export default ImportPage
