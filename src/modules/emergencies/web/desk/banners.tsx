import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { EmergencyBanner } from '../banner.tsx'

const READ_AGAIN_MS = 60_000

/** Emergencies to which I am called, above every page of the workbench. */
export const EmergencyBanners = () => {
  const mine = useQuery({
    queryKey: ['emergencies.response.mine'],
    queryFn: ({ signal }) => query('emergencies.response.mine', {}, signal),
    refetchInterval: READ_AGAIN_MS,
  })
  const answering = useActing('emergencies.response.acknowledge')
  return (mine.data?.items ?? []).map((item) => (
    <EmergencyBanner
      key={item.eventId}
      mine={item}
      busy={answering.busy}
      onAnswer={(state) => void answering.run({ eventId: item.eventId, state })}
    />
  ))
}
