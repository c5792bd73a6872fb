import type { Selectable } from 'kysely'
import type { Tx } from '#platform/context'
import type { ExclusionReason } from '../contract.ts'

export type IndicatorTables = {
  'indicators.mark': {
    district_id: number
    case_id: string
    measure: string
    number: number
    on_day: string
    place_id: number
    place_path: string
    category_id: number
    organization_id: string
    channel: string
    person_id: string | null
    role: string | null
    minutes: number
  }
  'indicators.weight': {
    district_id: number
    id: string
    valid_from: string
    response: number
    resolution: number
    satisfaction: number
    created_at: Date
    created_by_person_id: string | null
  }
  'indicators.exclusion': {
    district_id: number
    id: string
    case_id: string
    indicator_id: string
    reason: ExclusionReason
    words: string
    files: string[]
    organization_id: string | null
    place_id: number
    place_path: string
    applied_at: Date
    applied_by_person_id: string | null
    decision: 'granted' | 'denied' | null
    decision_words: string | null
    decided_at: Date | null
    decided_by_person_id: string | null
  }
}
export type MarkRow = Selectable<IndicatorTables['indicators.mark']>
export type WeightRow = Selectable<IndicatorTables['indicators.weight']>
export type ExclusionRow = Selectable<IndicatorTables['indicators.exclusion']>

export const tables = (tx: Tx) => tx.db.withTables<IndicatorTables>()

/** In keys, where there is no unit. */
export const NO_UNIT = '00000000-0000-0000-0000-000000000000'
