import { z } from 'zod'

/** The clock of one stage in a response: `ClockState` of the kernel, as `clockState` answers it. */
export const clockShape = z.object({
  state: z.enum(['ok', 'soon', 'late', 'paused', 'done']),
  /** The pie: part of the limit used, 0 to 1. */
  usedShare: z.number(),
  usedMinutes: z.number().int(),
  limitMinutes: z.number().int(),
  dueAt: z.date().nullable(),
  leftMinutes: z.number().int().nullable(),
  lateMinutes: z.number().int(),
  isLate: z.boolean(),
  provisional: z.boolean(),
})
