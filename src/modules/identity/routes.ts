import type { Page } from '#kernel/page'
import { findPlaces } from '#modules/places'
import type { Tx } from '#platform/context'
import { handle, handleStream, handleUpload } from '#platform/module'
import * as contract from './contract.ts'
import { presentAccess, presentPasskey, presentPerson, presentSession } from './present.ts'
import * as access from './service/access.ts'
import { sendCode } from './service/code.ts'
import * as credential from './service/credential.ts'
import * as imports from './service/import.ts'
import * as me from './service/me.ts'
import { namesOf } from './service/names.ts'
import * as passkey from './service/passkey.ts'
import * as person from './service/person.ts'
import * as session from './service/session.ts'
import * as signIn from './service/sign-in.ts'
import type { AccessRow } from './store/access.ts'
import { type PersonRow, personsWithAccount } from './store/person.ts'

/** Persons with what is known of them elsewhere: the names of their places, whether they have an account. */
const presentPersons = async (tx: Tx, rows: readonly PersonRow[]): Promise<contract.Person[]> => {
  const places = await findPlaces(tx, [...new Set(rows.map((row) => row.place_id))])
  const nameById = new Map(places.map((place) => [place.id, place.name]))
  const withAccount = await personsWithAccount(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) =>
    presentPerson(tx, row, { placeName: nameById.get(row.place_id) ?? '', hasAccount: withAccount.has(row.id) }),
  )
}

const presentOne = async (tx: Tx, row: PersonRow): Promise<contract.Person> => {
  const [presented] = await presentPersons(tx, [row])
  return presented as contract.Person // one in, one out
}

const presentLooks = async (tx: Tx, page: Page<AccessRow>, how: 'name' | 'masked') => {
  const names = await namesOf(
    tx,
    page.items.flatMap((row) => [row.person_id, row.subject_id]),
  )
  return { ...page, items: page.items.map((row) => presentAccess(row, names, how)) }
}

const sessions = [
  handle(contract.sendCode, sendCode),
  handle(contract.signIn, signIn.signIn),
  handle(contract.signInWithPassword, signIn.signInWithPassword),
  handle(contract.signInWithPasskey, passkey.signInWithPasskey),
  handle(contract.confirmSecondFactor, credential.confirmSecondFactor),
  handle(contract.signOut, async (tx) => {
    await session.signOut(tx)
    return {}
  }),
  handle(contract.listSessions, async (tx, input) => {
    const page = await session.listSessions(tx, input)
    return { ...page, items: page.items.map((row) => presentSession(tx, row)) }
  }),
  handle(contract.endSession, async (tx, input) => {
    await session.endSession(tx, input)
    return {}
  }),
  handle(contract.endOtherSessions, async (tx) => ({ endedCount: await session.endOtherSessions(tx) })),
  handle(contract.switchDistrict, session.switchDistrict),
]

const credentials = [
  handle(contract.setPassword, credential.setPassword),
  handle(contract.enrolTotp, credential.enrolTotp),
  handle(contract.confirmTotp, credential.confirmTotp),
  handle(contract.renewRecoveryCodes, async (tx) => ({ recoveryCodes: await credential.renewRecoveryCodes(tx) })),
  handle(contract.preparePasskey, passkey.preparePasskey),
  handle(contract.addPasskey, async (tx, input) => {
    const added = await passkey.addPasskey(tx, input)
    return { ...added, passkey: presentPasskey(added.passkey) }
  }),
  handle(contract.listPasskeys, async (tx) => ({ items: (await passkey.listPasskeys(tx)).map(presentPasskey) })),
  handle(contract.removePasskey, async (tx, input) => {
    await passkey.removePasskey(tx, input)
    return {}
  }),
  handle(contract.challengePasskey, passkey.challengePasskey),
]

const mine = [
  handle(contract.findMe, me.findMe),
  handle(contract.updateMe, async (tx, input) => ({ version: (await me.updateMe(tx, input)).version })),
  handle(contract.changeMyPhone, async (tx, input) => {
    await me.changeMyPhone(tx, input)
    return {}
  }),
  handleStream(contract.exportMe, me.exportMe),
  handle(contract.eraseMe, async (tx, input) => {
    await me.eraseMe(tx, input)
    return {}
  }),
  handle(contract.listMyAccess, async (tx, input) => presentLooks(tx, await access.listMyAccess(tx, input), 'masked')),
]

const ofStaff = [
  handle(contract.listPersons, async (tx, input) => {
    const page = await person.listPersons(tx, input)
    return { ...page, items: await presentPersons(tx, page.items) }
  }),
  handle(contract.findPerson, async (tx, input) => presentOne(tx, await person.findPerson(tx, input.id))),
  handle(contract.revealField, async (tx, input) => ({ value: await person.revealField(tx, input) })),
  handle(contract.createPerson, async (tx, input) => presentOne(tx, await person.createPerson(tx, input))),
  handle(contract.updatePerson, async (tx, input) => presentOne(tx, await person.updatePerson(tx, input))),
  handle(contract.resetCredentials, async (tx, input) => presentOne(tx, await person.resetCredentials(tx, input))),
  handleUpload(contract.previewImport, imports.previewImport),
  handleUpload(contract.commitImport, imports.commitImport),
  handle(contract.listAccess, async (tx, input) => presentLooks(tx, await access.listAccess(tx, input), 'name')),
]

export const operations = [...sessions, ...credentials, ...mine, ...ofStaff]
