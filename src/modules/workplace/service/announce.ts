import { contactOf } from '#modules/identity'
import { type Ctx, inTransaction, type Language, type Tx } from '#platform/context'
import { deliver } from '#platform/notify'
import { say } from '#platform/words'
import { DEFAULT_NOTICE_SETTING, mayGoOut } from '../rules/disturbance.ts'
import * as store from '../store.ts'

/** People that are looked at in one query. */
const PEOPLE_AT_ONCE = 200
/** Notices of one person that one SMS stands for. */
const NOTICES_PER_SMS_MAX = 500
/** Notices whose words stand in a digest; the rest is a number. */
const NOTICES_SAID_MAX = 3
/** Characters of one SMS: five parts of 67. */
const SMS_LENGTH_MAX = 335

/**
 * Sends what is due to the phones of people: urgent notices at once, the others as the daily digest, nothing in the quiet
 * hours of the person. One transaction a person, so that a fault with one keeps nobody else waiting. `personIds` narrows
 * it to whom something urgent was just told.
 */
export const sendDueNotices = async (ctx: Ctx, personIds: readonly string[] | null): Promise<void> => {
  let after: string | null = null
  do {
    const people: store.WaitingPerson[] = await inTransaction(ctx, (tx) =>
      store.listWaitingPeople(tx, { personIds, after, limit: PEOPLE_AT_ONCE }),
    )
    for (const person of people) {
      const oldest = { createdAt: person.oldestAt, isUrgent: person.hasUrgent }
      if (!mayGoOut(oldest, person.setting ?? DEFAULT_NOTICE_SETTING, ctx.now())) continue
      await inTransaction(ctx, (tx) => sendToOne(tx, person))
    }
    after = people.length === PEOPLE_AT_ONCE ? (people.at(-1)?.personId ?? null) : null
  } while (after)
}

const sendToOne = async (tx: Tx, person: store.WaitingPerson): Promise<void> => {
  const setting = person.setting ?? DEFAULT_NOTICE_SETTING
  const waiting = await store.lockWaitingNotices(tx, person.personId, NOTICES_PER_SMS_MAX)
  const due = waiting.filter((notice) =>
    mayGoOut({ createdAt: notice.created_at, isUrgent: notice.is_urgent }, setting, tx.now()),
  )
  if (due.length === 0) return
  await store.markDigested(
    tx,
    due.map((notice) => notice.id),
  )
  const { phone, language } = await contactOf(tx, person.personId)
  if (setting.bySms && phone) await deliver(tx, 'sms', phone, smsOf(language, due))
}

/** Urgent ones first, then the newest; as many in full as there is room for. */
const smsOf = (language: Language, notices: readonly store.NoticeRow[]): string => {
  const ordered = [...notices].sort(
    (a, b) => Number(b.is_urgent) - Number(a.is_urgent) || b.created_at.getTime() - a.created_at.getTime(),
  )
  const said = ordered.slice(0, NOTICES_SAID_MAX).map((notice) => say(language, notice.key, notice.data))
  const count = notices.length
  const key = count === 1 ? 'one' : count > said.length ? 'digestMore' : 'digest'
  const words = said.join(say(language, 'notify:sms.separator'))
  const text = say(language, `notify:sms.${key}`, { count, words })
  return text.length <= SMS_LENGTH_MAX ? text : `${text.slice(0, SMS_LENGTH_MAX - 1)}…`
}
