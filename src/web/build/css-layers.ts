// Cascade layers for browsers of 2020. Chrome before 99 and Safari before 15.4 drop whole @layer blocks, so
// the build replaces each block by its rules and gives every selector of a later layer more weight:
// `:not(#\#)` matches everything and counts as one id. The order of layers holds, in old and new browsers.
import type { Selector, SelectorComponent, Visitor } from 'lightningcss'

/** In order, weakest first. Tokens and base are element and class selectors that the rest must beat. */
const LAYER_WEIGHTS: Readonly<Record<string, number>> = { tokens: 0, base: 0, ui: 1, face: 2, page: 3 }

const WEIGHT: SelectorComponent = {
  type: 'pseudo-class',
  kind: 'not',
  selectors: [[{ type: 'id', name: '#' }]],
}

/** Adds the weight to the last compound, in front of its pseudo-element, where CSS allows it. */
export const weighSelector = (selector: Selector, weight: number): Selector => {
  const place = selector.findIndex((part) => part.type === 'pseudo-element')
  const at = place === -1 ? selector.length : place
  return [...selector.slice(0, at), ...Array.from({ length: weight }, () => WEIGHT), ...selector.slice(at)]
}

interface RuleLike {
  readonly type: string
  readonly value?: { selectors?: Selector[]; rules?: RuleLike[] }
}

const weighRules = (rules: readonly RuleLike[], weight: number): void => {
  for (const { type, value } of rules) {
    if (type === 'style' && value?.selectors) {
      value.selectors = value.selectors.map((selector) => weighSelector(selector, weight))
    } else if (value?.rules) {
      weighRules(value.rules, weight)
    }
  }
}

/** The visitor for Lightning CSS. A layer that is not in the list stops the build. */
export const flattenLayers = (): Visitor<never> => ({
  Rule: {
    'layer-statement': () => [],
    'layer-block': (rule) => {
      const name = rule.value.name?.join('.') ?? ''
      const weight = LAYER_WEIGHTS[name]
      if (weight === undefined) throw new Error(`unknown cascade layer “${name}”`)
      const rules = rule.value.rules
      if (weight > 0) weighRules(rules as unknown as RuleLike[], weight)
      return rules
    },
  },
})
