import { type Selectable, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { foldText, nameSearchText, pinyinKey, searchQuery, searchTokens } from '#platform/search'
import { type ConsentRow, type IdentityTables, tables } from './tables.ts'

const PERSON_COLUMNS = [
  'district_id',
  'id',
  'name',
  'name_key',
  'phone_hash',
  'phone_sealed',
  'place_id',
  'place_path',
  'address_sealed',
  'gender',
  'born_on',
  'is_party_member',
  'language',
  'created_at',
  'version',
  'erased_at',
] as const
/** What of a person is read; the columns of the search stay in the database. */
export type PersonRow = Pick<Selectable<IdentityTables['identity.person']>, (typeof PERSON_COLUMNS)[number]>
export type NewPerson = Omit<PersonRow, 'district_id' | 'id' | 'name_key' | 'created_at' | 'version' | 'erased_at'>

/** A name with what it is sorted and found by. */
const naming = (name: string) => {
  const searched = nameSearchText(name)
  return {
    name,
    name_key: pinyinKey(name),
    name_folded: foldText(searched),
    name_tokens: sql<string>`array_to_tsvector(${searchTokens(searched)}::text[])`,
  }
}

export const findPerson = (tx: Tx, id: string): Promise<PersonRow | undefined> =>
  tables(tx)
    .selectFrom('identity.person')
    .select(PERSON_COLUMNS)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

export const lockPerson = (tx: Tx, id: string): Promise<PersonRow | undefined> =>
  tables(tx)
    .selectFrom('identity.person')
    .select(PERSON_COLUMNS)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const findPersons = (tx: Tx, ids: readonly string[]): Promise<PersonRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('identity.person')
        .select(PERSON_COLUMNS)
        .where('district_id', '=', tx.districtId)
        .where('id', 'in', ids)
        .execute()

export const findPersonsByPhone = (tx: Tx, phoneHashes: readonly Buffer[]): Promise<PersonRow[]> =>
  phoneHashes.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('identity.person')
        .select(PERSON_COLUMNS)
        .where('district_id', '=', tx.districtId)
        .where('phone_hash', 'in', phoneHashes)
        .execute()

/** Those of a place who have no phone and one of these names. */
export const findPersonsWithoutPhone = (tx: Tx, placeId: number, names: readonly string[]): Promise<PersonRow[]> =>
  names.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('identity.person')
        .select(PERSON_COLUMNS)
        .where('district_id', '=', tx.districtId)
        .where('place_id', '=', placeId)
        .where('phone_hash', 'is', null)
        .where('erased_at', 'is', null)
        .where('name', 'in', names)
        .execute()

export interface PersonFilter {
  /** Only within these places; each a path. */
  readonly placePaths: readonly string[]
  readonly phoneHash?: Buffer | undefined
  readonly words?: string | undefined
  readonly after: readonly [nameKey: string, id: string] | null
  readonly limit: number
}

/** Persons in pinyin order, those who were erased left out; one more than asked when there is a next page. */
export const listPersons = (tx: Tx, filter: PersonFilter): Promise<PersonRow[]> => {
  const below = filter.placePaths.map((path) => `${path}%`)
  let query = tables(tx)
    .selectFrom('identity.person')
    .select(PERSON_COLUMNS)
    .where('district_id', '=', tx.districtId)
    .where('erased_at', 'is', null)
    .where(sql<boolean>`place_path like any(${below}::text[])`)
  if (filter.phoneHash) query = query.where('phone_hash', '=', filter.phoneHash)
  const words = filter.words ? searchQuery(filter.words) : undefined
  if (words) {
    query = query.where(
      sql<boolean>`name_tokens @@ ${words.tsquery}::tsquery and name_folded like all(${[...words.like]}::text[])`,
    )
  }
  if (filter.after) query = query.where(sql<boolean>`(name_key, id) > (${filter.after[0]}, ${filter.after[1]}::uuid)`)
  return query
    .orderBy('name_key')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
}

/** Inserts persons with ids made by the caller. Answers them in no particular order. */
export const insertPersons = (
  tx: Tx,
  persons: readonly (NewPerson & { readonly id: string })[],
): Promise<PersonRow[]> =>
  tables(tx)
    .insertInto('identity.person')
    .values(
      persons.map((person) => ({
        ...person,
        ...naming(person.name),
        district_id: tx.districtId,
        created_at: tx.now(),
        erased_at: null,
      })),
    )
    .returning(PERSON_COLUMNS)
    .execute()

/** Changes a person and counts the version up. */
export const updatePerson = (
  tx: Tx,
  id: string,
  change: Partial<NewPerson> & { readonly erased_at?: Date },
): Promise<PersonRow> => {
  const { name, ...rest } = change
  return tables(tx)
    .updateTable('identity.person')
    .set((person) => ({
      ...rest,
      ...(name === undefined ? {} : naming(name)),
      version: person('version', '+', 1),
    }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returning(PERSON_COLUMNS)
    .executeTakeFirstOrThrow()
}

/** The places within a place to which persons belong, by their paths as they were copied. */
export const placesOfPersonsWithin = async (tx: Tx, path: string): Promise<number[]> => {
  const rows = await tables(tx)
    .selectFrom('identity.person')
    .select('place_id')
    .distinct()
    .where('district_id', '=', tx.districtId)
    .where('place_path', 'like', `${path}%`)
    .execute()
  return rows.map((row) => row.place_id)
}

/** Persons of one place belong to another, or to the same under its new path. No change of theirs, so the version stays. */
export const movePersons = async (
  tx: Tx,
  fromId: number,
  to: { readonly id: number; readonly path: string },
): Promise<void> => {
  await tables(tx)
    .updateTable('identity.person')
    .set({ place_id: to.id, place_path: to.path })
    .where('district_id', '=', tx.districtId)
    .where('place_id', '=', fromId)
    .execute()
}

/** Which of these persons have an account. */
export const personsWithAccount = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set()
  const rows = await tables(tx)
    .selectFrom('identity.membership')
    .select('person_id')
    .where('district_id', '=', tx.districtId)
    .where('person_id', 'in', ids)
    .execute()
  return new Set(rows.map((row) => row.person_id))
}

// Consent ---------------------------------------------------------------------------------------------------------------

/** What a person agreed to, newest first. */
export const listConsents = (tx: Tx, personId: string): Promise<ConsentRow[]> =>
  tables(tx)
    .selectFrom('identity.consent')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .orderBy('given_at', 'desc')
    .execute()

export const insertConsent = async (
  tx: Tx,
  consent: Omit<ConsentRow, 'district_id' | 'withdrawn_at'>,
): Promise<void> => {
  await tables(tx)
    .insertInto('identity.consent')
    .values({ ...consent, district_id: tx.districtId, withdrawn_at: null })
    .execute()
}

export const withdrawConsents = async (tx: Tx, personId: string): Promise<void> => {
  await tables(tx)
    .updateTable('identity.consent')
    .set({ withdrawn_at: tx.now() })
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .where('withdrawn_at', 'is', null)
    .execute()
}

/** Takes away what the platform itself keeps about a person: notices, settings, views, answers, SMS to the phone. */
export const deleteTraces = async (tx: Tx, personId: string, phone: string | null): Promise<void> => {
  for (const table of ['notice', 'notice_setting', 'saved_view', 'request']) {
    await sql`delete from platform.${sql.ref(table)} where district_id = ${tx.districtId} and person_id = ${personId}`.execute(
      tx.db,
    )
  }
  await sql`delete from platform.delivery where district_id = ${tx.districtId} and recipient = ${phone}`.execute(tx.db)
}
