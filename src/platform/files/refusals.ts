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

export const refusal = (code: FilesRefusal, data: Readonly<Record<string, unknown>> = {}): Refusal =>
  new Refusal(code, data)
