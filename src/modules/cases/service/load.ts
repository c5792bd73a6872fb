import { Refusal } from '#kernel/refusal'
import type { Tx } from '#platform/context'
import { readerOf } from '../rules/reading.ts'
import * as store from '../store.ts'
import { configOf } from './config.ts'
import type { LoadedCase } from './flow.ts'

/** How a case is named: by its id, or by the query code of one of its reporters. */
export type CaseKey = { readonly id?: string | undefined; readonly queryCode?: string | undefined }

const notFound = (): Refusal => new Refusal('cases.case_not_found')

const idOf = async (tx: Tx, key: CaseKey): Promise<string> => {
  if (key.id !== undefined) return key.id
  const reporter = key.queryCode === undefined ? undefined : await store.findReporterByCode(tx, key.queryCode)
  if (!reporter) throw notFound()
  return reporter.case_id
}

const readable = async (tx: Tx, row: store.CaseFileRow | undefined, knowsCode: boolean): Promise<LoadedCase> => {
  if (!row) throw notFound()
  const reporters = await store.listReporters(tx, row.id)
  const reporterPersonIds = reporters.flatMap((reporter) => reporter.person_id ?? [])
  const reader = readerOf(tx.actor, readableOf(row, reporterPersonIds), knowsCode)
  if (!reader) throw notFound()
  const isOwn = tx.actor.personId !== null && reporterPersonIds.includes(tx.actor.personId)
  return { config: await configOf(tx), row, reporters, reader, isReporter: isOwn || knowsCode }
}

/** What of a row decides who may read it. */
export const readableOf = (
  row: store.CaseFileRow,
  reporterPersonIds: readonly string[],
): Parameters<typeof readerOf>[1] => ({
  placePath: row.place_path,
  handlerOrganizationId: row.handler_organization_id,
  handlerPersonId: row.handler_person_id,
  calledOrganizationIds: row.called_organization_ids,
  reporterPersonIds,
  isPublic: row.is_public,
})

/** A case as far as the actor may read it. One that is not for the actor and one that is not there are refused alike. */
export const loadCase = async (tx: Tx, key: CaseKey): Promise<LoadedCase> =>
  readable(tx, await store.findCase(tx, await idOf(tx, key)), key.queryCode !== undefined)

/** A case under its lock for what follows from another act: the platform carries it out, whoever acted may not read it. */
export const lockFollowing = async (tx: Tx, id: string): Promise<LoadedCase> => {
  const row = await store.lockCase(tx, id)
  if (!row) throw notFound()
  const reporters = await store.listReporters(tx, id)
  return { config: await configOf(tx), row, reporters, reader: 'staff', isReporter: false, isPlatform: true }
}

/** The same under the lock of its row, to act on it. */
export const lockCase = async (tx: Tx, key: CaseKey): Promise<LoadedCase> =>
  readable(tx, await store.lockCase(tx, await idOf(tx, key)), key.queryCode !== undefined)
