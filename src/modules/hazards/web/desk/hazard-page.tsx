import { useParams } from '@tanstack/react-router'
import { useAddress } from '#web/desk/address.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { HazardDetail } from './hazard-detail.tsx'

/** One hazard at its own address. */
const HazardPage = () => {
  const { id = '' } = useParams({ strict: false })
  const { go } = useAddress()
  return (
    <DeskPage title={t('hazards:desk.hazard')} headHidden fills>
      <HazardDetail key={id} id={id} onDone={() => go('/desk/hazards')} />
    </DeskPage>
  )
}

export default HazardPage
