import { type ShippedFunction, shippedFunctions } from '../contract.ts'

/** What a district has changed of the list of functions. */
export interface FunctionChange {
  readonly key: string
  /** Null: as it is brought along. */
  readonly name: string | null
  readonly isUsed: boolean
}

export interface ListedFunction extends FunctionChange {
  readonly isShipped: boolean
}

const isShipped = (key: string): key is ShippedFunction => (shippedFunctions as readonly string[]).includes(key)

/** The functions of a grid (S2-18): those brought along, as the district changed them, then the district's own. */
export const functionsWith = (changes: readonly FunctionChange[]): ListedFunction[] => {
  const changed = new Map(changes.map((change) => [change.key, change]))
  const shipped = shippedFunctions.map((key) => ({
    name: null,
    isUsed: true,
    ...changed.get(key),
    key,
    isShipped: true,
  }))
  const own = changes.filter(({ key }) => !isShipped(key)).map((change) => ({ ...change, isShipped: false }))
  return [...shipped, ...own].map(({ key, name, isUsed, isShipped: isBrought }) => ({
    key,
    name,
    isUsed,
    isShipped: isBrought,
  }))
}
