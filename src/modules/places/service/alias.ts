import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from '../contract.ts'
import * as store from '../store/alias.ts'
import type { PlaceRow } from '../store.ts'
import { loadPlace, refuseEnded } from './guard.ts'

/** Codes one place may have had; more is a mistake of a program. */
const ALIASES_MAX = 200

export const listAliases = async (tx: Tx, placeId: number): Promise<store.AliasRow[]> => {
  await loadPlace(tx, placeId)
  return store.listAliases(tx, placeId)
}

const refuseAliasTaken = <R>(alias: { system: string; code: string }, write: () => Promise<R>): Promise<R> =>
  refuseTaken(
    { alias_code_once: 'places.alias_conflict', alias_code_pkey: 'places.alias_conflict' },
    { system: alias.system, code: alias.code },
    write,
  )

export const addAlias = async (tx: Tx, input: InputOf<typeof contract.addAlias>): Promise<store.AliasRow> => {
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.addAlias, { placePath: place.path })
  refuseEnded(place)
  const known = await store.listAliases(tx, place.id)
  if (known.length >= ALIASES_MAX) throw new Refusal('places.too_many_aliases', { most: ALIASES_MAX })
  const { placeId, system, code, on = civilDateAt(tx.now()) } = input
  return refuseAliasTaken(input, () =>
    store.insertAlias(tx, { place_id: placeId, system, code, valid_from: on, valid_to: null }),
  )
}

export const endAlias = async (tx: Tx, input: InputOf<typeof contract.endAlias>): Promise<store.AliasRow> => {
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.endAlias, { placePath: place.path })
  const open = await store.lockOpenAlias(tx, input)
  if (!open) throw new Refusal('places.alias_not_found', { system: input.system, code: input.code })
  const on = input.on ?? civilDateAt(tx.now())
  if (on < open.valid_from) throw new Refusal('places.date_not_possible', { on, earliest: open.valid_from })
  return store.endAlias(tx, open, on)
}

/** A code that is about to change stays findable: for the days on which it held. */
export const keepFormerCode = async (tx: Tx, place: PlaceRow): Promise<void> => {
  const today = civilDateAt(tx.now())
  const known = await store.listAliases(tx, place.id)
  const ends = known
    .filter((alias) => alias.system === contract.FORMER_CODE_SYSTEM)
    .map((alias) => alias.valid_to ?? today)
  const heldFrom = ends.reduce((latest, end) => (end > latest ? end : latest), place.valid_from)
  // A code that lived for less than a day was a slip of the pen, and nothing can have been filed under it.
  if (heldFrom >= today) return
  await refuseAliasTaken({ system: contract.FORMER_CODE_SYSTEM, code: place.code }, () =>
    store.insertAlias(tx, {
      place_id: place.id,
      system: contract.FORMER_CODE_SYSTEM,
      code: place.code,
      valid_from: heldFrom,
      valid_to: today,
    }),
  )
}
