import { useQueryClient } from '@tanstack/react-query'
import { type Output, upload } from '#web/api.ts'
import { readAgain } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { ImportPanel } from '#web/desk/import-panel.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import type { Column } from '#web/ui/table.tsx'

type Row = Output<'hazards.import.preview'>['rows'][number]

const cells = (): ReadonlyArray<Column<Row>> => [
  { id: 'name', head: t('hazards:column.site'), cell: (row) => row.name },
]

/** A file of sites. */
const ImportPage = () => {
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const { places, placeId } = useWhere()
  const withinId = placeId ?? places[0]?.id ?? 0
  return (
    <DeskPage
      title={t('hazards:desk.import')}
      meta={t('hazards:desk.importHint')}
      back={{ href: '/desk/sites', label: t('hazards:desk.sites') }}
    >
      <div className="admin-body">
        <ImportPanel
          accept=".xlsx,.csv"
          cells={cells()}
          preview={(file) => upload('hazards.import.preview', { withinId }, file, file.name)}
          commit={(file, requestId) => upload('hazards.import.commit', { withinId }, file, file.name, requestId)}
          onDone={() => {
            readAgain(queryClient, 'hazards')
            go('/desk/sites')
          }}
        />
      </div>
    </DeskPage>
  )
}

export default ImportPage
