import { Refusal } from '#kernel/refusal'

/** Every expected "no" of this room; each has a phrase in every language (`locales/<language>/files.json`). */
export const filesRefusals = [
  'files.empty',
  'files.too_large',
  'files.kind_not_allowed',
  'files.not_an_image',
  'files.damaged',
  'files.infected',
  'files.scanner_unavailable',
  'files.storage_full',
  'files.not_found',
] as const
export type FilesRefusal = (typeof filesRefusals)[number]

/** `cause` is for the operator's log; nothing of it reaches the user. */
export const refusal = (code: FilesRefusal, data: Readonly<Record<string, unknown>> = {}, cause?: unknown): Refusal =>
  Object.assign(new Refusal(code, data), cause === undefined ? {} : { cause })
