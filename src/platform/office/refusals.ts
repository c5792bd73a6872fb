import { Refusal } from '#kernel/refusal'

/** Every expected "no" to a whole file; each has a phrase in every language (`locales/<language>/office.json`). */
export const officeRefusals = [
  'office.empty',
  'office.too_large',
  'office.unpacks_too_large',
  'office.kind_not_allowed',
  'office.encrypted',
  'office.damaged',
  'office.unsafe',
  'office.encoding_unknown',
  'office.too_many_rows',
  'office.too_many_columns',
  'office.too_slow',
  'office.too_heavy',
  'office.no_heading',
  'office.column_missing',
  'office.column_twice',
] as const
export type OfficeRefusal = (typeof officeRefusals)[number]

/** What can be wrong with one cell, whatever the module that asks; phrases as for refusals. */
export const cellFaults = [
  'office.cell_error',
  'office.cell_too_long',
  'office.cell_digits_lost',
  'office.cell_date_impossible',
  'office.cell_formula_not_computed',
  'office.cell_required',
  'office.cell_not_a_date',
  'office.cell_not_a_number',
  'office.cell_out_of_range',
  'office.cell_not_a_choice',
] as const
export type OfficeCellFault = (typeof cellFaults)[number]

export const refusal = (code: OfficeRefusal, data: Readonly<Record<string, unknown>> = {}): Refusal =>
  new Refusal(code, data)
