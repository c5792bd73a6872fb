import { codeContinues, type PlaceLevel } from '#kernel/place'
import { err, ok, type Result } from '#kernel/result'

/** Which levels may stand directly below which. A building may stand in a compound, a grid or the community itself. */
const LEVELS_BELOW: Readonly<Record<PlaceLevel, readonly PlaceLevel[]>> = {
  city: ['district'],
  district: ['street'],
  street: ['community'],
  community: ['villageGroup', 'grid', 'compound', 'building'],
  villageGroup: ['grid', 'compound', 'building'],
  grid: ['compound', 'building'],
  compound: ['building'],
  building: [],
}

const STATISTICAL_LEVELS: readonly PlaceLevel[] = ['city', 'district', 'street', 'community']

export interface PlaceDraft {
  readonly level: PlaceLevel
  readonly code: string
}

/** May this place stand below that one? 12-digit codes of the four statistical levels continue the parent's code. */
export const checkPlaceBelow = (
  parent: { readonly level: PlaceLevel; readonly code: string },
  draft: PlaceDraft,
): Result<void, 'places.level_not_below' | 'places.code_not_continued'> => {
  if (!LEVELS_BELOW[parent.level].includes(draft.level)) return err('places.level_not_below')
  const isStatistical = STATISTICAL_LEVELS.includes(draft.level)
  const isWellFormed = /^\d{12}$/.test(draft.code) && codeContinues(parent, draft.code)
  return isStatistical && !isWellFormed ? err('places.code_not_continued') : ok(undefined)
}
