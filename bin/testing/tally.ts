/** Counts over everything that ran. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

export const newTally = (): Tally => ({ passed: 0, failed: 0, skipped: 0 })

/** The last line of a test run. */
export const summarise = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** A run is good when something passed and nothing failed. */
export const isGood = ({ passed, failed }: Tally): boolean => failed === 0 && passed > 0

/** A length of time for a progress line. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`
