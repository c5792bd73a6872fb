/** The five steps of the map: m0 is none, m4 the most. */
export const RAMP_STEPS = 4
export type RampStep = 0 | 1 | 2 | 3 | 4

/** How many one step covers, so that the largest count is in the last. Up to four, every count is a step. */
export const rampWidth = (largest: number): number => Math.max(1, Math.ceil(largest / RAMP_STEPS))

export const rampStepOf = (count: number, largest: number): RampStep =>
  count <= 0 ? 0 : (Math.min(RAMP_STEPS, Math.ceil(count / rampWidth(largest))) as RampStep)

/** What the legend says: the counts of each step that occurs, both ends included. */
export const rampLegend = (
  largest: number,
): readonly { readonly step: RampStep; readonly from: number; readonly until: number }[] => {
  const width = rampWidth(largest)
  const steps = ([1, 2, 3, 4] as const).filter((step) => (step - 1) * width < largest)
  return [
    { step: 0, from: 0, until: 0 },
    ...steps.map((step) => ({ step, from: (step - 1) * width + 1, until: step * width })),
  ]
}
