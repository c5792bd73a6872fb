import type { Output } from '#web/api.ts'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { useOutbox } from '#web/field/use-outbox.ts'

export type MyVisit = Output<'visits.visit.list'>['items'][number]
export type MyContact = Output<'visits.assignment.list'>['items'][number]

/** As many as one answer holds; after these are made the next ones come. */
const VISITS_KEPT = 100

/** My visits still to be made, the first due first, without those that are made and wait on the phone. */
export const useMyVisits = (): readonly MyVisit[] | undefined => {
  const { data } = useKeptAnswer('visits.visit.list', { view: 'mine', show: 'open', limit: VISITS_KEPT })
  const made = new Set(
    useOutbox()
      .filter(({ operation, state }) => operation === 'visits.visit.record' && state !== 'refused')
      .filter(({ input }) => input['outcome'] !== 'notHome')
      .map(({ input }) => String(input['visitId'] ?? '')),
  )
  return data?.items.filter((visit) => !made.has(visit.id))
}

/** The communities and points I am fixed to. */
export const useMyContacts = (): readonly MyContact[] => {
  const { data } = useKeptAnswer('visits.assignment.list', { view: 'mine', ofPlaces: 'true', limit: VISITS_KEPT })
  return data?.items.filter((contact) => contact.endsOn === null) ?? []
}
