import { z } from 'zod'
import { anyoneMay, defineRead } from '#kernel/operation'
import { BODY_LENGTH_MAX } from './vocabulary.ts'

const SUGGESTIONS_PER_MINUTE = 60
export const SUGGESTIONS_MAX = 3
/** With fewer examples nothing is learnt from them. */
export const EXAMPLES_MIN = 30
/** The newest are learnt from. */
export const EXAMPLES_MAX = 20_000

export const suggestCategory = defineRead({
  id: 'cases.category.suggest',
  summary: 'Which categories words probably belong to, learnt from what was filed here; unsure, it says to ask',
  access: anyoneMay,
  perMinute: SUGGESTIONS_PER_MINUTE,
  input: z.object({ words: z.string().trim().min(2).max(BODY_LENGTH_MAX) }),
  output: z.object({
    /** The likeliest first. */
    suggestions: z
      .array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          /** From the first level down. */
          names: z.array(z.string()),
          /** 0 to 1. */
          confidence: z.number(),
        }),
      )
      .max(SUGGESTIONS_MAX),
    /** Sure enough to offer the first one. */
    isSure: z.boolean(),
    /** Null: nothing was learnt here yet. */
    model: z.object({ trainedAt: z.date(), exampleCount: z.number().int(), macroF1: z.number() }).nullable(),
  }),
})
