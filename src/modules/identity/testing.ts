import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import type { z } from 'zod'
import type { Operation, OutputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { anyone, type Role, system } from '#kernel/role'
import type { PlaceRow } from '#modules/places'
import type { TestDistrict } from '#modules/places/testing'
import { type Ctx, inTransaction, newId } from '#platform/context'
import type { TestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { hashPassword, sealText } from './secret.ts'
import { findActor } from './service/actor.ts'
import { sealedAddress, sealedPhone } from './service/person.ts'
import { ensureAccount } from './service/sign-in.ts'
import { insertMembership, updateAccount } from './store/account.ts'
import { insertConsent, insertPersons, type PersonRow } from './store/person.ts'

/** A number that no network gives out (100…), different with every call. */
export const newPhone = (): string => `100${String(randomInt(10 ** 8)).padStart(8, '0')}`

export interface PersonDraft {
  readonly name?: string
  readonly phone?: string | null
  readonly address?: string
  readonly bornOn?: string
  /** The community when left out. */
  readonly place?: PlaceRow
}

/** A person of the district, as if staff had entered it. */
export const buildPerson = (
  platform: TestPlatform,
  district: TestDistrict,
  over: PersonDraft = {},
): Promise<PersonRow> =>
  inTransaction(platform.as(system, district.id), async (tx) => {
    const place = over.place ?? district.community
    const [person] = await insertPersons(tx, [
      {
        id: newId(tx),
        name: over.name ?? '王小芳',
        ...sealedPhone(tx, over.phone === undefined ? newPhone() : over.phone),
        place_id: place.id,
        place_path: place.path,
        ...sealedAddress(tx, over.address ?? null),
        gender: null,
        born_on: over.bornOn ?? null,
        is_party_member: false,
        language: 'zh-CN',
      },
    ])
    return person as PersonRow // one in, one out
  })

export interface TestAccount {
  readonly id: string
  readonly person: PersonRow
  readonly phone: string
  readonly password: string
  /** The code that the authenticator app shows at an instant; for an account with `totp`. */
  readonly totpAt: (at: Date) => string
}

/** A person who has signed in before: with consent, and when asked for with password and authenticator app. */
export const buildAccount = async (
  platform: TestPlatform,
  district: TestDistrict,
  over: Omit<PersonDraft, 'phone'> & {
    readonly phone?: string
    readonly password?: boolean
    readonly totp?: boolean
  } = {},
): Promise<TestAccount> => {
  const phone = over.phone ?? newPhone()
  const password = `crab-apple ${randomInt(10 ** 9)}`
  const secret = new Secret({ size: 20 })
  const person = await buildPerson(platform, district, { ...over, phone })
  const id = await inTransaction(platform.as(system, district.id), async (tx) => {
    const account = await ensureAccount(tx, phone)
    await insertMembership(tx, account.id, person.id)
    await insertConsent(tx, {
      id: newId(tx),
      person_id: person.id,
      purpose: 'privacy',
      text_version: contract.privacyVersion,
      given_at: tx.now(),
    })
    await updateAccount(tx, account.id, {
      password_hash: over.password ? await hashPassword(password) : null,
      ...(over.totp ? { totp_secret: sealText(tx, secret.base32), totp_confirmed_at: tx.now() } : {}),
    })
    return account.id
  })
  return { id, person, phone, password, totpAt: (at) => TOTP.generate({ secret, timestamp: at.getTime() }) }
}

/** Gives somebody a post, written straight into the tables: the module of posts stands below this one. */
export const holdPost = (
  platform: TestPlatform,
  district: TestDistrict,
  personId: string,
  role: Role,
  over: { readonly place?: PlaceRow; readonly startsOn?: string; readonly endsOn?: string } = {},
): Promise<void> =>
  inTransaction(platform.as(system, district.id), async (tx) => {
    const [postId, appointmentId] = [newId(tx), newId(tx)]
    const place = over.place ?? district.community
    await sql`
      insert into posts.post (district_id, id, role, title, place_id, place_path, created_at)
      values (${district.id}, ${postId}, ${role}, ${role}, ${place.id}, ${place.path}, ${tx.now()})
    `.execute(tx.db)
    await sql`
      insert into posts.appointment (district_id, id, post_id, person_id, manner, starts_on, ends_on, created_at)
      values (${district.id}, ${appointmentId}, ${postId}, ${personId}, 'full', ${over.startsOn ?? '2020-01-01'},
        ${over.endsOn ?? null}, ${tx.now()})
    `.execute(tx.db)
  })

/** The code in the last SMS to a phone. */
export const lastCode = (platform: TestPlatform, districtId: number, phone: string): Promise<string> =>
  inTransaction(platform.as(system, districtId), async (tx) => {
    const { rows } = await sql<{ body: string }>`
      select body from platform.delivery where district_id = ${districtId} and recipient = ${phone}
      order by created_at desc, id desc limit 1
    `.execute(tx.db)
    return /\d{6}/.exec(rows[0]?.body ?? '')?.[0] ?? ''
  })

/** What came of it, to compare answers as a whole: `ok`, or the code of the refusal with its data. Bugs are thrown on. */
export const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (thrown: unknown) => {
      if (!(thrown instanceof Refusal)) throw thrown
      return Object.keys(thrown.data).length === 0 ? thrown.code : `${thrown.code} ${JSON.stringify(thrown.data)}`
    },
  )

/** A browser that keeps its session cookie, and whose every act is asked for as the server would. */
export interface TestBrowser {
  token: string | null
  ctx(over?: Partial<Ctx>): Promise<Ctx>
  perform<Op extends Operation>(operation: Op, input: z.input<Op['input']>, over?: Partial<Ctx>): Promise<OutputOf<Op>>
}

const SITE = 'https://gongzhi.example'

export const openBrowser = (platform: TestPlatform, districtId: number, token: string | null = null): TestBrowser => {
  const browser: TestBrowser = {
    token,
    ctx: async (over = {}) => {
      const identified = browser.token ? await findActor(platform.services, browser.token, platform.now()) : null
      const cookie = {
        issue: (issued: string) => {
          browser.token = issued
        },
        clear: () => {
          browser.token = null
        },
      }
      return platform.as(identified?.actor ?? anyone, identified?.districtId ?? districtId, {
        cookie,
        origin: { address: '192.0.2.1', device: 'a test', site: SITE },
        sessionId: identified?.sessionId ?? null,
        ...over,
      })
    },
    perform: async (operation, input, over) =>
      platform.services.operations.perform(await browser.ctx(over), operation, input),
  }
  return browser
}

/** A browser in which somebody has signed in with a code; consent is given. */
export const signInByCode = async (platform: TestPlatform, districtId: number, phone: string): Promise<TestBrowser> => {
  const browser = openBrowser(platform, districtId)
  await browser.perform(contract.sendCode, { phone })
  const code = await lastCode(platform, districtId, phone)
  await browser.perform(contract.signIn, { phone, code, privacyVersion: contract.privacyVersion })
  return browser
}

/** A browser in which somebody of `buildAccount({ password, totp })` has signed in with both factors. */
export const signInAsStaff = async (
  platform: TestPlatform,
  districtId: number,
  account: TestAccount,
): Promise<TestBrowser> => {
  const browser = openBrowser(platform, districtId)
  await browser.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
  await browser.perform(contract.confirmSecondFactor, { code: account.totpAt(platform.now()) })
  return browser
}
