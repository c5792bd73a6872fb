import { sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { MarkRow } from './tables.ts'

const MARK_SHAPE = sql`(case_id uuid, measure text, number int, on_day date, place_id int, place_path text,
  category_id bigint, organization_id uuid, channel text, person_id uuid, role text, minutes int)`
const SAME_KEY = sql`rolled.on_day = difference.on_day and rolled.measure = difference.measure
  and rolled.place_id = difference.place_id and rolled.category_id = difference.category_id
  and rolled.organization_id = difference.organization_id and rolled.channel = difference.channel`
const MARK_COLUMNS = sql`case_id, measure, number, on_day, place_id, place_path, category_id, organization_id, channel,
  person_id, role, minutes`

/** One at a time moves the sums of a district: what follows is short, and nobody waits for another in a ring. */
const lockSums = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('indicators.rollup'), ${tx.districtId}::int)`.execute(tx.db)
}

/**
 * Puts these marks in the place of all that these cases had, and moves the sums by the difference. The cases are locked
 * by the caller.
 */
export const replaceMarks = async (tx: Tx, caseIds: readonly string[], marks: readonly MarkRow[]): Promise<void> => {
  await lockSums(tx)
  const { rows } = await sql`
    delete from indicators.mark where district_id = ${tx.districtId} and case_id = any(${[...caseIds]}::uuid[])
    returning ${MARK_COLUMNS}`.execute(tx.db)
  await sql`
    insert into indicators.mark (district_id, ${MARK_COLUMNS})
    select ${tx.districtId}, ${MARK_COLUMNS} from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as line ${MARK_SHAPE}`.execute(
    tx.db,
  )
  await sql`
    with difference as (
      select on_day, measure, place_id, category_id, organization_id, channel, max(place_path) as place_path,
        sum(sign)::int as count, sum(sign * minutes)::bigint as minutes
      from (
        select 1 as sign, line.* from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as line ${MARK_SHAPE}
        union all
        select -1, line.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line ${MARK_SHAPE}) as changed
      group by on_day, measure, place_id, category_id, organization_id, channel
      having sum(sign) <> 0 or sum(sign * minutes) <> 0),
    known as (
      update indicators.case_rollup as rolled
      set count = rolled.count + difference.count, minutes = rolled.minutes + difference.minutes
      from difference
      where rolled.district_id = ${tx.districtId} and ${SAME_KEY}
      returning rolled.on_day, rolled.measure, rolled.place_id, rolled.category_id, rolled.organization_id, rolled.channel)
    insert into indicators.case_rollup
      (district_id, on_day, measure, place_id, category_id, organization_id, channel, place_path, count, minutes)
    select ${tx.districtId}, on_day, measure, place_id, category_id, organization_id, channel, place_path, count, minutes
    from difference
    where not exists (select 1 from known as rolled where ${SAME_KEY})`.execute(tx.db)
}

export interface RollupLine {
  readonly key: string
  readonly count: number
  readonly minutes: number
}

const lines = sql`on_day::text || ' ' || measure || ' ' || place_id || ' ' || category_id || ' ' || organization_id || ' ' || channel`

/** The sums as they are kept, or as the marks of this instant give them; for the comparison of both. */
export const readSums = async (tx: Tx, from: 'kept' | 'marks'): Promise<readonly RollupLine[]> => {
  const query =
    from === 'kept'
      ? sql<RollupLine>`select ${lines} as key, count, minutes::int as minutes from indicators.case_rollup
          where district_id = ${tx.districtId} and count > 0 order by 1`
      : sql<RollupLine>`select ${lines} as key, count(*)::int as count, sum(minutes)::int as minutes from indicators.mark
          where district_id = ${tx.districtId} group by 1 order by 1`
  return (await query.execute(tx.db)).rows
}

/** Forgets the sums of a district; the marks give them again. Nobody counts meanwhile. */
export const sumAgain = async (tx: Tx): Promise<void> => {
  await lockSums(tx)
  await sql`delete from indicators.case_rollup where district_id = ${tx.districtId}`.execute(tx.db)
  await sql`
    insert into indicators.case_rollup
      (district_id, on_day, measure, place_id, category_id, organization_id, channel, place_path, count, minutes)
    select district_id, on_day, measure, place_id, category_id, organization_id, channel, max(place_path), count(*), sum(minutes)
    from indicators.mark where district_id = ${tx.districtId}
    group by district_id, on_day, measure, place_id, category_id, organization_id, channel`.execute(tx.db)
}

export const sweptUntil = async (tx: Tx): Promise<Date | null> => {
  const { rows } = await sql<{ swept_until: Date }>`
    select swept_until from indicators.sweep where district_id = ${tx.districtId}`.execute(tx.db)
  return rows[0]?.swept_until ?? null
}

export const markSwept = async (tx: Tx, until: Date): Promise<void> => {
  await sql`
    insert into indicators.sweep (district_id, swept_until) values (${tx.districtId}, ${until})
    on conflict (district_id) do update set swept_until = greatest(indicators.sweep.swept_until, excluded.swept_until)`.execute(
    tx.db,
  )
}
