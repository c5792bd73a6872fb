import { namesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces, type PlaceRow } from '#modules/places'
import type { Tx } from '#platform/context'
import type { Appointment, Post } from './contract.ts'
import * as store from './store.ts'

interface Surroundings {
  readonly names: Awaited<ReturnType<typeof namesOf>>
  readonly organizations: ReadonlyMap<string, string>
  readonly places: ReadonlyMap<number, PlaceRow>
}

/** The names of people, organisations and places, one query each. */
const surroundingsOf = async (
  tx: Tx,
  posts: readonly store.PostRow[],
  personIds: readonly string[],
): Promise<Surroundings> => {
  const places = await findPlaces(tx, [...new Set(posts.map((post) => post.place_id))])
  return {
    names: await namesOf(tx, personIds),
    organizations: await organizationNames(
      tx,
      posts.flatMap((post) => post.organization_id ?? []),
    ),
    places: new Map(places.map((place) => [place.id, place])),
  }
}

const placeOf = (post: store.PostRow, { places }: Surroundings): PlaceRow => {
  const place = places.get(post.place_id)
  if (!place) throw new Error(`post ${post.id} is at no place`)
  return place
}

const organizationNameOf = (post: store.PostRow, { organizations }: Surroundings): string | null =>
  post.organization_id === null ? null : (organizations.get(post.organization_id) ?? null)

/** Posts with who holds them on a day. Whoever holds a post is known by full name to the staff of the district. */
export const presentPosts = async (tx: Tx, posts: readonly store.PostRow[], on: string): Promise<Post[]> => {
  const held = await store.listHolding(
    tx,
    posts.map((post) => post.id),
    on,
  )
  const personIds = [...new Set(held.map((appointment) => appointment.person_id))]
  const around = await surroundingsOf(tx, posts, personIds)
  const postCount = await store.countPosts(tx, personIds, on)
  return posts.map((post) => {
    const holders = held.filter((appointment) => appointment.post_id === post.id)
    const place = placeOf(post, around)
    return {
      id: post.id,
      role: post.role,
      title: post.title,
      placeId: post.place_id,
      placeName: place.name,
      placePath: post.place_path,
      placeLevel: place.level,
      organizationId: post.organization_id,
      organizationName: organizationNameOf(post, around),
      seatCount: post.seat_count,
      holders: holders.map((appointment) => ({
        appointmentId: appointment.id,
        personId: appointment.person_id,
        name: around.names.get(appointment.person_id)?.name ?? '',
        manner: appointment.manner,
        startsOn: appointment.starts_on,
        endsOn: appointment.ends_on,
        otherPostCount: (postCount.get(appointment.person_id) ?? 1) - 1,
      })),
      vacantCount: Math.max(0, post.seat_count - holders.length),
      isShared: holders.length > 1,
      closedOn: post.closed_on,
      version: post.version,
    }
  })
}

export const presentAppointments = async (
  tx: Tx,
  appointments: readonly store.AppointmentRow[],
): Promise<Appointment[]> => {
  const posts = await store.findPosts(tx, [...new Set(appointments.map((appointment) => appointment.post_id))])
  const personIds = [...new Set(appointments.map((appointment) => appointment.person_id))]
  const around = await surroundingsOf(tx, posts, personIds)
  const postById = new Map(posts.map((post) => [post.id, post]))
  return appointments.map((appointment) => {
    const post = postById.get(appointment.post_id) as store.PostRow // a foreign key says so
    return {
      id: appointment.id,
      postId: post.id,
      role: post.role,
      title: post.title,
      placeId: post.place_id,
      placeName: placeOf(post, around).name,
      organizationId: post.organization_id,
      organizationName: organizationNameOf(post, around),
      personId: appointment.person_id,
      name: around.names.get(appointment.person_id)?.name ?? '',
      manner: appointment.manner,
      startsOn: appointment.starts_on,
      endsOn: appointment.ends_on,
      endedReason: appointment.ended_reason,
    }
  })
}
