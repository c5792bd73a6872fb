import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineRead, defineStream } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import { staff, visitKindShape } from './vocabulary.ts'

/** Visited out of to be visited. Excused ones are not to be visited; tries at a closed door are no visits. */
export const coverageShape = z.object({
  toVisitCount: z.number().int(),
  visitedCount: z.number().int(),
  inTimeCount: z.number().int(),
  /** Visited after the day 补访. */
  madeUpCount: z.number().int(),
  /** The day is over and nobody was there 遗漏; zero is the aim. */
  omittedCount: z.number().int(),
  excusedCount: z.number().int(),
  unassignedCount: z.number().int(),
})
export type Coverage = z.infer<typeof coverageShape>

const coverageFilter = {
  withinId: placeIdShape.optional(),
  programmeId: idShape.optional(),
  kind: visitKindShape.optional(),
  personId: idShape.optional(),
  /** Due on these days, both included; the last 30 days and the round under way when left out. */
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listCoverage = defineRead({
  id: 'visits.coverage.list',
  summary: 'Coverage of every place right below, of every person, or of every rule; the most omissions first',
  access: staff,
  input: z.object({
    ...coverageFilter,
    by: z.enum(['place', 'person', 'programme']).default('place'),
    ...pageInput,
  }),
  output: pageOf(coverageShape.extend({ key: z.string(), name: z.string() })),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const sumCoverage = defineRead({
  id: 'visits.coverage.sum',
  summary: 'Coverage of a place as a whole, the people who visit, and how often each duty was done',
  access: staff,
  input: z.object(coverageFilter),
  output: z.object({
    from: z.string(),
    until: z.string(),
    coverage: coverageShape,
    /** Who has visits to make. */
    personCount: z.number().int(),
    householdCount: z.number().int(),
    /** Households for which nobody is responsible. */
    unassignedHouseholdCount: z.number().int(),
    duties: z.array(z.object({ duty: z.string(), count: z.number().int() })),
    /** Stationed service: minutes of attendance. */
    stationedMinutes: z.number().int(),
  }),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const exportCoverage = defineStream({
  id: 'visits.coverage.export',
  summary: 'Coverage by place and by person as a workbook',
  access: staff,
  input: z.object(coverageFilter),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})
