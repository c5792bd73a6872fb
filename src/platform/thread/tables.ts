import type { ColumnType } from 'kysely'
import type { TimeLimitUnit } from '#kernel/time'

export interface StoredPause {
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly approvedBy: string | null
}

type Json<T> = ColumnType<T, string, string>

export type ThreadTables = {
  'platform.entry': {
    district_id: number
    id: string
    matter_kind: string
    matter_id: string
    number: number
    action: string
    at: Date
    actor_kind: 'anyone' | 'person' | 'system'
    person_id: string | null
    actor_name: string
    actor_role: string | null
    actor_place_id: number | null
    actor_organization_id: string | null
    from_state: string | null
    to_state: string | null
    words: string | null
    data: Json<Record<string, unknown>>
    visibility: 'public' | 'parties' | 'staff'
    files: string[]
  }
  'platform.visit': {
    district_id: number
    id: string
    matter_kind: string
    matter_id: string
    number: number
    matter_number: string
    title: string
    state: string
    stage: string
    clock: string | null
    entered_at: Date
    left_at: Date | null
    left_by: string | null
    left_by_person_id: string | null
    limit_unit: TimeLimitUnit | null
    limit_amount: string | number | null
    extended_amount: string | number
    due_at: Date | null
    paused_at: Date | null
    pauses: Json<StoredPause[]>
    used_minutes: number | null
    is_late: boolean | null
    turn_of: 'place' | 'assignee' | 'reporter' | null
    turn_operation: string | null
    assignee_organization_id: string | null
    assignee_person_id: string | null
    reporter_person_id: string | null
    excluded_person_id: string | null
    excluded_organization_id: string | null
    place_id: number
    place_path: string
  }
}

export type VisitRow = {
  [Column in keyof ThreadTables['platform.visit']]: Column extends 'pauses'
    ? StoredPause[]
    : ThreadTables['platform.visit'][Column]
}
