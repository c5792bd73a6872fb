import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { keep } from '#web/field/outbox.ts'
import { useOutbox } from '#web/field/use-outbox.ts'
import { currentPosition, pointOf } from '#web/field/use-position.ts'
import { t } from '#web/i18n.ts'
import { EmergencyBanner, type Mine } from '../banner.tsx'

const ORDER = ['told', 'received', 'onWay', 'inPlace'] as const

/** As the phone knows it: what was answered here counts before it is sent. */
const useAnswered = (mine: Mine): Mine => {
  const answered = useOutbox()
    .filter((item) => item.operation === 'emergencies.response.acknowledge' && item.state !== 'refused')
    .filter((item) => item.input['eventId'] === mine.eventId)
    .map((item) => ORDER.findIndex((state) => state === item.input['state']))
  const at = Math.max(ORDER.indexOf(mine.state), ...answered)
  return { ...mine, state: ORDER[at] ?? mine.state }
}

const Banner = ({ mine }: { readonly mine: Mine }) => {
  const answer = async (state: 'received' | 'onWay' | 'inPlace'): Promise<void> => {
    const at = new Date().toISOString()
    const point = pointOf(await currentPosition())
    const title = `${t(`emergencies:response.${state}`)} · ${mine.title}`
    await keep('emergencies.response.acknowledge', { eventId: mine.eventId, state, at, point }, title, [])
  }
  return <EmergencyBanner mine={useAnswered(mine)} onAnswer={(state) => void answer(state)} />
}

/** Emergencies to which I am called, first on the screen; answered without a network too. */
export const EmergencyBanners = () => {
  const mine = useKeptAnswer('emergencies.response.mine', {})
  return (mine.data?.items ?? []).map((item) => <Banner key={item.eventId} mine={item} />)
}
