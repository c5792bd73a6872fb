import type { GridStaffing } from '../contract.ts'

/** All four levels have somebody in every seat (S2-15). */
export const isComplete = ({ levels }: GridStaffing): boolean =>
  levels.every((level) => !level.isMissing && level.vacantCount === 0 && level.holders.length > 0)

/** Does a grid belong to what was asked for? */
export const isShownGrid = (grid: GridStaffing, show: 'any' | 'vacant' | 'shared'): boolean => {
  if (show === 'vacant') return !isComplete(grid)
  return show === 'any' || grid.levels.some((level) => level.isShared)
}
