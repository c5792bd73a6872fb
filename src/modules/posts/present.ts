import type { PersonName } from '#modules/identity'
import type { PlaceRow } from '#modules/places'
import type * as contract from './contract.ts'
import type { AppointmentRow, PostInPlace, PostRow } from './store.ts'

interface Names {
  readonly names: ReadonlyMap<string, PersonName>
  readonly organizations: ReadonlyMap<string, string>
}

/** A post with who holds it. Names of those in office are public within the district's staff. */
export const presentPost = (
  row: PostInPlace,
  appointments: readonly AppointmentRow[],
  facts: Names & { readonly postCounts: ReadonlyMap<string, number> },
): contract.Post => ({
  id: row.id,
  role: row.role,
  title: row.title,
  placeId: row.place_id,
  placeName: row.place_name,
  placePath: row.place_path,
  placeLevel: row.place_level,
  organizationId: row.organization_id,
  organizationName: row.organization_id ? (facts.organizations.get(row.organization_id) ?? null) : null,
  seatCount: row.seat_count,
  holders: appointments.map((held) => ({
    appointmentId: held.id,
    personId: held.person_id,
    name: facts.names.get(held.person_id)?.name ?? '',
    manner: held.manner,
    startsOn: held.starts_on,
    endsOn: held.ends_on,
    otherPostCount: Math.max(0, (facts.postCounts.get(held.person_id) ?? 1) - 1),
  })),
  vacantCount: Math.max(0, row.seat_count - appointments.length),
  isShared: appointments.length > 1,
  closedOn: row.closed_on,
  version: row.version,
})

export const presentAppointment = (
  row: AppointmentRow,
  facts: Names & {
    readonly posts: ReadonlyMap<string, PostRow>
    readonly places: ReadonlyMap<number, Pick<PlaceRow, 'name'>>
  },
): contract.Appointment => {
  const post = facts.posts.get(row.post_id)
  if (!post) throw new Error(`appointment ${row.id} has no post`)
  return {
    id: row.id,
    postId: row.post_id,
    role: post.role,
    title: post.title,
    placeId: post.place_id,
    placeName: facts.places.get(post.place_id)?.name ?? '',
    organizationId: post.organization_id,
    organizationName: post.organization_id ? (facts.organizations.get(post.organization_id) ?? null) : null,
    personId: row.person_id,
    name: facts.names.get(row.person_id)?.name ?? '',
    manner: row.manner,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    endedReason: row.ended_reason,
  }
}
