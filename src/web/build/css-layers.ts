// Cascade layers for browsers of 2020. Chrome before 99 and Safari before 15.4 drop whole @layer blocks, so
// the build replaces each block by its rules and gives every selector of a later layer more weight:
// `:not(#\#)` matches everything and counts as one id. The order of layers holds, in old and new browsers.
import type { CSSOptions } from 'vite'

type PostcssPlugin = NonNullable<Exclude<NonNullable<CSSOptions['postcss']>, string>['plugins']>[number]
interface Rule {
  selectors: string[]
  readonly parent?: { readonly type: string; readonly name?: string }
}
interface LayerBlock {
  readonly params: string
  readonly nodes?: readonly unknown[]
  walkRules(visit: (rule: Rule) => void): void
  replaceWith(nodes: readonly unknown[]): void
  remove(): void
}

/** In order, weakest first. Tokens and base are element and helper selectors that the rest must beat. */
const LAYER_WEIGHTS: Readonly<Record<string, number>> = { tokens: 0, base: 0, ui: 1, face: 2, page: 3 }
const WEIGHT = ':not(#\\#)'

/** Adds the weight to the last compound, in front of its pseudo-element, where CSS allows it. */
export const weighSelector = (selector: string, weight: number): string => {
  const at = selector.search(/::[a-z-]+(\([^)]*\))?$/)
  const end = at === -1 ? selector.length : at
  return selector.slice(0, end) + WEIGHT.repeat(weight) + selector.slice(end)
}

const isKeyframe = (rule: Rule): boolean => rule.parent?.name?.endsWith('keyframes') === true

/** The PostCSS plugin. A layer that is not in the list stops the build. */
export const flattenLayers = (): PostcssPlugin =>
  ({
    postcssPlugin: 'gongzhi-flatten-layers',
    AtRule: {
      layer: (block: LayerBlock): void => {
        if (!block.nodes) return block.remove()
        const weight = LAYER_WEIGHTS[block.params]
        if (weight === undefined) throw new Error(`unknown cascade layer “${block.params}”`)
        block.walkRules((rule) => {
          if (!isKeyframe(rule)) rule.selectors = rule.selectors.map((selector) => weighSelector(selector, weight))
        })
        block.replaceWith(block.nodes)
      },
    },
  }) as unknown as PostcssPlugin
