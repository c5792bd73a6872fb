import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { loadDistrict } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { functionsWith, type ListedFunction } from '../rules/function.ts'
import * as store from '../store/action.ts'

const present = (tx: Tx, { key, name, isUsed, isShipped }: ListedFunction): contract.GridFunction => ({
  key,
  name: name ?? say(tx.language, `fieldwork:function.${key}`),
  isUsed,
  isShipped,
})

export const listFunctions = async (tx: Tx): Promise<contract.GridFunction[]> =>
  functionsWith(
    (await store.listFunctionRows(tx)).map(({ key, name, is_used: isUsed }) => ({ key, name, isUsed })),
  ).map((listed) => present(tx, listed))

/** The list belongs to the whole district, so it is changed by administrators of the whole district. */
const lockList = async (tx: Tx, operation: typeof contract.addFunction | typeof contract.changeFunction) => {
  requirePermission(tx, operation, { placePath: (await loadDistrict(tx)).path })
  await store.lockFunctions(tx)
  return listFunctions(tx)
}

const refuseTwin = (listed: readonly contract.GridFunction[], key: string, name: string): void => {
  if (listed.some((other) => other.key !== key && other.isUsed && other.name === name))
    throw new Refusal('fieldwork.function_name_conflict', { name })
}

const keep = async (tx: Tx, key: string, name: string | null, isUsed: boolean): Promise<contract.GridFunction> => {
  const row = { district_id: tx.districtId, key, name, is_used: isUsed, changed_at: tx.now() }
  const taken = { grid_function_name: 'fieldwork.function_name_conflict' }
  await refuseTaken(taken, { name }, () => store.keepFunction(tx, row))
  const kept = (await listFunctions(tx)).find((listed) => listed.key === key)
  if (!kept) throw new Error(`function ${key} was kept and is not listed`)
  return kept
}

export const addFunction = async (
  tx: Tx,
  input: InputOf<typeof contract.addFunction>,
): Promise<contract.GridFunction> => {
  const listed = await lockList(tx, contract.addFunction)
  if (listed.length >= contract.FUNCTIONS_MAX)
    throw new Refusal('fieldwork.functions_too_many', { most: contract.FUNCTIONS_MAX })
  const key = newId(tx)
  refuseTwin(listed, key, input.name)
  return keep(tx, key, input.name, true)
}

export const changeFunction = async (
  tx: Tx,
  input: InputOf<typeof contract.changeFunction>,
): Promise<contract.GridFunction> => {
  const listed = await lockList(tx, contract.changeFunction)
  const known = listed.find(({ key }) => key === input.key)
  if (!known) throw new Refusal('fieldwork.function_not_found', { key: input.key })
  const isUsed = input.isUsed ?? known.isUsed
  if (isUsed) refuseTwin(listed, known.key, input.name ?? known.name)
  if (!isUsed && !listed.some(({ key, isUsed: isOther }) => isOther && key !== known.key))
    throw new Refusal('fieldwork.functions_needed')
  const row = (await store.listFunctionRows(tx)).find(({ key }) => key === known.key)
  return keep(tx, known.key, input.name ?? row?.name ?? null, isUsed)
}
