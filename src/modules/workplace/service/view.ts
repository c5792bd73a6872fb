import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { newId, requirePerson, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import * as store from '../store.ts'

export const listViews = (tx: Tx, list: string): Promise<store.SavedViewRow[]> =>
  store.listViews(tx, requirePerson(tx), list)

/** Keeps a view under its name; a view of that name is replaced. */
export const saveView = async (tx: Tx, input: InputOf<typeof contract.saveView>): Promise<store.SavedViewRow> => {
  const personId = requirePerson(tx)
  const views = await store.listViews(tx, personId, input.list)
  const isNew = views.every((view) => view.name !== input.name)
  if (isNew && views.length >= contract.VIEWS_PER_LIST_MAX) {
    throw new Refusal('workplace.views_too_many', { maximum: contract.VIEWS_PER_LIST_MAX })
  }
  return store.keepView(tx, {
    district_id: tx.districtId,
    id: newId(tx),
    person_id: personId,
    list: input.list,
    name: input.name,
    query: input.query,
    created_at: tx.now(),
  })
}

export const removeView = async (tx: Tx, id: string): Promise<{ id: string }> => {
  const wasThere = await store.removeView(tx, requirePerson(tx), id)
  if (!wasThere) throw new Refusal('workplace.view_not_found', { id })
  return { id }
}
