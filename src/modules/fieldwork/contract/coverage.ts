import { z } from 'zod'
import { defineRead, defineStream, heldBy } from '#kernel/operation'
import { placeIdShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import { fieldReaders } from './vocabulary.ts'

/** What a table of coverage has a line for. */
export const coverageBys = ['place', 'person', 'team', 'route', 'day'] as const
export const coverageByShape = z.enum(coverageBys)
export type CoverageBy = (typeof coverageBys)[number]

/** Patrols whose window is over, added up. Rates are shares of 1; null where nothing was due. */
export const coverageLineShape = z.object({
  key: z.string(),
  name: z.string(),
  dueCount: z.number().int(),
  doneCount: z.number().int(),
  missedCount: z.number().int(),
  onTimeCount: z.number().int(),
  pointCount: z.number().int(),
  validCount: z.number().int(),
  findingCount: z.number().int(),
  /** Points checked validly ÷ points planned. */
  coverage: z.number().nullable(),
  /** Finished inside the window ÷ due. */
  onTimeRate: z.number().nullable(),
})
export type CoverageLine = z.infer<typeof coverageLineShape>

const input = z.object({
  by: coverageByShape.default('place'),
  withinId: placeIdShape.optional(),
  /** Both days included; the last 30 days when left out. */
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
})

export const sumCoverage = defineRead({
  id: 'fieldwork.coverage.sum',
  summary: 'Coverage and punctuality of patrols by grid, person, team, route or day',
  access: heldBy('place', ...fieldReaders),
  input,
  output: z.object({
    from: z.string(),
    until: z.string(),
    /** Cut to SUM_ROWS_MAX, those with the most due first; the total is whole. */
    items: z.array(coverageLineShape),
    total: coverageLineShape,
  }),
  refusals: ['places.place_not_found', 'fieldwork.span_not_possible'],
})

export const exportCoverage = defineStream({
  id: 'fieldwork.coverage.export',
  summary: 'A table of coverage as a workbook',
  access: heldBy('place', ...fieldReaders),
  input,
  refusals: ['places.place_not_found', 'fieldwork.span_not_possible'],
})
