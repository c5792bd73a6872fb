import type { InputOf } from '#kernel/operation'
import { CountedRefusal, orRefuse, Refusal } from '#kernel/refusal'
import { newId, requirePerson, type Tx } from '#platform/context'
import { deliver } from '#platform/notify'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import {
  CODE_MINUTES,
  CODE_TRIES_MAX,
  checkCode,
  checkSend,
  codeExpiresAt,
  DAY_MS,
  HOUR_MS,
  resendAt,
} from '../rules/one-time-code.ts'
import { hashCode, hashPhone, isSame, newCode } from '../secret.ts'
import * as store from '../store/code.ts'

const SECOND_MS = 1_000

/** What is not district data still needs a district: deliveries and persons are made in it. */
export const requireDistrict = (tx: Tx): void => {
  if (tx.districtId === 0) throw new Refusal('request.district_unknown')
}

/** Sends a code. What it answers depends on what was sent to the phone before, never on whether the phone is known. */
export const sendCode = async (tx: Tx, input: InputOf<typeof contract.sendCode>) => {
  requireDistrict(tx)
  if (input.purpose === 'changePhone') requirePerson(tx)
  const now = tx.now()
  const phoneHash = hashPhone(tx, input.phone)
  await store.lockSending(tx, phoneHash)
  const facts = await store.findSentBefore(tx, {
    phoneHash,
    address: tx.origin.address,
    phoneSince: new Date(now.getTime() - DAY_MS),
    addressSince: new Date(now.getTime() - HOUR_MS),
  })
  const waitMs = facts.lastSentAt ? resendAt(facts.lastSentAt).getTime() - now.getTime() : 0
  orRefuse(checkSend(facts, now), { seconds: Math.max(0, Math.ceil(waitMs / SECOND_MS)) })
  const id = newId(tx)
  const code = newCode()
  const expiresAt = codeExpiresAt(now)
  await store.insertCode(tx, {
    id,
    phone_hash: phoneHash,
    purpose: input.purpose,
    code_hash: hashCode(tx, id, code),
    address: tx.origin.address,
    created_at: now,
    expires_at: expiresAt,
  })
  await deliver(
    tx,
    'sms',
    input.phone,
    say(tx.language, `identity:sms.${input.purpose}`, { code, minutes: CODE_MINUTES }),
  )
  return {
    expiresAt: expiresAt.toISOString(),
    resendAt: resendAt(now).toISOString(),
    privacyVersion: contract.privacyVersion,
  }
}

/**
 * Spends the code that was sent last to this phone. A wrong try is counted although the act is undone; the fifth spends
 * the code. Refuses with `identity.code_wrong` (also for a phone to which nothing was sent) or `identity.too_many_tries`.
 */
export const spendCode = async (tx: Tx, phone: string, purpose: contract.CodePurpose, typed: string): Promise<void> => {
  const row = await store.lockLastCode(tx, hashPhone(tx, phone), purpose)
  const facts = row ? { expiresAt: row.expires_at, usedAt: row.used_at, failedCount: row.failed_count } : null
  orRefuse(checkCode(facts, tx.now()), { seconds: 0, tries: CODE_TRIES_MAX })
  if (!row) return
  if (!isSame(row.code_hash, hashCode(tx, row.id, typed))) {
    await store.countFailedTry(tx, row.id)
    throw new CountedRefusal('identity.code_wrong')
  }
  await store.useCode(tx, row.id)
}
