import type { Manner, PostRole } from '../contract.ts'
import { type Appointing, meet } from './seats.ts'

/** One row of a file: a person, by phone, is to hold a role at a place from a day on. */
export interface ImportedAppointment {
  readonly line: number
  readonly name: string
  readonly phone: string
  readonly role: PostRole
  readonly placeCode: string
  readonly organizationName?: string | undefined
  readonly manner?: Manner | undefined
  readonly startsOn?: string | undefined
}

/** An open post as it stands, with who held it since the earliest day in the file. */
export interface KnownPost {
  readonly id: string
  readonly role: PostRole
  readonly placeId: number
  readonly organizationId: string | null
  readonly seatCount: number
  readonly held: readonly Appointing[]
}

/** Whether a role may stand at that place is asked of `rules/reach.ts`; the code of the refusal, or null. */
export type CheckPost = (role: PostRole, placeId: number, hasOrganization: boolean) => string | null

export interface ImportFacts {
  readonly today: string
  readonly posts: readonly KnownPost[]
  readonly personByPhone: ReadonlyMap<string, { readonly id: string; readonly name: string }>
  /** Valid places within the place of the import, by code. */
  readonly placeIdByCode: ReadonlyMap<string, number>
  readonly organizationIdByName: ReadonlyMap<string, string>
  /** Organisations outside of the reach of who imports. */
  readonly beyondReach: ReadonlySet<string>
  readonly checkPost: CheckPost
}

export type ImportColumn = keyof Omit<ImportedAppointment, 'line'>
export interface ImportFault {
  readonly column: ImportColumn
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface PlannedRow {
  readonly row: ImportedAppointment
  readonly change: 'create' | 'same' | 'bad'
  readonly faults: readonly ImportFault[]
  readonly placeId: number
  readonly organizationId: string | null
  /** The post it goes to; null when that must be made first. Rows of one new post have one key. */
  readonly post: KnownPost | null
  readonly postKey: string
}

export const postKeyOf = (post: {
  readonly role: string
  readonly placeId: number
  readonly organizationId: string | null
}): string => [post.role, post.placeId, post.organizationId].join('\n')

const faultsOf = (row: ImportedAppointment, facts: ImportFacts): ImportFault[] => {
  const faults: ImportFault[] = []
  const person = facts.personByPhone.get(row.phone)
  if (person && person.name !== row.name) {
    faults.push({ column: 'name', code: 'posts.person_name_differs', data: { name: row.name } })
  }
  const { organizationName } = row
  const organizationId = organizationName === undefined ? undefined : facts.organizationIdByName.get(organizationName)
  if (organizationName !== undefined && organizationId === undefined) {
    faults.push({ column: 'organizationName', code: 'posts.organization_not_found', data: { name: organizationName } })
  }
  if (organizationId !== undefined && facts.beyondReach.has(organizationId)) {
    faults.push({ column: 'organizationName', code: 'posts.beyond_reach', data: { name: organizationName } })
  }
  const placeId = facts.placeIdByCode.get(row.placeCode)
  if (placeId === undefined) {
    return [...faults, { column: 'placeCode', code: 'posts.place_not_found', data: { code: row.placeCode } }]
  }
  const code = facts.checkPost(row.role, placeId, organizationName !== undefined)
  if (code === null) return faults
  const column = code === 'posts.organization_missing' ? 'organizationName' : 'role'
  return [...faults, { column, code, data: {} }]
}

/**
 * What a file of appointments would do, row by row, in the order of the file. A post is known by role, place and
 * organisation and is made, or given a seat more, when the file needs it; a person is known by phone.
 */
export const planImport = (rows: readonly ImportedAppointment[], facts: ImportFacts): PlannedRow[] => {
  const postByKey = new Map(facts.posts.map((post) => [postKeyOf(post), post]))
  const seen = new Set<string>()
  return rows.map((row): PlannedRow => {
    const placeId = facts.placeIdByCode.get(row.placeCode) ?? 0
    const organizationId = facts.organizationIdByName.get(row.organizationName ?? '') ?? null
    const postKey = postKeyOf({ role: row.role, placeId, organizationId })
    const post = postByKey.get(postKey) ?? null
    const at = { row, placeId, organizationId, post, postKey }
    const faults = faultsOf(row, facts)
    const rowKey = `${postKey}\n${row.phone}`
    if (seen.has(rowKey)) faults.push({ column: 'phone', code: 'posts.row_twice', data: { name: row.name } })
    seen.add(rowKey)
    const personId = facts.personByPhone.get(row.phone)?.id
    const wanted = { startsOn: row.startsOn ?? facts.today, endsOn: null }
    const held = post?.held.filter((one) => one.personId === personId && meet(one, wanted)) ?? []
    const isSame = held.some(({ endsOn }) => endsOn === null || endsOn > facts.today)
    // Held once in that time and not any more: a new appointment would cover days that are history already.
    if (held.length > 0 && !isSame) {
      faults.push({ column: 'startsOn', code: 'posts.appointment_conflict', data: { name: row.name } })
    }
    if (faults.length > 0) return { ...at, change: 'bad', faults }
    return { ...at, change: isSame ? 'same' : 'create', faults }
  })
}
