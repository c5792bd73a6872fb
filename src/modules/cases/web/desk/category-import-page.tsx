import { useQueryClient } from '@tanstack/react-query'
import { type Output, upload } from '#web/api.ts'
import { readAgain } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { ImportPanel } from '#web/desk/import-panel.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import type { Column } from '#web/ui/table.tsx'

type Report = Output<'cases.categoryImport.preview'>

/** The report of cases calls the line a row, and knows no changes of what is there. */
const reportOf = (report: Report) => ({
  ...report,
  updatedCount: 0,
  rows: report.rows.map((row) => ({ line: row.row, change: row.change, faults: row.faults, name: row.name })),
})
type Row = ReturnType<typeof reportOf>['rows'][number]

const cells = (): ReadonlyArray<Column<Row>> => [
  { id: 'name', head: t('cases:desk.category'), cell: (row) => row.name },
]

/** A file of categories in three columns. */
const CategoryImportPage = () => {
  const queryClient = useQueryClient()
  const { go } = useAddress()
  return (
    <DeskPage
      title={t('cases:desk.categoryImport')}
      meta={t('cases:desk.categoryImportHint')}
      back={{ href: '/desk/categories', label: t('cases:desk.categories') }}
    >
      <div className="admin-body">
        <ImportPanel
          accept=".xlsx,.csv"
          cells={cells()}
          preview={async (file) => reportOf(await upload('cases.categoryImport.preview', {}, file, file.name))}
          commit={async (file, requestId) =>
            reportOf(await upload('cases.categoryImport.commit', {}, file, file.name, requestId))
          }
          onDone={() => {
            readAgain(queryClient, 'cases')
            go('/desk/categories')
          }}
        />
      </div>
    </DeskPage>
  )
}

export default CategoryImportPage
