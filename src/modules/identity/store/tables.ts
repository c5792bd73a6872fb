import type { Generated, Selectable } from 'kysely'
import type { Tx } from '#platform/context'
import type { CodePurpose, genders, Opening, personLanguages } from '../contract.ts'

export type IdentityTables = {
  'identity.account': {
    id: string
    phone_hash: Buffer | null
    phone_sealed: Buffer | null
    password_hash: string | null
    totp_secret: Buffer | null
    totp_pending_secret: Buffer | null
    totp_confirmed_at: Date | null
    totp_last_step: number | null
    recovery_codes: Generated<Buffer[]>
    created_at: Date
    closed_at: Date | null
  }
  'identity.person': {
    district_id: number
    id: string
    name: string
    name_key: string
    name_folded: string
    name_tokens: string
    phone_hash: Buffer | null
    phone_sealed: Buffer | null
    place_id: number
    place_path: string
    address_sealed: Buffer | null
    gender: (typeof genders)[number] | null
    born_on: string | null
    is_party_member: boolean
    language: (typeof personLanguages)[number]
    created_at: Date
    version: Generated<number>
    erased_at: Date | null
  }
  'identity.membership': { account_id: string; district_id: number; person_id: string; created_at: Date }
  'identity.session': {
    token_hash: Buffer
    id: string
    account_id: string
    district_id: number
    person_id: string
    opened_by: Opening
    created_at: Date
    seen_at: Date
    expires_at: Date
    second_factor_at: Date | null
    ended_at: Date | null
    device: string
    address: string
  }
  'identity.one_time_code': {
    id: string
    phone_hash: Buffer
    purpose: CodePurpose
    code_hash: Buffer
    address: string
    created_at: Date
    expires_at: Date
    used_at: Date | null
    failed_count: Generated<number>
  }
  'identity.lockout': {
    phone_hash: Buffer
    kind: 'password' | 'secondFactor'
    failed_count: number
    failed_at: Date
    locked_until: Date | null
  }
  'identity.passkey': {
    credential_id: string
    account_id: string
    public_key: Buffer
    counter: number
    transports: string[]
    name: string
    created_at: Date
    used_at: Date | null
  }
  'identity.challenge': {
    id: string
    account_id: string | null
    challenge: string
    purpose: 'register' | 'signIn'
    expires_at: Date
  }
  'identity.consent': {
    district_id: number
    id: string
    person_id: string
    purpose: string
    text_version: string
    given_at: Date
    withdrawn_at: Date | null
  }
}

export type AccountRow = Selectable<IdentityTables['identity.account']>
export type SessionRow = Selectable<IdentityTables['identity.session']>
export type CodeRow = Selectable<IdentityTables['identity.one_time_code']>
export type LockoutRow = Selectable<IdentityTables['identity.lockout']>
export type PasskeyRow = Selectable<IdentityTables['identity.passkey']>
export type ConsentRow = Selectable<IdentityTables['identity.consent']>

export const tables = (tx: Pick<Tx, 'db'>) => tx.db.withTables<IdentityTables>()
