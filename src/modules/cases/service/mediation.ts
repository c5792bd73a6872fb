import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { loadPerson } from '#modules/identity'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import { logAccess } from '#platform/access-log'
import { newId, requirePermission, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import type { CaseAction } from '../rules/case-flow.ts'
import { checkConclusion, checkFollowUp, checkSession } from '../rules/mediation.ts'
import * as store from '../store/mediation.ts'
import { act, type Decision } from './act.ts'
import { CASE_KIND, type LoadedCase } from './flow.ts'
import { loadCase } from './load.ts'
import { membersOfAll, tellOfMeasure } from './measure.ts'
import { type MediationView, viewMediation } from './mediation-view.ts'

const loadMediation = async (tx: Tx, id: string): Promise<store.MediationRow> => {
  const row = await store.findMediation(tx, id)
  if (!row) throw new Refusal('cases.mediation_not_found')
  return row
}

type Draft = Omit<InputOf<typeof contract.openMediation>, 'caseId'>

/** People of the district and organisations that are there today, nobody twice. */
const requireMediators = async (tx: Tx, mediators: Draft['mediators']): Promise<void> => {
  const keys = new Set(mediators.map(({ organizationId, personId }) => organizationId ?? personId))
  if (keys.size < mediators.length) throw new Refusal('cases.mediator_twice')
  for (const { organizationId, personId } of mediators) {
    if (personId !== undefined) await loadPerson(tx, personId)
    if (organizationId !== undefined) refuseClosed(tx, await loadOrganization(tx, organizationId))
  }
}

const mediationRow = (tx: Tx, id: string, { row }: LoadedCase, subject: string): store.MediationRow => ({
  district_id: tx.districtId,
  id,
  case_id: row.id,
  place_id: row.place_id,
  place_path: row.place_path,
  state: 'open',
  subject,
  opened_at: tx.now(),
  opened_by_person_id: tx.actor.personId,
  result: null,
  result_words: null,
  concluded_at: null,
  concluded_by_person_id: null,
  agreement: null,
  follow_up_on: null,
  fulfilment: null,
  followed_up_at: null,
  followed_up_by_person_id: null,
  follow_up_words: null,
  follow_up_told_at: null,
})

/** 介入调解: those who mediate are told at once; the first action after the report is when it was (S0-38). */
export const openMediation = async (tx: Tx, input: InputOf<typeof contract.openMediation>): Promise<MediationView> => {
  const { caseId, subject, parties, mediators } = input
  const id = newId(tx)
  const of = { district_id: tx.districtId, mediation_id: id }
  await act(tx, 'cases.mediation.open', { id: caseId }, async (loaded) => {
    const { row } = loaded
    const [last] = await store.listOfCase(tx, row.id, 1)
    if (last?.state === 'open') throw new Refusal('cases.mediation_open')
    await requireMediators(tx, mediators)
    await store.insertMediation(
      tx,
      mediationRow(tx, id, loaded, subject),
      parties.map(({ name, phone }, index) => ({ ...of, number: index + 1, name, phone })),
      mediators.map(({ organizationId, personId }, index) => ({
        ...of,
        number: index + 1,
        organization_id: organizationId ?? null,
        person_id: personId ?? null,
      })),
    )
    const persons = mediators.flatMap(({ personId }) => personId ?? [])
    const members = await membersOfAll(
      tx,
      mediators.flatMap(({ organizationId }) => organizationId ?? []),
    )
    await tellOfMeasure(tx, row, [...persons, ...members], 'mediationOpened')
    return {
      data: { partyCount: parties.length },
      change: { acted_at: row.acted_at ?? tx.now() },
    }
  })
  return viewMediation(tx, id)
}

/** One act on a mediation, as a line of the thread of its case; what was said there is for staff. */
const onMediation = async (
  tx: Tx,
  action: CaseAction,
  input: { readonly id: string; readonly words: string | null },
  decide: (mediation: store.MediationRow, sessionCount: number) => Promise<Decision>,
): Promise<MediationView> => {
  const { id, words } = input
  const { case_id: caseId } = await loadMediation(tx, id)
  await act(tx, action, { id: caseId, words }, async () => {
    const sessions = await store.listSessions(tx, [id])
    return { visibility: 'staff', ...(await decide(await loadMediation(tx, id), sessions.length)) }
  })
  return viewMediation(tx, id)
}

const runningOf = (row: store.MediationRow, sessionCount: number) => ({
  state: row.state,
  openedAt: row.opened_at,
  sessionCount,
})

export const holdSession = (tx: Tx, input: InputOf<typeof contract.holdSession>): Promise<MediationView> =>
  onMediation(tx, 'cases.mediation.hold', input, async (row, sessionCount) => {
    const heldAt = new Date(input.heldAt)
    orRefuse(checkSession(runningOf(row, sessionCount), heldAt, tx.now()))
    await store.insertSession(tx, {
      district_id: tx.districtId,
      mediation_id: row.id,
      number: sessionCount + 1,
      held_at: heldAt,
      held_where: input.heldWhere,
      words: input.words,
      recorded_at: tx.now(),
      recorded_by_person_id: tx.actor.personId,
    })
    return { data: { number: sessionCount + 1 } }
  })

export const concludeMediation = (tx: Tx, input: InputOf<typeof contract.concludeMediation>): Promise<MediationView> =>
  onMediation(tx, 'cases.mediation.conclude', input, async (row, sessionCount) => {
    const { result, agreement, followUpOn } = input
    orRefuse(checkConclusion(runningOf(row, sessionCount), result, followUpOn, civilDateAt(tx.now())))
    await store.updateMediation(tx, row.id, {
      state: 'concluded',
      result,
      result_words: input.words,
      concluded_at: tx.now(),
      concluded_by_person_id: tx.actor.personId,
      agreement,
      follow_up_on: followUpOn,
    })
    return { data: { result } }
  })

export const followUpMediation = (tx: Tx, input: InputOf<typeof contract.followUpMediation>): Promise<MediationView> =>
  onMediation(tx, 'cases.mediation.followUp', input, async (row) => {
    orRefuse(checkFollowUp({ agreement: row.agreement, followedUpAt: row.followed_up_at }))
    await store.updateMediation(tx, row.id, {
      fulfilment: input.fulfilment,
      follow_up_words: input.words,
      followed_up_at: tx.now(),
      followed_up_by_person_id: tx.actor.personId,
    })
    return { data: { fulfilment: input.fulfilment } }
  })

/** The parties as they are; the look and its reason are written down (PIPL 第51条). */
export const revealParties = async (
  tx: Tx,
  input: InputOf<typeof contract.revealParties>,
): Promise<readonly store.PartyRow[]> => {
  const mediation = await loadMediation(tx, input.id)
  const { row, reader } = await loadCase(tx, { id: mediation.case_id })
  if (reader !== 'staff') throw new Refusal('cases.case_not_found')
  requirePermission(tx, contract.revealParties, { placePath: row.place_path })
  await logAccess(tx, { subjectKind: CASE_KIND, subjectId: row.id, field: 'party', reason: input.reason })
  return store.listParties(tx, [mediation.id])
}
