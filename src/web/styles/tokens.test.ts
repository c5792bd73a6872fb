// The contrast of the look, measured: WCAG 2.2 asks 4.5 for text, 3 for borders of what is operable and for graphs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const TEXT = 4.5
const GRAPHIC = 3

type Theme = 'light' | 'dark'

const source = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...source.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

const luminanceOf = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const colourOf = (name: string, theme: Theme): string => {
  const colour = tokens.get(name)?.[theme]
  assert.ok(colour, `no token --${name}`)
  return colour
}

const contrastOf = (one: string, other: string, theme: Theme): number => {
  const [low = 0, high = 0] = [luminanceOf(colourOf(one, theme)), luminanceOf(colourOf(other, theme))].sort(
    (a, b) => a - b,
  )
  return (high + 0.05) / (low + 0.05)
}

const GROUNDS = ['paper', 'surface', 'sunk', 'hover']

const pairs: ReadonlyArray<readonly [ink: string, grounds: readonly string[], least: number]> = [
  ['ink', [...GROUNDS, 'brand-tint', 'brand-pale', 'warm'], TEXT],
  ['ink-2', [...GROUNDS, 'brand-tint', 'brand-pale', 'warm', 'soon-bg', 'late-bg', 'pause-bg', 'done-bg'], TEXT],
  ['ink-3', [...GROUNDS, 'brand-pale'], TEXT],
  ['brand', [...GROUNDS, 'brand-tint', 'brand-pale'], TEXT],
  ['on-fill', ['fill', 'fill-hover'], TEXT],
  ['on-late', ['late-fill', 'late-fill-hover'], TEXT],
  ['soon', ['paper', 'surface', 'hover', 'soon-bg', 'brand-pale'], TEXT],
  ['late', ['paper', 'surface', 'hover', 'late-bg', 'brand-pale'], TEXT],
  ['pause', ['paper', 'surface', 'hover', 'pause-bg', 'brand-pale'], TEXT],
  ['done', ['paper', 'surface', 'hover', 'done-bg', 'brand-pale'], TEXT],
  ['thanks', ['paper', 'surface', 'thanks-bg'], TEXT],
  ['warm-ink', ['warm'], TEXT],
  ['on-m3', ['m3'], TEXT],
  ['on-m4', ['m4'], TEXT],
  ['edge', ['paper', 'surface', 'sunk'], GRAPHIC],
  ['s1', ['paper'], GRAPHIC],
  ['s2', ['paper'], GRAPHIC],
  ['s3', ['paper'], GRAPHIC],
  ['s4', ['paper'], GRAPHIC],
  ['s5', ['paper'], GRAPHIC],
]

for (const theme of ['light', 'dark'] as const) {
  test(`every pair of ink and ground can be read, ${theme}`, () => {
    assert.ok(tokens.size > 40, 'the tokens were not found')
    const faint = pairs.flatMap(([ink, grounds, least]) =>
      grounds
        .map((ground) => ({ ink, ground, contrast: contrastOf(ink, ground, theme) }))
        .filter(({ contrast }) => contrast < least),
    )
    assert.deepEqual(faint, [])
  })
}

test('the measure can say no', () => {
  assert.ok(contrastOf('line', 'paper', 'light') < GRAPHIC)
})
