import { z } from 'zod'

/** Rows of a file that a report shows; the counts are always whole. */
export const IMPORT_ROWS_SHOWN_MAX = 200

const changeShape = z.enum(['create', 'update', 'same', 'bad'])

const faultShape = z.object({
  /** The heading in the file. */
  column: z.string(),
  code: z.string(),
  data: z.record(z.string(), z.unknown()),
})

/** What an import did or would do; `cells` are the texts by which people know a row again. */
export const importReportWith = <Cells extends z.core.$ZodLooseShape>(cells: Cells) =>
  z.object({
    rowCount: z.number().int(),
    createdCount: z.number().int(),
    updatedCount: z.number().int(),
    sameCount: z.number().int(),
    badCount: z.number().int(),
    /** The bad rows first, then the others, each in the order of the file; cut to IMPORT_ROWS_SHOWN_MAX. */
    rows: z
      .array(
        z.object({
          /** Number of the row as Excel shows it; of GeoJSON the number of the feature, from 1. */
          line: z.number().int(),
          change: changeShape,
          faults: z.array(faultShape),
          ...cells,
        }),
      )
      .max(IMPORT_ROWS_SHOWN_MAX),
  })

interface Reported {
  readonly line: number
  readonly change: z.infer<typeof changeShape>
}

/** The report of an import from its rows, read or unreadable. */
export const importReportOf = <Row extends Reported>(rows: readonly Row[]) => {
  const countOf = (change: Reported['change']): number => rows.filter((row) => row.change === change).length
  const inOrder = rows.toSorted((one, other) => one.line - other.line)
  const bad = inOrder.filter((row) => row.change === 'bad')
  return {
    rowCount: rows.length,
    createdCount: countOf('create'),
    updatedCount: countOf('update'),
    sameCount: countOf('same'),
    badCount: bad.length,
    rows: [...bad, ...inOrder.filter((row) => row.change !== 'bad')].slice(0, IMPORT_ROWS_SHOWN_MAX),
  }
}
