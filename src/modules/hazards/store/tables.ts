import type { ColumnType, Selectable } from 'kysely'
import type { Tx } from '#platform/context'
import type { HazardStage, HazardState, ItemResult, Risk, Severity } from '../contract.ts'

interface StoredPair {
  readonly siteId: string
  readonly inspectorIds: readonly string[]
}

export type HazardTables = {
  'hazards.problem_class': {
    district_id: number
    id: string
    number: number
    name: string | null
    created_at: Date
    version: number
  }
  'hazards.problem_kind': {
    district_id: number
    id: string
    class_id: string
    number: number
    name: string | null
    points: string | null
    severity: Severity
    category_id: number | null
    valid_from: string
    valid_to: string | null
    version: number
  }
  'hazards.site_kind': {
    district_id: number
    id: string
    name: string
    is_small: boolean
    position: number
    ended_on: string | null
  }
  'hazards.site': {
    district_id: number
    id: string
    name: string
    name_key: string
    kind_id: string
    place_id: number
    place_path: string
    address: string | null
    longitude: number | null
    latitude: number | null
    responsible_name: string | null
    responsible_phone: string | null
    organization_id: string | null
    risk: Risk
    checked_at: Date | null
    created_at: Date
    closed_on: string | null
    version: number
  }
  'hazards.campaign': {
    district_id: number
    id: string
    name: string
    purpose: string | null
    starts_on: string
    ends_on: string
    place_ids: number[]
    place_paths: string[]
    kind_ids: string[]
    site_kind_ids: string[]
    target_count: number | null
    created_at: Date
    ended_at: Date | null
    version: number
  }
  'hazards.draw': {
    district_id: number
    id: string
    campaign_id: string
    seed: string
    site_ids: string[]
    inspector_ids: string[]
    site_count: number
    inspectors_each: number
    result: ColumnType<StoredPair[], string, string>
    drawn_at: Date
    drawn_by_person_id: string | null
  }
  'hazards.task': {
    district_id: number
    id: string
    campaign_id: string | null
    draw_id: string | null
    site_id: string
    place_path: string
    inspector_ids: string[]
    due_on: string
    state: 'waiting' | 'done' | 'cancelled'
    inspection_id: string | null
    created_at: Date
  }
  'hazards.inspection': {
    district_id: number
    id: string
    number: string
    site_id: string
    place_id: number
    place_path: string
    campaign_id: string | null
    inspector_person_id: string
    co_inspector_ids: string[]
    inspected_at: Date
    recorded_at: Date
    longitude: number | null
    latitude: number | null
    meters_from_site: number | null
    words: string | null
    files: string[]
    hazard_count: number
  }
  'hazards.inspection_item': {
    district_id: number
    inspection_id: string
    kind_id: string
    kind_name: string
    result: ItemResult
  }
  'hazards.hazard': {
    district_id: number
    id: string
    number: string
    inspection_id: string
    site_id: string
    campaign_id: string | null
    class_id: string
    kind_id: string
    kind_name: string
    words: string
    severity: Severity
    state: HazardState
    stage: HazardStage
    is_open: boolean
    is_on_the_spot: boolean
    place_id: number
    place_path: string
    organization_id: string | null
    responsible_person_id: string | null
    found_by_person_id: string
    found_at: Date
    notice_number: string | null
    notice_count: number
    noticed_at: Date | null
    measures: string | null
    limit_days: number | null
    rectified_by_person_id: string | null
    rectified_at: Date | null
    failed_count: number
    offence_number: number
    extension_days: number | null
    extension_by_person_id: string | null
    extension_count: number
    case_id: string | null
    escalation_count: number
    closed_at: Date | null
    entry_count: number
    due_at: Date | null
    is_paused: boolean
    late_told_at: Date | null
    version: number
  }
}

export type ClassRow = Selectable<HazardTables['hazards.problem_class']>
export type KindRow = Selectable<HazardTables['hazards.problem_kind']>
export type SiteKindRow = Selectable<HazardTables['hazards.site_kind']>
export type SiteRow = Selectable<HazardTables['hazards.site']>
export type CampaignRow = Selectable<HazardTables['hazards.campaign']>
export type DrawRow = Selectable<HazardTables['hazards.draw']>
export type TaskRow = Selectable<HazardTables['hazards.task']>
export type InspectionRow = Selectable<HazardTables['hazards.inspection']>
export type ItemRow = Selectable<HazardTables['hazards.inspection_item']>
export type HazardRow = Selectable<HazardTables['hazards.hazard']>

export const tables = (tx: Tx) => tx.db.withTables<HazardTables>()
