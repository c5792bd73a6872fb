import { civilDateAt } from '#kernel/time'
import { handle } from '#platform/module'
import * as contract from './contract.ts'
import { presentDay, presentHours, presentPreview } from './present.ts'
import * as service from './service.ts'

export const operations = [
  handle(contract.listDays, async (tx, { year }) => {
    const { calendar, days } = await service.listDays(tx, year)
    const workDayCount = days.filter((day) => day.isWorkDay).length
    return { year, edition: calendar.edition, workDayCount, days: days.map(presentDay) }
  }),
  handle(contract.setDay, async (tx, input) => presentDay(await service.setDay(tx, input))),
  handle(contract.clearDay, async (tx, input) => presentDay(await service.clearDay(tx, input.date))),
  handle(contract.listHours, async (tx) => ({
    items: presentHours(await service.listHours(tx), civilDateAt(tx.now())),
  })),
  handle(contract.setHours, async (tx, input) => ({
    items: presentHours(await service.setHours(tx, input), civilDateAt(tx.now())),
  })),
  handle(contract.clearHours, async (tx, input) => {
    await service.clearHours(tx, input.validFrom)
    return { items: presentHours(await service.listHours(tx), civilDateAt(tx.now())) }
  }),
  handle(contract.previewDeadline, async (tx, input) => presentPreview(await service.previewDeadline(tx, input))),
]
