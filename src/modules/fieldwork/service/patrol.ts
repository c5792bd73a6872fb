import { holdersOf } from '#modules/posts'
import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import type { Role } from '#kernel/role'
import { reportCase } from '#modules/cases'
import { attachFiles } from '#modules/workplace'
import { newId, requirePerson, type Tx } from '#platform/context'
import { tell } from '#platform/notify'
import type * as contract from '../contract.ts'
import { judgeCheckIn } from '../rules/check-in.ts'
import { checkCheckIn, checkFinish, checkHandOver, checkStart, isOnTime, saidAt } from '../rules/patrol.ts'
import * as store from '../store.ts'
import * as patrols from '../store/patrol.ts'
import { factsOf, mayPlan, mayReadPatrol, today } from './guard.ts'

/** The kind under which a patrol owns its photos and notices. */
export const PATROL_KIND = 'patrol'

/** Check-ins that one patrol takes: some at every point, and nobody fills the table with them. */
const CHECK_INS_MAX = 200

/** Who may take a patrol without a team over: whoever works outdoors at the place or the community above it. */
const TAKERS: readonly Role[] = ['gridWorker', 'gridLeader', 'communityWorker']

const notFound = (id: string): Refusal => new Refusal('fieldwork.patrol_not_found', { id })

export const loadPatrol = async (tx: Tx, id: string): Promise<store.PatrolRow> => {
  const patrol = await patrols.findPatrol(tx, id)
  if (!patrol || !mayReadPatrol(tx, patrol)) throw notFound(id)
  return patrol
}

const lockPatrol = async (tx: Tx, id: string): Promise<store.PatrolRow> => {
  const patrol = await patrols.lockPatrol(tx, id)
  if (!patrol) throw notFound(id)
  return patrol
}

/** Locks the patrol of who acts: only its walker walks it. */
const lockOwn = async (tx: Tx, id: string): Promise<store.PatrolRow> => {
  const personId = requirePerson(tx)
  const patrol = await lockPatrol(tx, id)
  if (patrol.person_id === personId) return patrol
  if (!mayReadPatrol(tx, patrol)) throw notFound(id)
  throw new Refusal('fieldwork.not_your_patrol', { name: patrol.route_name })
}

const timeOf = (tx: Tx, said: string | null): Date => orRefuse(saidAt(said === null ? null : new Date(said), tx.now()))

type Happening = Pick<store.PatrolEventRow, 'kind'> &
  Partial<Pick<store.PatrolEventRow, 'at' | 'to_person_id' | 'words'>>

/** Writes down what happened and changes the patrol with it. */
export const happen = async (
  tx: Tx,
  patrol: store.PatrolRow,
  happening: Happening,
  change: patrols.PatrolChange,
): Promise<store.PatrolRow> => {
  const number = patrol.event_count + 1
  await patrols.insertEvent(tx, {
    district_id: tx.districtId,
    patrol_id: patrol.id,
    number,
    at: tx.now(),
    received_at: tx.now(),
    person_id: tx.actor.personId,
    to_person_id: null,
    words: null,
    ...happening,
  })
  tx.afterCommit(() => tx.services.live.publish(tx.districtId, 'fieldwork'))
  return patrols.updatePatrol(tx, patrol.id, { ...change, event_count: number })
}

const begin = (tx: Tx, patrol: store.PatrolRow, at: Date): Promise<store.PatrolRow> => {
  const startedAt = patrol.started_at !== null && patrol.started_at < at ? patrol.started_at : at
  return happen(tx, patrol, { kind: 'started', at }, { state: 'underWay', started_at: startedAt })
}

export const startPatrol = async (tx: Tx, input: InputOf<typeof contract.startPatrol>): Promise<store.PatrolRow> => {
  const patrol = await lockOwn(tx, input.id)
  const at = timeOf(tx, input.at)
  orRefuse(checkStart(factsOf(patrol), at), { name: patrol.route_name })
  return begin(tx, patrol, at)
}

export interface CheckedIn {
  readonly patrol: store.PatrolRow
  readonly checkIn: store.CheckInRow
}

/** One tap: begins the patrol when it was not begun, judges the position, and keeps it whatever it is. */
export const checkIn = async (tx: Tx, input: InputOf<typeof contract.checkIn>): Promise<CheckedIn> => {
  const patrol = await lockOwn(tx, input.id)
  const at = timeOf(tx, input.at)
  orRefuse(checkCheckIn(factsOf(patrol), at), { name: patrol.route_name })
  const point = patrol.points.find(({ id }) => id === input.pointId)
  if (!point) throw new Refusal('fieldwork.point_not_found', { id: input.pointId })
  const before = await patrols.listCheckIns(tx, [patrol.id])
  if (before.length >= CHECK_INS_MAX) throw new Refusal('fieldwork.check_ins_too_many', { most: CHECK_INS_MAX })
  const judged = judgeCheckIn(point, input.point, input.accuracyM)
  const row: store.CheckInRow = {
    district_id: tx.districtId,
    id: newId(tx),
    patrol_id: patrol.id,
    point_id: point.id,
    person_id: requirePerson(tx),
    at,
    received_at: tx.now(),
    longitude: input.point?.longitude ?? null,
    latitude: input.point?.latitude ?? null,
    accuracy_m: input.accuracyM,
    distance_m: judged.distanceM,
    verdict: judged.verdict,
    words: input.words,
    files: input.fileIds,
  }
  await patrols.insertCheckIn(tx, row)
  await attachFiles(tx, input.fileIds, { kind: PATROL_KIND, id: patrol.id })
  const isOpen = patrol.state === 'underWay' || patrol.state === 'done'
  const walked = isOpen ? patrol : await begin(tx, patrol, at)
  const isNew = row.verdict === 'valid' && !before.some((one) => one.point_id === point.id && one.verdict === 'valid')
  const counted = isNew ? await patrols.updatePatrol(tx, patrol.id, { valid_count: walked.valid_count + 1 }) : walked
  return { patrol: counted, checkIn: row }
}

/** Was it closed by the platform because nobody finished it? Then the phone that had no network may still say when. */
const isClosedByPlatform = async (tx: Tx, patrol: store.PatrolRow): Promise<boolean> =>
  patrol.state === 'done' && (await patrols.listEvents(tx, patrol.id)).at(-1)?.kind === 'ended'

export const finishPatrol = async (tx: Tx, input: InputOf<typeof contract.finishPatrol>): Promise<store.PatrolRow> => {
  const patrol = await lockOwn(tx, input.id)
  const at = timeOf(tx, input.at)
  const wasBegun = patrol.state === 'missed' && patrol.started_at !== null
  const isOpen = wasBegun || (await isClosedByPlatform(tx, patrol))
  const facts = factsOf(patrol)
  orRefuse(checkFinish(isOpen ? { ...facts, state: 'underWay' } : facts, at), { name: patrol.route_name })
  const finished = { state: 'done', finished_at: at, is_on_time: isOnTime(facts, at), words: input.words } as const
  return happen(tx, patrol, { kind: 'finished', at, words: input.words }, finished)
}

/** Something found on a patrol is a case, of the channel `patrol`; the two know each other by id. */
export const reportFinding = async (tx: Tx, input: InputOf<typeof contract.reportFinding>) => {
  const personId = requirePerson(tx)
  const patrol = await loadPatrol(tx, input.patrolId)
  if (patrol.person_id !== personId) throw new Refusal('fieldwork.not_your_patrol', { name: patrol.route_name })
  const { patrolId, ...said } = input
  const report = {
    ...said,
    title: undefined,
    channel: 'patrol' as const,
    sourceNumber: null,
    placeId: patrol.place_id,
    categoryId: null,
    reporterName: null,
    reporterPhone: null,
  }
  const { row } = await reportCase(tx, report, true)
  const foundAt = row.occurred_at ?? tx.now()
  await patrols.insertFinding(tx, {
    district_id: tx.districtId,
    case_id: row.id,
    patrol_id: patrolId,
    found_at: foundAt,
  })
  return { caseId: row.id, number: row.number, patrolId }
}

/** Whom a patrol may be given to: who is on the roster of its team, else who works outdoors there or above. */
export const listTakers = async (tx: Tx, patrol: store.PatrolRow): Promise<string[]> => {
  const found =
    patrol.organization_id === null
      ? await holdersOf(tx, patrol.place_path, TAKERS)
      : (await store.listWholeRoster(tx, patrol.organization_id, today(tx))).map((line) => line.person_id)
  return [...new Set(found)].filter((personId) => personId !== patrol.person_id)
}

/** Gives a patrol away: by who has it, by who plans there, or taken by a taker when nobody has it. */
export const handOver = async (tx: Tx, input: InputOf<typeof contract.handOver>): Promise<store.PatrolRow> => {
  const personId = requirePerson(tx)
  const patrol = await lockPatrol(tx, input.id)
  const takers = await listTakers(tx, patrol)
  const takesFree = patrol.person_id === null && input.personId === personId && takers.includes(personId)
  const isMine = patrol.person_id === personId
  if (!isMine && !takesFree && !mayPlan(tx, patrol.place_path)) {
    if (!mayReadPatrol(tx, patrol)) throw notFound(input.id)
    throw new Refusal('fieldwork.not_your_patrol', { name: patrol.route_name })
  }
  orRefuse(checkHandOver(factsOf(patrol), tx.now()), { name: patrol.route_name })
  if (!takers.includes(input.personId)) throw new Refusal('fieldwork.not_a_taker')
  const given = await happen(
    tx,
    patrol,
    { kind: 'handedOver', to_person_id: input.personId, words: input.reason },
    { person_id: input.personId, is_handed_over: true },
  )
  await tell(tx, {
    personIds: [input.personId, ...(patrol.person_id === null ? [] : [patrol.person_id])],
    key: 'fieldwork:notice.handedOver',
    data: { name: patrol.route_name, on: patrol.on_day, words: input.reason },
    matter: { kind: PATROL_KIND, id: patrol.id },
  })
  return given
}

/** The reason is said afterwards; it stays missed, and the first reason can be set right by saying another. */
export const explainPatrol = async (
  tx: Tx,
  input: InputOf<typeof contract.explainPatrol>,
): Promise<store.PatrolRow> => {
  const personId = requirePerson(tx)
  const patrol = await lockPatrol(tx, input.id)
  if (patrol.person_id !== personId && !mayPlan(tx, patrol.place_path)) {
    if (!mayReadPatrol(tx, patrol)) throw notFound(input.id)
    throw new Refusal('fieldwork.not_your_patrol', { name: patrol.route_name })
  }
  if (patrol.state !== 'missed') throw new Refusal('fieldwork.patrol_not_missed', { name: patrol.route_name })
  return happen(tx, patrol, { kind: 'explained', words: input.reason }, { reason: input.reason })
}
