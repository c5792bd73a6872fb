/**
 * Refusals that any operation may give, and the HTTP status of each. Codes of modules follow their ending:
 * `…not_found` 404, `…conflict` and `…changed_meanwhile` 409, everything else 422.
 */
export const generalRefusals = {
  'auth.required': 401,
  'auth.forbidden': 403,
  'auth.cross_origin': 403,
  'flow.wrong_state': 409,
  'flow.not_yours': 403,
  'flow.choice_missing': 422,
  'request.invalid': 400,
  'request.id_missing': 400,
  'request.id_reused': 409,
  'request.already_done': 409,
  'request.too_large': 413,
  'request.too_many': 429,
  'request.unknown': 404,
  'request.unsupported_media': 415,
  'request.district_unknown': 404,
  'request.busy': 503,
  'request.fault': 500,
} as const satisfies Record<string, number>

export const statusOf = (code: string): number => {
  const general = (generalRefusals as Record<string, number>)[code]
  if (general) return general
  if (code.endsWith('not_found')) return 404
  if (code.endsWith('conflict') || code.endsWith('changed_meanwhile')) return 409
  return 422
}
