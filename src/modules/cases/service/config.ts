import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { namesOf } from '#modules/identity'
import { newId, type Services, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { defaultCaseConfig } from '../rules/case-config.ts'
import * as store from '../store/config.ts'
import { requireAtDistrict } from './guard.ts'

/** How long another server process may go on with an old configuration. */
const KEEP_MS = 10_000
const SHOWN_MAX = 50
const kept = new WeakMap<Services, Map<number, { config: contract.CaseConfig; on: string; until: number }>>()

/** How the flow of cases is set in the district today; what was stored before a setting existed takes its default. */
export const configOf = async (tx: Tx): Promise<contract.CaseConfig> => {
  const byDistrict = kept.get(tx.services) ?? new Map()
  kept.set(tx.services, byDistrict)
  const on = civilDateAt(tx.now())
  const known = byDistrict.get(tx.districtId)
  if (known && known.on === on && known.until > Date.now()) return known.config
  const row = await store.findConfigOn(tx, on)
  const config: contract.CaseConfig = { ...defaultCaseConfig, ...row?.config }
  byDistrict.set(tx.districtId, { config, on, until: Date.now() + KEEP_MS })
  return config
}

export interface NamedConfig {
  readonly row: store.ConfigRow
  readonly createdByName: string | null
}

export const findConfig = async (tx: Tx) => {
  const rows = await store.listConfigs(tx, SHOWN_MAX)
  const inForce = await store.findConfigOn(tx, civilDateAt(tx.now()))
  const names = await namesOf(
    tx,
    rows.flatMap((row) => row.created_by_person_id ?? []),
  )
  const history = rows.map((row) => ({
    row,
    createdByName: row.created_by_person_id === null ? null : (names.get(row.created_by_person_id)?.name ?? null),
  }))
  return { inForce: { ...defaultCaseConfig, ...inForce?.config }, validFrom: inForce?.valid_from ?? null, history }
}

/** Sets the flow from a day on. Visits that run keep the limits they began with. */
export const setConfig = async (tx: Tx, input: InputOf<typeof contract.setConfig>): Promise<NamedConfig> => {
  await requireAtDistrict(tx, contract.setConfig)
  if (input.validFrom < civilDateAt(tx.now())) throw new Refusal('cases.config_in_past')
  const row: store.ConfigRow = {
    district_id: tx.districtId,
    id: newId(tx),
    valid_from: input.validFrom,
    config: input.config,
    created_at: tx.now(),
    created_by_person_id: tx.actor.personId,
  }
  await store.insertConfig(tx, row)
  tx.afterCommit(() => void kept.get(tx.services)?.delete(tx.districtId))
  return { row, createdByName: tx.actor.name || null }
}
