import type { ColumnType } from 'kysely'

export type NotifyTables = {
  'platform.notice': {
    district_id: number
    id: string
    person_id: string
    key: string
    data: ColumnType<Record<string, unknown>, string, string>
    matter_kind: string | null
    matter_id: string | null
    is_urgent: boolean
    created_at: Date
    read_at: Date | null
    digested_at: Date | null
  }
  'platform.delivery': {
    district_id: number
    id: string
    channel: 'sms' | 'email' | 'wechat'
    recipient: string
    body: string
    created_at: Date
    sent_at: Date | null
    attempt_count: number
    fault: string | null
  }
  'platform.notice_setting': {
    district_id: number
    person_id: string
    quiet_from_minute: number
    quiet_until_minute: number
    digest_minute: number
    by_sms: boolean
  }
}
