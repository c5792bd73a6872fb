import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { FindingKind, Outcome, Rhythm, VisitKind, VisitState } from '../contract.ts'

export type VisitsTables = {
  'visits.mark': {
    district_id: number
    id: string
    name: string
    position: number
    created_at: Date
    ended_on: string | null
  }
  'visits.household': {
    district_id: number
    id: string
    place_id: number
    place_path: string
    door: string
    door_key: string
    label: string | null
    mark_ids: string[]
    created_at: Date
    closed_on: string | null
    closed_reason: string | null
    version: number
  }
  'visits.household_contact': {
    district_id: number
    household_id: string
    name: string | null
    phone: string | null
  }
  'visits.programme': {
    district_id: number
    id: string
    kind: VisitKind
    name: string
    place_id: number
    place_path: string
    rhythm: Rhythm
    rhythm_number: number
    duties: string[]
    grace_days: number
    starts_on: string
    ends_on: string | null
    created_at: Date
    created_by_person_id: string
    version: number
  }
  'visits.assignment': {
    district_id: number
    id: string
    kind: VisitKind
    person_id: string
    post_id: string | null
    household_id: string | null
    programme_id: string | null
    place_id: number | null
    place_path: string
    fixed_day: number | null
    from_minute: number | null
    until_minute: number | null
    starts_on: string
    ends_on: string | null
    ended_reason: string | null
    created_at: Date
    created_by_person_id: string | null
  }
  'visits.visit': {
    district_id: number
    id: string
    number: string | null
    kind: VisitKind
    programme_id: string | null
    assignment_id: string | null
    household_id: string | null
    place_id: number
    place_path: string
    person_id: string | null
    state: VisitState
    due_on: string | null
    outcome: Outcome | null
    visited_at: Date | null
    visited_by_person_id: string | null
    left_at: Date | null
    duties: string[]
    words: string | null
    file_ids: string[]
    longitude: number | null
    latitude: number | null
    attempt_count: number
    reason: string | null
    excused_by_person_id: string | null
    late_told_at: Date | null
    record_id: string | null
    created_at: Date
    version: number
  }
  'visits.finding': {
    district_id: number
    visit_id: string
    number: number
    kind: FindingKind
    words: string
    decision: string | null
    case_id: string
    created_at: Date
    created_by_person_id: string
  }
}
export type MarkRow = Selectable<VisitsTables['visits.mark']>
export type HouseholdRow = Selectable<VisitsTables['visits.household']>
export type ContactRow = Selectable<VisitsTables['visits.household_contact']>
export type ProgrammeRow = Selectable<VisitsTables['visits.programme']>
export type AssignmentRow = Selectable<VisitsTables['visits.assignment']>
export type VisitRow = Selectable<VisitsTables['visits.visit']>
export type FindingRow = Selectable<VisitsTables['visits.finding']>

export const tables = (tx: Tx) => tx.db.withTables<VisitsTables>()

/** At one of these places or below; null is everywhere in the district. */
export const within = (paths: readonly string[] | null, column = 'place_path') => {
  if (paths === null) return sql<SqlBool>`true`
  const parts = paths.map((path) => sql<SqlBool>`${sql.ref(column)} like ${`${path}%`}`)
  return parts.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(parts, sql` or `)})`
}

/** The assignment holds on that day. One that was handed over the day it began holds on none. */
export const holdsOn = (on: string, alias = '') => {
  const column = (name: string) => sql.ref(alias === '' ? name : `${alias}.${name}`)
  return sql<SqlBool>`${column('starts_on')} <= ${on}::date and (${column('ends_on')} is null or ${column('ends_on')} > ${on}::date)`
}
