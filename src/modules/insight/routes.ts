import { listLatelyClosed, listMostOverdue } from '#modules/cases'
import { handle } from '#platform/module'
import * as contract from './contract.ts'
import * as present from './present.ts'
import * as service from './service.ts'

export const operations = [
  handle(contract.findBoard, async (tx, { placeId }) => {
    const place = await service.placeFor(tx, contract.findBoard, placeId)
    const { period, sums, days } = await service.sumBoard(tx, place)
    const { now, before } = sums.judged
    const satisfaction = {
      now: { part: now.satisfied, all: now.all },
      before: { part: before.satisfied, all: before.all },
    }
    return {
      place: present.presentPlace(place),
      above: (await service.boardsAbove(tx, place)).map(present.presentPlace),
      at: tx.now(),
      period,
      open: sums.open,
      late: sums.late,
      paused: sums.paused,
      reported: sums.reported,
      closed: sums.closed,
      rates: { ...(await service.stayRatesOf(tx, place, period)), satisfaction },
      ...(await service.childrenOf(tx, place, sums)),
      categories: present.presentCategories(sums),
      channels: present.presentChannels(sums),
      overdue: present.presentOverdue(await listMostOverdue(tx, place, contract.OVERDUE_SHOWN_MAX)),
      stages: [...sums.stages],
      answered: present.presentAnswered(await listLatelyClosed(tx, place, contract.ANSWERED_SHOWN_MAX)),
      days,
    }
  }),
  handle(contract.listVisits, async (tx, input) => {
    const { items, nextCursor, placeNames } = await service.listVisits(tx, input)
    return { items: items.map((stay) => present.presentStay(stay, placeNames)), nextCursor }
  }),
  handle(contract.listCasesBehind, async (tx, input) => present.presentCases(await service.listCasesBehind(tx, input))),
]
