import { useParams } from '@tanstack/react-router'
import { useAddress } from '#web/desk/address.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { CaseDetail, useCase } from './case-detail.tsx'

/** One case at its own address, to be opened from a message or beside others. */
export const CasePage = () => {
  const { id = '' } = useParams({ strict: false })
  const { go } = useAddress()
  const found = useCase(id)
  const title = found.data ? found.data.title : t('cases:desk.case')
  return (
    <DeskPage
      title={t('cases:desk.case')}
      windowTitle={found.data ? `${found.data.number} ${title}` : title}
      headHidden
      fills
    >
      <CaseDetail key={id} id={id} onDone={() => go('/desk')} />
    </DeskPage>
  )
}

export default CasePage
