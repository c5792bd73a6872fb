import type { FlowState, FlowTurn } from '#kernel/flow'
import { rolesHolding } from '#kernel/operation'
import { pathIds } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { holdersOf, membersOf } from '#modules/posts'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { Happened, Job, Reaction } from '#platform/module'
import { deliver, tell } from '#platform/notify'
import { findEntry } from '#platform/thread'
import { say } from '#platform/words'
import { caseActs } from './contract.ts'
import { maskText } from '#kernel/mask'
import { showQueryCode } from './rules/case-number.ts'
import { lapseCase, resumeCase } from './service/action.ts'
import { CASE_KIND, flow } from './service/flow.ts'
import { namesOf } from './service/names.ts'
import { learnCategories } from './service/suggest.ts'
import * as store from './store.ts'

/** What the reporter is told when it happens, by event: the ends of the keys `notice.` and `sms.`. */
const TOLD_TO_REPORTER: Readonly<Record<string, string>> = {
  'cases.case.accepted': 'accepted',
  'cases.case.refused': 'refused',
  'cases.case.dispatched': 'dispatched',
  'cases.case.reworked': 'reworked',
  'cases.case.closed': 'closed',
}

/** What those are told who have to handle it. */
const TOLD_TO_HANDLER: Readonly<Record<string, string>> = {
  'cases.case.dispatched': 'assigned',
  'cases.case.reworked': 'reworkAssigned',
  'cases.case.evaluated': 'correctionAssigned',
}

const MOBILE = /^1\d{10}$/

/** Who has it: the person it was given to, else everybody with a post in the organisation. */
const handlersOf = async (tx: Tx, row: store.CaseFileRow): Promise<string[]> => {
  if (row.handler_person_id) return [row.handler_person_id]
  const members = row.handler_organization_id ? await membersOf(tx, row.handler_organization_id) : []
  return members.map(({ personId }) => personId)
}

const factsOf = async (tx: Tx, row: store.CaseFileRow, words: string | null) => {
  const names = await namesOf(tx, [row])
  return {
    number: row.number,
    title: maskText(row.title),
    words: words ?? '',
    organizationName: row.handler_organization_id === null ? '' : names.organization(row.handler_organization_id),
  }
}

/** In the platform when there is an account; by SMS when there is only a mobile number. */
const tellReporters = async (tx: Tx, row: store.CaseFileRow, ending: string, words: string | null): Promise<void> => {
  const facts = await factsOf(tx, row, words)
  const matter = { kind: CASE_KIND, id: row.id }
  for (const { person_id: personId, phone, query_code: code } of await store.listReporters(tx, row.id)) {
    if (personId) await tell(tx, { personIds: [personId], key: `cases:notice.${ending}`, data: facts, matter })
    else if (phone && MOBILE.test(phone)) {
      await deliver(tx, 'sms', phone, say('zh-CN', `cases:sms.${ending}`, { ...facts, queryCode: showQueryCode(code) }))
    }
  }
}

const onEvent = async (tx: Tx, happened: Happened): Promise<void> => {
  const row = await store.findCase(tx, happened.matterId)
  const entry = await findEntry(tx, happened.entryId)
  if (!row || !entry) return
  const toReporter = TOLD_TO_REPORTER[happened.event]
  if (toReporter) await tellReporters(tx, row, toReporter, entry.words)
  const toHandler = TOLD_TO_HANDLER[happened.event]
  const isInHand = entry.toState === 'handling' || entry.toState === 'correcting'
  if (!toHandler || !isInHand) return
  const personIds = (await handlersOf(tx, row)).filter((personId) => personId !== entry.personId)
  await tell(tx, {
    personIds,
    key: `cases:notice.${toHandler}`,
    data: await factsOf(tx, row, null),
    matter: { kind: CASE_KIND, id: row.id },
    isUrgent: row.urgency === 'urgent',
  })
}

const EVENTS = [...new Set([...Object.keys(TOLD_TO_REPORTER), ...Object.keys(TOLD_TO_HANDLER)])]
export const reactions: readonly Reaction[] = EVENTS.map((to) => ({ to, run: onEvent }))

// Jobs --------------------------------------------------------------------------------------------------------------------

/** Cases looked at in one transaction. */
const BATCH = 200

/** Those who hold the turn nearest to the case: of its grid, else its community, else its street …; not who may not take it. */
const nearestHolders = async (tx: Tx, row: store.CaseFileRow, turn: FlowTurn): Promise<string[]> => {
  const access = caseActs.find((candidate) => candidate.id === turn.operation)?.access
  if (!access) return []
  const roles = rolesHolding(access)
  const leftOut = turn.notWhoDid === undefined ? null : row.resolved_by_person_id
  let holders = await holdersOf(tx, row.place_path, roles)
  for (const ids = pathIds(row.place_path); ids.length > 0; ) {
    ids.pop()
    const above = new Set(await holdersOf(tx, ids.map((id) => `${id}.`).join(''), roles))
    const here = holders.filter((personId) => !above.has(personId) && personId !== leftOut)
    if (here.length > 0) return here
    holders = [...above]
  }
  return holders.filter((personId) => personId !== leftOut)
}

const tellLate = async (tx: Tx, row: store.CaseFileRow): Promise<void> => {
  const { turn }: FlowState = flow.definition.states[row.state]
  if (!turn) return
  const personIds = turn.of === 'assignee' ? await handlersOf(tx, row) : await nearestHolders(tx, row, turn)
  const facts = { number: row.number, title: maskText(row.title) }
  await tell(tx, {
    personIds,
    key: 'cases:notice.late',
    data: facts,
    matter: { kind: CASE_KIND, id: row.id },
    isUrgent: true,
  })
}

/** Tells whoever has a case that it is late, once for every deadline. Timers are hints: what is due is read again. */
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

/** Ends closed cases that nobody judged in time; a case that was judged this moment is left as it is. */
export const lapseUnjudged = async (ctx: Ctx): Promise<void> => {
  const ids = await inTransaction(ctx, (tx) => store.listLapsed(tx, BATCH))
  for (const id of ids) {
    await inTransaction(ctx, (tx) => lapseCase(tx, id)).catch((fault: unknown) => {
      if (!(fault instanceof Refusal)) throw fault
    })
  }
}

/** 挂账 is over on its day: the clock goes on by itself; a case that was resumed this moment is left as it is. */
export const endSuspensions = async (ctx: Ctx): Promise<void> => {
  const ids = await inTransaction(ctx, (tx) => store.listSuspensionsOver(tx, BATCH))
  for (const id of ids) {
    await inTransaction(ctx, (tx) => resumeCase(tx, { id })).catch((fault: unknown) => {
      if (!(fault instanceof Refusal)) throw fault
    })
  }
}

export const jobs: readonly Job[] = [
  { name: 'cases.tellOfLate', run: tellOfLate, schedule: '*/10 * * * *' },
  { name: 'cases.lapseUnjudged', run: lapseUnjudged, schedule: '5-59/10 * * * *' },
  // Once a night, when nobody waits.
  { name: 'cases.learnCategories', run: async (ctx) => void (await learnCategories(ctx)), schedule: '40 19 * * *' },
  { name: 'cases.endSuspensions', run: endSuspensions, schedule: '2-59/10 * * * *' },
]
