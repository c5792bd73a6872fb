/** One measured figure with its target, as `npm run bench` prints it. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target: { readonly is: 'atMost' | 'atLeast'; readonly value: number }
}

/** `name value target`: one line, in words that a program can part at the two spaces. */
export const writeFigure = ({ name, value, unit, target }: Figure): string => {
  const isMet = target.is === 'atMost' ? value <= target.value : value >= target.value
  const sign = target.is === 'atMost' ? '≤' : '≥'
  return `${name}  ${value.toFixed(2)} ${unit}  ${sign} ${target.value} ${unit}  ${isMet ? 'met' : 'missed'}`
}
