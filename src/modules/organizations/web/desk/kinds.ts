/** The kinds of organisations, in the order in which they are offered. */
export const KINDS = [
  'party',
  'department',
  'street',
  'community',
  'institution',
  'unit',
  'enterprise',
  'property',
  'social',
] as const
