/** A stream of numbers that is the same in every run, for requests that can be made again. */
export interface Dice {
  /** A whole number from 0 up to, but without, `below`. */
  roll(below: number): number
  pick<T>(choices: readonly T[]): T
}

/** mulberry32: 32 bits of state, good enough to shuffle test data. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0
  const roll = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
  return {
    roll,
    pick: (choices) => {
      if (choices.length === 0) throw new Error('nothing to pick from')
      return choices[roll(choices.length)] as (typeof choices)[number] // the index is below the length
    },
  }
}
