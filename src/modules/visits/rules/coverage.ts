import type { Coverage } from '../contract.ts'

/** Visited per cent of what was to be visited, rounded down so that 100 means all; null when nothing was. */
export const coverageRate = ({ toVisitCount, visitedCount }: Coverage): number | null =>
  toVisitCount === 0 ? null : Math.floor((visitedCount * 100) / toVisitCount)

/** 零遗漏: there was something to visit, and of nothing the day is over. */
export const isWithoutOmission = ({ toVisitCount, omittedCount }: Coverage): boolean =>
  toVisitCount > 0 && omittedCount === 0
