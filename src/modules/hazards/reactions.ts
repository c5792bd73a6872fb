import { maskText } from '#kernel/mask'
import { holdersOf, membersOf } from '#modules/posts'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { Happened, Job, Reaction } from '#platform/module'
import { tell } from '#platform/notify'
import { findEntry } from '#platform/thread'
import { chiefs, inspectors } from './contract.ts'
import { handBackHazard, solveHazard, wordsOfEntry } from './service/action.ts'
import { titleOf } from './service/flow.ts'
import * as store from './store/hazard.ts'
import { findSite } from './store/site.ts'

/** Who has to put it right: everybody with a post in the organisation, or the inspector who follows it up. */
const holdersOfHazard = async (tx: Tx, row: store.HazardRow): Promise<string[]> => {
  if (row.organization_id === null) return row.responsible_person_id === null ? [] : [row.responsible_person_id]
  return (await membersOf(tx, row.organization_id)).map(({ personId }) => personId)
}

const chiefsOf = (tx: Tx, row: store.HazardRow): Promise<string[]> => holdersOf(tx, row.place_path, chiefs)

/** Whom an event is told to, and the end of the key of what is said. */
const TOLD: Readonly<
  Record<string, { readonly to: (tx: Tx, row: store.HazardRow) => Promise<string[]>; readonly ending: string }>
> = {
  'hazards.hazard.noticed': { to: holdersOfHazard, ending: 'noticed' },
  'hazards.hazard.failed': { to: holdersOfHazard, ending: 'failed' },
  'hazards.hazard.rectified': {
    to: (tx, row) => holdersOf(tx, row.place_path, inspectors),
    ending: 'rectified',
  },
  'hazards.hazard.extensionRequested': { to: chiefsOf, ending: 'extensionRequested' },
  'hazards.hazard.extensionGranted': { to: holdersOfHazard, ending: 'extensionGranted' },
  'hazards.hazard.extensionDenied': { to: holdersOfHazard, ending: 'extensionDenied' },
  'hazards.hazard.handedBack': {
    to: async (_, row) => [row.found_by_person_id],
    ending: 'handedBack',
  },
}

const factsOf = async (tx: Tx, row: store.HazardRow) => ({
  number: row.number,
  title: maskText(titleOf(row.kind_name, (await findSite(tx, row.site_id))?.name ?? '')),
})

const onEvent = async (tx: Tx, happened: Happened): Promise<void> => {
  const row = await store.findHazard(tx, happened.matterId)
  const entry = await findEntry(tx, happened.entryId)
  const told = TOLD[happened.event]
  if (!row || !entry || !told) return
  await tell(tx, {
    personIds: (await told.to(tx, row)).filter((personId) => personId !== entry.personId),
    key: `hazards:notice.${told.ending}`,
    data: await factsOf(tx, row),
    matter: { kind: store.HAZARD_KIND, id: row.id },
    isUrgent: row.severity === 'major',
  })
}

/** What came of the case that a hazard became. Asked twice, the second answer changes nothing. */
const onCase =
  (carryOn: typeof solveHazard) =>
  async (tx: Tx, happened: Happened): Promise<void> => {
    const row = await store.findHazardOfCase(tx, happened.matterId)
    if (row?.state !== 'escalated') return
    await carryOn(tx, row.id, await wordsOfEntry(tx, happened.entryId))
  }

export const reactions: readonly Reaction[] = [
  ...Object.keys(TOLD).map((to) => ({ to, run: onEvent })),
  { to: 'cases.case.closed', run: onCase(solveHazard) },
  { to: 'cases.case.refused', run: onCase(handBackHazard) },
  { to: 'cases.case.withdrawn', run: onCase(handBackHazard) },
]

// Jobs ------------------------------------------------------------------------------------------------------------------

const BATCH = 100

const tellLate = async (tx: Tx, row: store.HazardRow): Promise<void> => {
  const isWithSite = row.state === 'noticed'
  await tell(tx, {
    personIds: isWithSite ? await holdersOfHazard(tx, row) : await holdersOf(tx, row.place_path, inspectors),
    key: 'hazards:notice.late',
    data: await factsOf(tx, row),
    matter: { kind: store.HAZARD_KIND, id: row.id },
    isUrgent: true,
  })
}

/** Tells whoever has a hazard that it is late, once for every deadline. Timers are hints: what is due is read again. */
export const tellOfLate = async (ctx: Ctx): Promise<void> => {
  for (let count = BATCH; count === BATCH; ) {
    count = await inTransaction(ctx, async (tx) => {
      const rows = await store.listUntoldLate(tx, BATCH)
      for (const row of rows) await tellLate(tx, row)
      if (rows.length > 0)
        await store.markLateTold(
          tx,
          rows.map((row) => row.id),
        )
      return rows.length
    })
  }
}

export const jobs: readonly Job[] = [{ name: 'hazards.tellOfLate', run: tellOfLate, schedule: '3-59/10 * * * *' }]
