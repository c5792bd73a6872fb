import { useQueryClient } from '@tanstack/react-query'
import { type Output, upload } from '#web/api.ts'
import { readAgain } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { ImportPanel } from '#web/desk/import-panel.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { type Column } from '#web/ui/table.tsx'

type Row = Output<'posts.import.preview'>['rows'][number]

const cells = (): ReadonlyArray<Column<Row>> => [
  { id: 'name', head: t('posts:desk.who'), cell: (row) => row.name },
  { id: 'post', head: t('posts:desk.column.post'), cell: (row) => row.post },
]

/** A file of appointments. */
const ImportPage = () => {
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const { places, placeId } = useWhere()
  const withinId = placeId ?? places[0]?.id ?? 0
  return (
    <DeskPage
      title={t('posts:desk.import')}
      meta={t('posts:desk.importHint')}
      back={{ href: '/desk/posts', label: t('posts:desk.posts') }}
    >
      <div className="admin-body">
        <ImportPanel
          accept=".xlsx,.csv"
          cells={cells()}
          preview={(file) => upload('posts.import.preview', { withinId }, file, file.name)}
          commit={(file, requestId) => upload('posts.import.commit', { withinId }, file, file.name, requestId)}
          onDone={() => {
            readAgain(queryClient, 'posts')
            go('/desk/posts')
          }}
        />
      </div>
    </DeskPage>
  )
}

export default ImportPage
