import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import { holdersOf } from '#modules/posts'
import { newId, requirePermission, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import type { CaseAction } from '../rules/case-flow.ts'
import {
  arrivalDue,
  type AttendanceDeed,
  checkAttendance,
  checkCall,
  checkDecline,
  checkEnd,
  checkScore,
} from '../rules/whistle.ts'
import * as store from '../store/whistle.ts'
import { act, type Decision } from './act.ts'
import type { LoadedCase } from './flow.ts'
import { membersOfAll, tellOfMeasure } from './measure.ts'
import { attendanceOf, viewWhistle, type WhistleView } from './whistle-view.ts'

const loadWhistle = async (tx: Tx, id: string): Promise<store.WhistleRow> => {
  const row = await store.findWhistle(tx, id)
  if (!row) throw new Refusal('cases.whistle_not_found')
  return row
}

interface Blown {
  readonly loaded: LoadedCase
  readonly whistle: store.WhistleRow
  readonly called: readonly store.ParticipationRow[]
}

interface Told {
  readonly id: string
  readonly words?: string | null
  readonly fileIds?: readonly string[]
}

/** One act on a whistle, as a line of the thread of its case; under the lock of the case nobody else changes it. */
const onWhistle = async (
  tx: Tx,
  action: CaseAction,
  input: Told,
  decide: (blown: Blown) => Promise<Decision>,
): Promise<WhistleView> => {
  const { id, words = null, fileIds = [] } = input
  const { case_id: caseId } = await loadWhistle(tx, id)
  await act(tx, action, { id: caseId, words, fileIds }, async (loaded) => {
    const whistle = await loadWhistle(tx, id)
    const decision = await decide({ loaded, whistle, called: await store.listParticipations(tx, [id]) })
    return { visibility: 'staff', ...decision }
  })
  return viewWhistle(tx, id)
}

export const blowWhistle = async (tx: Tx, input: InputOf<typeof contract.blowWhistle>): Promise<WhistleView> => {
  const { caseId, reason, words, fileIds } = input
  const id = newId(tx)
  await act(tx, 'cases.whistle.blow', { id: caseId, words, fileIds }, async ({ row }) => {
    const [last] = await store.listOfCase(tx, row.id, 1)
    if (last && checkCall(last.state).ok) throw new Refusal('cases.whistle_open')
    await store.insertWhistle(tx, {
      district_id: tx.districtId,
      id,
      case_id: row.id,
      place_id: row.place_id,
      place_path: row.place_path,
      street_id: row.street_id,
      reason,
      state: 'blown',
      words,
      blown_at: tx.now(),
      blown_by_person_id: tx.actor.personId,
      called_at: null,
      called_by_person_id: null,
      ended_at: null,
      ended_by_person_id: null,
      end_words: null,
    })
    await tellOfMeasure(tx, row, await holdersOf(tx, row.place_path, contract.callers), 'whistleBlown')
    return { visibility: 'staff', data: { reason } }
  })
  return viewWhistle(tx, id)
}

/** Organisations that are there today, by name for the thread. */
const loadCalled = async (tx: Tx, organizationIds: readonly string[]): Promise<string[]> => {
  const names: string[] = []
  for (const id of organizationIds) {
    const organization = await loadOrganization(tx, id)
    refuseClosed(tx, organization)
    names.push(organization.short_name)
  }
  return names
}

const calledRow = (tx: Tx, whistleId: string, organizationId: string, minutes: number): store.ParticipationRow => ({
  district_id: tx.districtId,
  whistle_id: whistleId,
  organization_id: organizationId,
  called_at: tx.now(),
  due_at: arrivalDue(tx.now(), minutes),
  taken_at: null,
  taken_by_person_id: null,
  arrived_at: null,
  arrived_by_person_id: null,
  longitude: null,
  latitude: null,
  file_ids: [],
  did: null,
  left_at: null,
  left_by_person_id: null,
  excused_at: null,
  excused_by_person_id: null,
  excuse: null,
  late_told_at: null,
  street_score: null,
  street_scored_at: null,
  street_scored_by_person_id: null,
  whistle_score: null,
  whistle_scored_at: null,
  whistle_scored_by_person_id: null,
})

export const callWhistle = (tx: Tx, input: InputOf<typeof contract.callWhistle>): Promise<WhistleView> =>
  onWhistle(tx, 'cases.whistle.call', input, async ({ loaded: { row, config }, whistle, called }) => {
    orRefuse(checkCall(whistle.state))
    const organizationIds = [...new Set(input.organizationIds)]
    if (called.some((one) => organizationIds.includes(one.organization_id))) throw new Refusal('cases.called_already')
    if (called.length + organizationIds.length > contract.CALLED_MAX)
      throw new Refusal('cases.called_too_many', { countMax: contract.CALLED_MAX })
    const names = await loadCalled(tx, organizationIds)
    await store.insertParticipations(
      tx,
      organizationIds.map((id) => calledRow(tx, whistle.id, id, config.whistleMinutes)),
    )
    await store.updateWhistle(tx, whistle.id, {
      state: 'called',
      called_at: whistle.called_at ?? tx.now(),
      called_by_person_id: whistle.called_by_person_id ?? tx.actor.personId,
    })
    await tellOfMeasure(tx, row, await membersOfAll(tx, organizationIds), 'whistleCalled', {
      minutes: config.whistleMinutes,
    })
    const called_organization_ids = [...new Set([...row.called_organization_ids, ...organizationIds])]
    return {
      data: { organizationNames: names, minutes: config.whistleMinutes },
      change: { called_organization_ids },
    }
  })

export const declineWhistle = (tx: Tx, input: InputOf<typeof contract.declineWhistle>): Promise<WhistleView> =>
  onWhistle(tx, 'cases.whistle.decline', input, async ({ loaded: { row }, whistle }) => {
    orRefuse(checkDecline(whistle.state))
    await store.updateWhistle(tx, whistle.id, {
      state: 'declined',
      ended_at: tx.now(),
      ended_by_person_id: tx.actor.personId,
      end_words: input.words,
    })
    await tellOfMeasure(tx, row, [whistle.blown_by_person_id], 'whistleDeclined')
    return {}
  })

// Everybody called ------------------------------------------------------------------------------------------------------

const findCalled = (called: readonly store.ParticipationRow[], organizationId: string): store.ParticipationRow => {
  const one = called.find((candidate) => candidate.organization_id === organizationId)
  if (!one) throw new Refusal('cases.not_called')
  return one
}

type OfOrganization = Told & { readonly organizationId: string }

/** One act of an organisation that was called, or of the street about it. */
const onCalled = (
  tx: Tx,
  deed: AttendanceDeed,
  input: OfOrganization,
  change: Parameters<typeof store.updateParticipation>[3],
): Promise<WhistleView> =>
  onWhistle(tx, `cases.whistle.${deed}`, input, async ({ whistle, called }) => {
    const one = findCalled(called, input.organizationId)
    orRefuse(checkAttendance(deed, whistle.state, attendanceOf(one)))
    await store.updateParticipation(tx, whistle.id, one.organization_id, change)
    return { data: { organizationId: one.organization_id } }
  })

/** In the name of an organisation acts who holds a post in it. */
const requireMember = (tx: Tx, operation: Parameters<typeof requirePermission>[1], organizationId: string): void =>
  requirePermission(tx, operation, { organizationId })

export const takeOrder = async (tx: Tx, input: InputOf<typeof contract.takeOrder>): Promise<WhistleView> => {
  requireMember(tx, contract.takeOrder, input.organizationId)
  return onCalled(tx, 'take', input, { taken_at: tx.now(), taken_by_person_id: tx.actor.personId })
}

export const arriveAtWhistle = async (
  tx: Tx,
  input: InputOf<typeof contract.arriveAtWhistle>,
): Promise<WhistleView> => {
  requireMember(tx, contract.arriveAtWhistle, input.organizationId)
  return onCalled(tx, 'arrive', input, {
    arrived_at: tx.now(),
    arrived_by_person_id: tx.actor.personId,
    longitude: input.point?.longitude ?? null,
    latitude: input.point?.latitude ?? null,
    file_ids: input.fileIds,
  })
}

export const leaveWhistle = async (tx: Tx, input: InputOf<typeof contract.leaveWhistle>): Promise<WhistleView> => {
  requireMember(tx, contract.leaveWhistle, input.organizationId)
  return onCalled(tx, 'leave', input, { did: input.words, left_at: tx.now(), left_by_person_id: tx.actor.personId })
}

export const excuseFromWhistle = (tx: Tx, input: InputOf<typeof contract.excuseFromWhistle>): Promise<WhistleView> =>
  onCalled(tx, 'excuse', input, {
    excuse: input.words,
    excused_at: tx.now(),
    excused_by_person_id: tx.actor.personId,
  })

/** 事不完人不走. */
export const endWhistle = (tx: Tx, input: InputOf<typeof contract.endWhistle>): Promise<WhistleView> =>
  onWhistle(tx, 'cases.whistle.end', input, async ({ loaded: { row }, whistle, called }) => {
    orRefuse(checkEnd(whistle.state, called.map(attendanceOf)))
    await store.updateWhistle(tx, whistle.id, {
      state: 'ended',
      ended_at: tx.now(),
      ended_by_person_id: tx.actor.personId,
      end_words: input.words,
    })
    const there = called.filter((one) => one.arrived_at !== null).map((one) => one.organization_id)
    await tellOfMeasure(tx, row, [whistle.blown_by_person_id, ...(await membersOfAll(tx, there))], 'whistleEnded')
    return {}
  })

const mark = (
  tx: Tx,
  by: 'street' | 'organization',
  input: { readonly id: string; readonly organizationId: string; readonly score: number },
): Promise<WhistleView> =>
  onWhistle(
    tx,
    by === 'street' ? 'cases.whistle.score' : 'cases.whistle.rate',
    { id: input.id },
    async ({ whistle, called }) => {
      const one = findCalled(called, input.organizationId)
      orRefuse(checkScore(by, whistle.state, attendanceOf(one)))
      const [at, person] = [tx.now(), tx.actor.personId]
      await store.updateParticipation(
        tx,
        whistle.id,
        one.organization_id,
        by === 'street'
          ? { street_score: input.score, street_scored_at: at, street_scored_by_person_id: person }
          : { whistle_score: input.score, whistle_scored_at: at, whistle_scored_by_person_id: person },
      )
      return { data: { organizationId: one.organization_id, score: input.score } }
    },
  )

export const scoreOrganization = (tx: Tx, input: InputOf<typeof contract.scoreOrganization>): Promise<WhistleView> =>
  mark(tx, 'street', input)

export const rateWhistle = async (tx: Tx, input: InputOf<typeof contract.rateWhistle>): Promise<WhistleView> => {
  requireMember(tx, contract.rateWhistle, input.organizationId)
  return mark(tx, 'organization', input)
}
