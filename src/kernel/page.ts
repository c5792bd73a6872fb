import { z } from 'zod'

/** Rows of one page of a list; more is asked for with the cursor. */
export const PAGE_ROWS_MAX = 100
export const PAGE_ROWS_DEFAULT = 20
const CURSOR_LENGTH_MAX = 400

/** The part of a list request that is the same everywhere. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
  cursor: z.string().max(CURSOR_LENGTH_MAX).optional(),
}

/** A page: its rows, and where the next one begins (null at the end). */
export const pageOf = <Row extends z.ZodType>(
  row: Row,
): z.ZodObject<{
  items: z.ZodArray<Row>
  nextCursor: z.ZodNullable<z.ZodString>
}> => z.object({ items: z.array(row), nextCursor: z.string().nullable() })

export interface Page<Row> {
  readonly items: Row[]
  readonly nextCursor: string | null
}

/**
 * Cuts `rows` (read with one row more than `limit`) to a page. The cursor is what the next read
 * continues after: the sort values of the last row, opaque to the caller.
 */
export const cutPage = <Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly unknown[],
): Page<Row> => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? JSON.stringify(keyOf(last)) : null }
}

/** The sort values inside a cursor, or null when there is none or it was not made by `cutPage`. */
export const readCursor = (cursor: string | undefined, length: number): readonly (string | number | null)[] | null => {
  if (!cursor) return null
  try {
    const values: unknown = JSON.parse(cursor)
    const isKey = (value: unknown): boolean => value === null || typeof value === 'string' || typeof value === 'number'
    return Array.isArray(values) && values.length === length && values.every(isKey) ? values : null
  } catch {
    return null
  }
}

/**
 * As `readCursor`, for sort values that the database must be able to read: null unless they have this shape. A cursor
 * that somebody has written himself then begins the list anew.
 */
export const readCursorAs = <Shape extends z.ZodType>(
  cursor: string | undefined,
  shape: Shape,
): z.output<Shape> | null => {
  if (!cursor) return null
  try {
    return shape.safeParse(JSON.parse(cursor)).data ?? null
  } catch {
    return null
  }
}

const YEAR_MIN = '1900'

/** An instant inside a cursor, as `toISOString` writes it. */
export const cursorInstant = z.iso.datetime().refine((text) => text >= YEAR_MIN)
