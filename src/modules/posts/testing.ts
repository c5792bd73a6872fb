import { system } from '#kernel/role'
import type { PlaceRow } from '#modules/places'
import { inTransaction, newId } from '#platform/context'
import type { TestPlatform } from '#platform/testing'
import type { PostRole } from './contract.ts'
import * as store from './store.ts'

/** A post at a place, without asking whether the role may stand there. */
export const buildPost = (
  platform: TestPlatform,
  place: PlaceRow,
  role: PostRole,
  over: Partial<store.PostRow> = {},
): Promise<store.PostRow> =>
  inTransaction(platform.as(system, place.district_id ?? 0), async (tx) => {
    const id = newId(tx)
    const draft = {
      district_id: tx.districtId,
      id,
      role,
      title: role,
      place_id: place.id,
      place_path: place.path,
      organization_id: null,
      seat_count: 1,
      created_at: tx.now(),
      closed_on: null,
      ...over,
    }
    await store.insertPosts(tx, [draft])
    return { ...draft, version: 1 }
  })

/** Somebody holds a post since 2020, or as said. */
export const buildAppointment = (
  platform: TestPlatform,
  post: store.PostRow,
  personId: string,
  over: Partial<store.AppointmentRow> = {},
): Promise<store.AppointmentRow> =>
  inTransaction(platform.as(system, post.district_id), async (tx) => {
    const row: store.AppointmentRow = {
      district_id: tx.districtId,
      id: newId(tx),
      post_id: post.id,
      person_id: personId,
      manner: 'full',
      starts_on: '2020-01-01',
      ends_on: null,
      ended_reason: null,
      created_at: tx.now(),
      ...over,
    }
    await store.insertAppointments(tx, [row])
    return row
  })
