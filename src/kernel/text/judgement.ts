/** What was said about a text, and what would have been right. */
export interface Guess {
  readonly right: string
  readonly guess: string
  readonly confidence: number
  /** A person would have been asked. */
  readonly asks: boolean
}

export interface Judgement {
  /** Mean over the labels of the harmonic mean of precision and recall: a rare label counts as much as a frequent one. */
  readonly macroF1: number
  readonly accuracy: number
  readonly byLabel: ReadonlyArray<{
    readonly label: string
    readonly count: number
    readonly precision: number
    readonly recall: number
    readonly f1: number
  }>
  /** How far confidence and truth lie apart: 0.02 says that what is called 80 % sure is right in 78 to 82 of 100 cases. */
  readonly calibrationError: number
  /** Share of texts about which a person would be asked. */
  readonly askedShare: number
  /** Share of the others that are right. */
  readonly accuracyWhenSure: number
}

const BINS = 10

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
const isRight = ({ right, guess }: Guess): boolean => right === guess

/** Expected calibration error: in ten bins of confidence, the mean confidence against the share that is right. */
export const calibrationErrorOf = (guesses: readonly Guess[]): number => {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }))
  for (const one of guesses) {
    const bin = bins[Math.min(Math.floor(one.confidence * BINS), BINS - 1)]
    if (!bin) continue
    bin.confidence += one.confidence
    bin.right += Number(isRight(one))
  }
  return share(
    bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0),
    guesses.length,
  )
}

/** How good guesses were. */
export const judge = (guesses: readonly Guess[]): Judgement => {
  const tally = new Map<string, { count: number; said: number; hits: number }>()
  for (const { right } of guesses) tally.set(right, { count: 0, said: 0, hits: 0 })
  for (const one of guesses) {
    const [right, said] = [tally.get(one.right), tally.get(one.guess)]
    if (right) right.count += 1
    if (said) said.said += 1
    if (said && isRight(one)) said.hits += 1
  }
  const byLabel = [...tally]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, { count, said, hits }]) => ({
      label,
      count,
      precision: share(hits, said),
      recall: share(hits, count),
      f1: share(2 * hits, said + count),
    }))
  const sure = guesses.filter(({ asks }) => !asks)
  return {
    byLabel,
    macroF1: share(
      byLabel.reduce((sum, { f1 }) => sum + f1, 0),
      byLabel.length,
    ),
    accuracy: share(guesses.filter(isRight).length, guesses.length),
    calibrationError: calibrationErrorOf(guesses),
    askedShare: share(guesses.length - sure.length, guesses.length),
    accuracyWhenSure: share(sure.filter(isRight).length, sure.length),
  }
}
