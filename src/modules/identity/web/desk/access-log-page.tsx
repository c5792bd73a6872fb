import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, usePages, WhenRead } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'

type Entry = Output<'identity.accessLog.list'>['items'][number]

const columnsAt = (now: Date): ReadonlyArray<Column<Entry>> => [
  { id: 'at', head: t('identity:desk.access.at'), phone: 'amount', cell: (entry) => formatMoment(entry.at, now) },
  { id: 'by', head: t('identity:desk.access.by'), phone: 'what', cell: (entry) => entry.byName },
  {
    id: 'subject',
    head: t('identity:desk.access.subject'),
    cell: (entry) => <a href={`/desk/access-log?subject=${entry.subjectId}`}>{entry.subjectName}</a>,
  },
  {
    id: 'field',
    head: t('identity:desk.access.field'),
    cell: (entry) => wordsOr(`identity:desk.person.${entry.field}`, entry.field),
  },
  { id: 'reason', head: t('administration:reason'), wraps: true, cell: (entry) => entry.reason },
]

/** 查看记录: who looked at whose personal data, and why. */
const AccessLogPage = () => {
  const { params, path } = useAddress()
  const now = useNow()
  const subjectId = params['subject']
  const { found, rows } = usePages(['identity.accessLog.list', subjectId], (page, signal) =>
    query('identity.accessLog.list', { ...(subjectId ? { subjectId } : {}), ...page }, signal),
  )
  return (
    <DeskPage
      title={t('identity:desk.accessLog')}
      meta={t('identity:desk.accessLogHint')}
      actions={
        subjectId ? (
          <ButtonLink size="small" href={path}>
            {t('administration:clearFilters')}
          </ButtonLink>
        ) : null
      }
    >
      <WhenRead found={found}>
        <Table
          label={t('identity:desk.accessLog')}
          columns={columnsAt(now)}
          rows={rows}
          keyOf={(entry) => entry.id}
          empty={
            <div className="desk-pad">
              <Empty icon="look" title={t('identity:desk.access.none')} words={t('identity:desk.access.noneHint')} />
            </div>
          }
        />
        <MoreRows found={found} />
      </WhenRead>
    </DeskPage>
  )
}

export default AccessLogPage
