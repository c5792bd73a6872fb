import './hazards.css'
import { useParams } from '@tanstack/react-router'
import { WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import type { HazardDetail } from '../thread-entry.tsx'
import { useHazard } from './hazard-detail.tsx'

/** 整改通知书, as it is printed and handed over. */
const Sheet = ({ matter }: { readonly matter: HazardDetail }) => (
  <article className="notice-sheet">
    <h2>{t('hazards:sheet.title')}</h2>
    <p className="number">{matter.noticeNumber}</p>
    <p>{t('hazards:sheet.to', { site: matter.site.name })}</p>
    <p>
      {t('hazards:sheet.found', {
        on: formatFullDay(matter.inspection.inspectedAt),
        number: matter.inspection.number,
        kind: matter.kindName,
        severity: t(`hazards:severity.${matter.severity}`),
        words: matter.words,
      })}
    </p>
    <p>{t('hazards:sheet.measures', { measures: matter.measures ?? '' })}</p>
    <p>{t('hazards:sheet.deadline', { on: matter.deadline ? formatFullDay(matter.deadline) : '' })}</p>
    <p>{t('hazards:sheet.warning')}</p>
    <div className="sign">
      <p>{t('hazards:sheet.inspectors', { names: matter.inspection.inspectors.join('、') })}</p>
      <p>{t('hazards:sheet.responsible')}</p>
    </div>
    <p className="number">{matter.noticedAt ? formatFullDay(matter.noticedAt) : ''}</p>
  </article>
)

const NoticePage = () => {
  const { id = '' } = useParams({ strict: false })
  const found = useHazard(id)
  return (
    <DeskPage
      title={t('hazards:desk.notice')}
      back={{ href: `/desk/hazards/${id}`, label: t('hazards:desk.hazard') }}
      actions={
        found.data?.noticeNumber ? (
          <Button size="small" tone="main" icon="print" onClick={() => window.print()}>
            {t('hazards:desk.print')}
          </Button>
        ) : null
      }
    >
      <WhenRead found={found}>
        {found.data?.noticeNumber ? (
          <Sheet matter={found.data} />
        ) : (
          <p className="desk-pad">{t('hazards:desk.noNotice')}</p>
        )}
      </WhenRead>
    </DeskPage>
  )
}

export default NoticePage
