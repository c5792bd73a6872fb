import type { OutputOf } from '#kernel/operation'
import type { listLatelyClosed, listMostOverdue, summarizeCases } from '#modules/cases'
import type { PlaceRow } from '#modules/places'
import type { Stay } from '#platform/thread'
import * as contract from './contract.ts'
import type { listCasesBehind } from './service.ts'

type Board = OutputOf<typeof contract.findBoard>
type Sums = Awaited<ReturnType<typeof summarizeCases>>

export const presentPlace = ({ id, name, level }: PlaceRow): Board['place'] => ({ id, name, level })

const mostNow = (one: { now: number; before: number }, other: { now: number; before: number }): number =>
  other.now - one.now || other.before - one.before

/** What is raised most, the first first. What was raised before only is left out. */
export const presentCategories = (sums: Sums): Board['categories'] =>
  sums.categories
    .filter(({ now }) => now > 0)
    .sort((one, other) => mostNow(one, other) || one.id - other.id)
    .slice(0, contract.CATEGORIES_SHOWN_MAX)

export const presentChannels = (sums: Sums): Board['channels'] =>
  sums.channels
    .filter(({ now }) => now > 0)
    .sort((one, other) => mostNow(one, other) || one.channel.localeCompare(other.channel))
    .slice(0, contract.CHANNELS_SHOWN_MAX)

export const presentOverdue = ({ items, names }: Awaited<ReturnType<typeof listMostOverdue>>): Board['overdue'] =>
  items.map(({ row, lateMinutes }) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    placeName: names.place(row.place_id)?.name ?? '',
    handlerName:
      row.handler_organization_id === null
        ? row.handler_person_id && names.person(row.handler_person_id)
        : names.organization(row.handler_organization_id),
    lateMinutes,
  }))

export const presentAnswered = ({ items, names }: Awaited<ReturnType<typeof listLatelyClosed>>): Board['answered'] =>
  items.flatMap((row) =>
    row.closed_at === null
      ? []
      : {
          id: row.id,
          headline: row.headline ?? row.title,
          placeName: names.place(row.place_id)?.name ?? '',
          closedAt: row.closed_at,
          rating: row.rating,
        },
  )

export const presentStay = (
  stay: Stay,
  placeNames: ReadonlyMap<number, string>,
): OutputOf<typeof contract.listVisits>['items'][number] => ({
  id: stay.id,
  caseId: stay.matterId,
  number: stay.number,
  title: stay.title,
  stage: stay.stage,
  placeName: placeNames.get(stay.placeId) ?? '',
  enteredAt: stay.enteredAt,
  leftAt: stay.leftAt,
  dueAt: stay.dueAt,
  isInTime: stay.isInTime,
})

export const presentCases = (
  page: Awaited<ReturnType<typeof listCasesBehind>>,
): OutputOf<typeof contract.listCasesBehind> => ({
  items: page.items.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    placeName: page.names.place(row.place_id)?.name ?? '',
    reportedAt: row.reported_at,
    closedAt: row.closed_at,
    rating: row.rating,
  })),
  nextCursor: page.nextCursor,
})
