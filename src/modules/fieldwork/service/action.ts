import { z } from 'zod'
import { idShape } from '#kernel/id'
import { holds, type InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { orRefuse, Refusal } from '#kernel/refusal'
import { addDays, instantOf } from '#kernel/time'
import { namesOf } from '#modules/identity'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import { loadPlace, locatePoint, type PlaceRow } from '#modules/places'
import { attachFiles } from '#modules/workplace'
import { newId, requirePerson, type Tx } from '#platform/context'
import { indexDocument } from '#platform/search'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { saidAt } from '../rules/patrol.ts'
import { isOnRoster } from '../store.ts'
import type * as fieldwork from '../store.ts'
import * as store from '../store/action.ts'
import { namesByKey } from './coverage.ts'
import { listFunctions } from './function.ts'
import { mayPlan, scopeOf, today } from './guard.ts'
import { loadPatrol } from './patrol.ts'

/** Who works outdoors here: with a post, or on the roster of a patrol team. */
const requireFieldworker = async (tx: Tx): Promise<string> => {
  const personId = requirePerson(tx)
  const hasPost = tx.actor.posts.some((post) => contract.fieldReaders.includes(post.role))
  if (!hasPost && !(await isOnRoster(tx, personId, today(tx))))
    throw new Refusal('auth.forbidden', { operation: contract.logAction.id, roles: contract.fieldReaders })
  return personId
}

/** Where somebody works when that is one place; with posts at several none is guessed. */
const workPlaceIdOf = (tx: Tx): number | null => {
  const posts = tx.actor.posts.filter((post) => contract.fieldReaders.includes(post.role))
  const [placeId, ...more] = new Set(posts.map((post) => post.placeId))
  return more.length === 0 ? (placeId ?? null) : null
}

const placeOf = async (
  tx: Tx,
  input: InputOf<typeof contract.logAction>,
  patrol: fieldwork.PatrolRow | null,
): Promise<PlaceRow> => {
  const located = input.point ? await locatePoint(tx, tx.districtId, input.point) : null
  if (located) return located.place
  const placeId = input.placeId ?? patrol?.place_id ?? workPlaceIdOf(tx)
  if (placeId === null) throw new Refusal('fieldwork.place_missing')
  const place = await loadPlace(tx, placeId)
  if (place.district_id !== tx.districtId || place.level === 'city')
    throw new Refusal('fieldwork.place_elsewhere', { name: place.name })
  return place
}

const requireNamed = async (tx: Tx, input: InputOf<typeof contract.logAction>): Promise<void> => {
  const functions = await listFunctions(tx)
  if (!functions.some(({ key, isUsed }) => isUsed && key === input.functionKey))
    throw new Refusal('fieldwork.function_not_found', { key: input.functionKey })
  if (input.organizationId !== null) refuseClosed(tx, await loadOrganization(tx, input.organizationId))
  const known = await namesOf(tx, input.companionIds)
  const unknown = input.companionIds.find((id) => !known.has(id))
  if (unknown) throw new Refusal('identity.person_not_found', { id: unknown })
}

export const logAction = async (tx: Tx, input: InputOf<typeof contract.logAction>): Promise<fieldwork.ActionRow> => {
  const personId = await requireFieldworker(tx)
  await requireNamed(tx, input)
  const patrol = input.patrolId === null ? null : await loadPatrol(tx, input.patrolId)
  const place = await placeOf(tx, input, patrol)
  const row: fieldwork.ActionRow = {
    district_id: tx.districtId,
    id: newId(tx),
    kind: input.kind,
    function_key: input.functionKey,
    place_id: place.id,
    place_path: place.path,
    longitude: input.point?.longitude ?? null,
    latitude: input.point?.latitude ?? null,
    count: input.count,
    at: orRefuse(saidAt(input.at === null ? null : new Date(input.at), tx.now())),
    received_at: tx.now(),
    person_id: personId,
    organization_id: input.organizationId ?? patrol?.organization_id ?? null,
    companions: input.companionIds.filter((id) => id !== personId),
    patrol_id: input.patrolId,
    words: input.words,
    files: input.fileIds,
    withdrawn_at: null,
    withdrawn_reason: null,
  }
  await store.insertAction(tx, row)
  await attachFiles(tx, input.fileIds, { kind: store.ACTION_KIND, id: row.id })
  await indexDocument(tx, {
    kind: store.ACTION_KIND,
    id: row.id,
    title: `${say('zh-CN', `fieldwork:kind.${row.kind}`)} ${place.name}`,
    body: row.words ?? '',
    placePath: row.place_path,
    at: row.at,
  })
  tx.afterCommit(() => tx.services.live.publish(tx.districtId, 'fieldwork'))
  return row
}

/** Its logger, and who reads the fieldwork of its place. */
export const mayReadAction = (tx: Tx, row: fieldwork.ActionRow): boolean =>
  tx.actor.kind === 'system' ||
  row.person_id === tx.actor.personId ||
  holds(tx.actor, contract.listActions.access, { placePath: row.place_path })

export const loadAction = async (tx: Tx, id: string): Promise<fieldwork.ActionRow> => {
  const row = await store.findAction(tx, id)
  if (!row || !mayReadAction(tx, row)) throw new Refusal('fieldwork.action_not_found', { id })
  return row
}

export const mayWithdraw = (tx: Tx, row: fieldwork.ActionRow): boolean =>
  row.person_id === tx.actor.personId || mayPlan(tx, row.place_path)

export const withdrawAction = async (
  tx: Tx,
  input: InputOf<typeof contract.withdrawAction>,
): Promise<fieldwork.ActionRow> => {
  const row = await store.lockAction(tx, input.id)
  if (!row || !mayWithdraw(tx, row)) throw new Refusal('fieldwork.action_not_found', { id: input.id })
  if (row.withdrawn_at !== null) throw new Refusal('fieldwork.action_withdrawn')
  return store.withdrawAction(tx, row.id, input.reason)
}

export const filterOf = async (tx: Tx, input: InputOf<typeof contract.exportActions>): Promise<store.ActionFilter> => ({
  placePaths: await scopeOf(tx, contract.listActions, input.withinId),
  kind: input.kind,
  functionKey: input.functionKey,
  organizationId: input.organizationId,
  personId: input.personId,
  words: input.words || undefined,
  state: input.state,
  from: input.from && instantOf(input.from),
  before: input.until && instantOf(addDays(input.until, 1)),
})

const cursor = z.tuple([cursorInstant, idShape])

export const listActions = async (
  tx: Tx,
  input: InputOf<typeof contract.listActions>,
): Promise<Page<fieldwork.ActionRow>> => {
  const after = readCursorAs(input.cursor, cursor)
  const rows = await store.listActions(tx, await filterOf(tx, input), { after, limit: input.limit })
  return cutPage(rows, input.limit, (row) => [row.at.toISOString(), row.id])
}

type Sum = z.infer<typeof contract.actionSumShape>

const sumOf = (row: store.ActionSumRow | undefined, key: string, name: string): Sum => ({
  key,
  name,
  actionCount: row?.action_count ?? 0,
  cleanUpPlaces: row?.clean_ups ?? 0,
  dissuasions: row?.dissuasions ?? 0,
  times: row?.times ?? 0,
})

/** Workload by function, kind, grid, team, person or month (S0-46, S2-18). */
export const sumActions = async (
  tx: Tx,
  input: InputOf<typeof contract.sumActions>,
): Promise<{ items: Sum[]; total: Sum }> => {
  const filter = await filterOf(tx, input)
  const rows = await store.sumActions(tx, input.by, filter, contract.SUM_ROWS_MAX)
  const [total] = await store.sumActions(tx, 'total', filter, 1)
  const keys = rows.flatMap((row) => row.key ?? [])
  const names = await actionNames(tx, input.by, keys)
  const none = say(tx.language, 'fieldwork:none.team')
  return {
    items: rows.map((row) => sumOf(row, row.key ?? '', row.key === null ? none : (names.get(row.key) ?? row.key))),
    total: sumOf(total, '', say(tx.language, 'fieldwork:total')),
  }
}

const actionNames = async (
  tx: Tx,
  by: contract.ActionBy,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (by === 'function') return new Map((await listFunctions(tx)).map(({ key, name }) => [key, name]))
  if (by === 'kind') return new Map(keys.map((key) => [key, say(tx.language, `fieldwork:kind.${key}`)]))
  return namesByKey(tx, by, keys)
}
