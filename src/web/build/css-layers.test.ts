import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preprocessCSS, resolveConfig } from 'vite'
import { flattenLayers, weighSelector } from './css-layers.ts'

const config = await resolveConfig(
  { configFile: false, logLevel: 'silent', css: { postcss: { plugins: [flattenLayers()] } } },
  'build',
)
const lower = async (css: string): Promise<string> =>
  (await preprocessCSS(css, 'sample.css', config)).code.replace(/\s+/g, ' ').trim()

test('a later layer outweighs any selector of an earlier one, without layers', async () => {
  const css =
    '@layer tokens, base, ui, face, page; @layer ui { .a .b .c { color: red } } @layer page { .a { color: blue } }'
  assert.equal(await lower(css), '.a .b .c:not(#\\#) { color: red } .a:not(#\\#):not(#\\#):not(#\\#) { color: blue }')
})

test('base stays as light as it is written', async () => {
  assert.equal(await lower('@layer base { a:hover { color: red } }'), 'a:hover { color: red }')
})

test('rules inside of media and container queries are weighed too, key frames are not', async () => {
  assert.match(await lower('@layer ui { @container (max-width: 18rem) { .a { color: red } } }'), /\.a:not\(#\\#\)/)
  assert.match(await lower('@layer ui { @keyframes k { from { opacity: 0 } } }'), /from \{/)
})

test('the weight stands before a pseudo-element, where it is allowed', () => {
  assert.equal(weighSelector('.a:hover::before', 1), '.a:hover:not(#\\#)::before')
  assert.equal(weighSelector('.a::part(x)', 1), '.a:not(#\\#)::part(x)')
})

test('a layer that nobody ordered stops the build', async () => {
  await assert.rejects(lower('@layer oops { .a { color: red } }'), /unknown cascade layer “oops”/)
})
