import { civilDateAt } from '#kernel/time'
import { organizationNames } from '#modules/organizations'
import { loadDistrict } from '#modules/places'
import { holdersAt, holdersOf } from '#modules/posts'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { Job } from '#platform/module'
import { checkers } from './contract.ts'
import { membersOfAll, tellOfMeasure } from './service/measure.ts'
import { findCase } from './store.ts'
import * as mediations from './store/mediation.ts'
import * as supervisions from './store/supervision.ts'
import * as whistles from './store/whistle.ts'

/** Things looked at in one transaction. */
const BATCH = 100

/** Page by page until nothing is left; each page marks what it told, so it ends. */
const inPages = async (ctx: Ctx, page: (tx: Tx) => Promise<number>): Promise<void> => {
  for (let count = BATCH; count === BATCH; ) count = await inTransaction(ctx, page)
}

/** Whoever was called and is not there in time, and the dispatchers of the district, are told once. */
export const tellOfAbsent = (ctx: Ctx): Promise<void> =>
  inPages(ctx, async (tx) => {
    const rows = await whistles.listAbsent(tx, BATCH)
    const district = rows.length === 0 ? null : await loadDistrict(tx)
    for (const row of rows) {
      const whistle = await whistles.findWhistle(tx, row.whistle_id)
      const matter = whistle && (await findCase(tx, whistle.case_id))
      const names = await organizationNames(tx, [row.organization_id])
      const dispatchers = district ? await holdersAt(tx, district.path, ['dispatcher']) : []
      const told = [...(await membersOfAll(tx, [row.organization_id])), ...dispatchers]
      if (matter)
        await tellOfMeasure(tx, matter, told, 'whistleAbsent', {
          organizationName: names.get(row.organization_id) ?? '',
        })
      await whistles.updateParticipation(tx, row.whistle_id, row.organization_id, { late_told_at: tx.now() })
    }
    return rows.length
  })

/** A supervision that nobody answered in time is told, once, to whoever has to and to whoever gave it. */
export const tellOfUnanswered = (ctx: Ctx): Promise<void> =>
  inPages(ctx, async (tx) => {
    const rows = await supervisions.listUnanswered(tx, BATCH)
    for (const row of rows) {
      const matter = await findCase(tx, row.case_id)
      const handlers = row.person_id
        ? [row.person_id]
        : await membersOfAll(tx, row.organization_id ? [row.organization_id] : [])
      if (matter) await tellOfMeasure(tx, matter, [...handlers, row.issued_by_person_id], 'supervisionLate')
      await supervisions.updateSupervision(tx, row.id, { late_told_at: tx.now() })
    }
    return rows.length
  })

/** On the day on which an agreement is looked at again, whoever opened the mediation is told, else those who may look. */
export const tellToFollowUp = (ctx: Ctx): Promise<void> =>
  inPages(ctx, async (tx) => {
    const rows = await mediations.listToFollowUp(tx, civilDateAt(tx.now()), BATCH)
    for (const row of rows) {
      const matter = await findCase(tx, row.case_id)
      const told = row.opened_by_person_id ? [row.opened_by_person_id] : await holdersOf(tx, row.place_path, checkers)
      if (matter) await tellOfMeasure(tx, matter, told, 'followUpDue')
      await mediations.updateMediation(tx, row.id, { follow_up_told_at: tx.now() })
    }
    return rows.length
  })

export const measureJobs: readonly Job[] = [
  { name: 'cases.tellOfAbsent', run: tellOfAbsent, schedule: '*/2 * * * *' },
  { name: 'cases.tellOfUnanswered', run: tellOfUnanswered, schedule: '7-59/10 * * * *' },
  { name: 'cases.tellToFollowUp', run: tellToFollowUp, schedule: '30 8 * * *' },
]
