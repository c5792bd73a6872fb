import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Tx } from '../context.ts'
import { foldText } from './fold.ts'
import { searchQuery, searchTokens } from './tokens.ts'

/** Something that can be found by words. */
export interface Document {
  readonly kind: string
  readonly id: string
  readonly title: string
  readonly body: string
  readonly placePath: string
  readonly at: Date
}

/** The statement that puts things into the search, or brings them up to date. Each id once; some hundred at most. */
export const indexingOf = (tx: Tx, documents: readonly Document[]): CompiledQuery => {
  const rows = documents.map((document) => {
    const text = `${document.title} ${document.body}`
    return sql`(${tx.districtId}, ${document.kind}, ${document.id}::uuid, ${document.title}, ${document.body}, ${foldText(text)},
      array_to_tsvector(${searchTokens(text)}::text[]), ${document.placePath}, ${document.at}::timestamptz)`
  })
  return sql`
    insert into platform.document (district_id, kind, id, title, body, folded, tokens, place_path, at)
    values ${sql.join(rows)}
    on conflict (district_id, kind, id) do update set title = excluded.title, body = excluded.body,
      folded = excluded.folded, tokens = excluded.tokens, place_path = excluded.place_path, at = excluded.at
  `.compile(tx.db)
}

/** Puts a thing into the search, or brings it up to date. */
export const indexDocument = async (tx: Tx, document: Document): Promise<void> => {
  await tx.db.executeQuery(indexingOf(tx, [document]))
}

/**
 * The ids of the things of a kind that hold all the words, as a subquery for a list of a module: `id in (…)`. Null when
 * nothing that can be searched was typed.
 */
export const idsWithWords = (tx: Tx, kind: string, words: string): RawBuilder<string> | null => {
  const query = searchQuery(words)
  return query
    ? sql<string>`(select document.id from platform.document where document.district_id = ${tx.districtId}
        and document.kind = ${kind} and document.tokens @@ ${query.tsquery}::tsquery
        and document.folded like all(${[...query.like]}::text[]))`
    : null
}

export interface Hit {
  readonly kind: string
  readonly id: string
  readonly title: string
  readonly body: string
  readonly at: Date
}

export interface SearchFilter {
  readonly words: string
  readonly kinds?: readonly string[] | undefined
  /** Only things within one of these places; undefined means all the district. */
  readonly placePaths?: readonly string[] | undefined
  /** Only what comes after this hit in the order of the answer. */
  readonly after?: Pick<Hit, 'at' | 'id'> | undefined
  readonly limit: number
}

const BODY_SHOWN_LENGTH = 120

/** The newest things that hold all the words. Complete: whatever LIKE would find is found. */
export const findDocuments = async (tx: Tx, filter: SearchFilter): Promise<Hit[]> => {
  const query = searchQuery(filter.words)
  if (!query) return []
  const kinds = filter.kinds ? sql`and kind = any(${[...filter.kinds]}::text[])` : sql``
  const prefixes = filter.placePaths?.map((path) => `${path}%`)
  const places = prefixes ? sql`and place_path like any(${prefixes}::text[])` : sql``
  const rest = filter.after ? sql`and (at, id) < (${filter.after.at}::timestamptz, ${filter.after.id}::uuid)` : sql``
  const { rows } = await sql<Hit>`
    select kind, id, title, left(body, ${BODY_SHOWN_LENGTH}) as body, at from platform.document
    where district_id = ${tx.districtId} and tokens @@ ${query.tsquery}::tsquery
      and folded like all(${[...query.like]}::text[]) ${kinds} ${places} ${rest}
    order by at desc, id desc limit ${filter.limit}
  `.execute(tx.db)
  return rows
}
