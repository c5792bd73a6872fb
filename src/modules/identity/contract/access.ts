import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineRead, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { instant } from './shapes.ts'

export const accessShape = z.object({
  id: idShape,
  at: instant,
  byName: z.string(),
  subjectId: idShape,
  subjectName: z.string(),
  field: z.string(),
  reason: z.string(),
})
export type AccessEntry = z.infer<typeof accessShape>

export const listAccess = defineRead({
  id: 'identity.accessLog.list',
  summary: 'Who looked at whose personal data and why, newest first',
  access: heldBy('place', 'administrator'),
  input: z.object({ subjectId: idShape.optional(), byPersonId: idShape.optional(), ...pageInput }),
  output: pageOf(accessShape),
})

export const listMyAccess = defineRead({
  id: 'identity.accessLog.listMine',
  summary: 'Who looked at my personal data and why, newest first; names of staff masked',
  access: signedInMay,
  input: z.object({ ...pageInput }),
  output: pageOf(accessShape),
})
