import { type Selectable, sql } from 'kysely'
import type { Tx } from '#platform/context'

export type TextModelTables = {
  'cases.text_model': {
    district_id: number
    id: string
    bytes: Buffer
    example_count: number
    correction_count: number
    label_count: number
    macro_f1: number
    trained_at: Date
  }
}
export type TextModelRow = Selectable<TextModelTables['cases.text_model']>

const tables = (tx: Tx) => tx.db.withTables<TextModelTables>()
const ofDistrict = (tx: Tx) => tables(tx).selectFrom('cases.text_model').where('district_id', '=', tx.districtId)

/** Which model is the newest, without its bytes. */
export const findNewestModelId = async (tx: Tx): Promise<string | null> =>
  (await ofDistrict(tx).select('id').orderBy('trained_at', 'desc').limit(1).executeTakeFirst())?.id ?? null

export const findModel = (tx: Tx, id: string): Promise<TextModelRow | undefined> =>
  ofDistrict(tx).selectAll().where('id', '=', id).executeTakeFirst()

/** A new model takes the place of those before it. */
export const replaceModel = async (tx: Tx, row: TextModelRow): Promise<void> => {
  await tables(tx).deleteFrom('cases.text_model').where('district_id', '=', tx.districtId).execute()
  await tables(tx).insertInto('cases.text_model').values(row).execute()
}

export interface ExampleRow {
  readonly text: string
  readonly category_id: number
  /** People chose another category than was set before. */
  readonly is_correction: boolean
}

/** Cases that people have filed under a category in use, the newest first. */
export const listExamples = async (tx: Tx, limit: number): Promise<ExampleRow[]> => {
  const { rows } = await sql<ExampleRow>`
    select c.title || ' ' || c.body as text, c.category_id,
      exists (select 1 from platform.entry e
        where e.district_id = c.district_id and e.matter_kind = 'case' and e.matter_id = c.id
          and e.action = 'cases.case.file' and e.data ? 'correctedFrom') as is_correction
    from cases.case_file c
    join cases.category k on k.district_id = c.district_id and k.id = c.category_id and k.valid_to is null
    where c.district_id = ${tx.districtId}
      and c.state not in ('reported', 'accepted', 'checking', 'refused', 'withdrawn', 'merged')
    order by c.reported_at desc, c.id desc
    limit ${limit}`.execute(tx.db)
  return rows
}
