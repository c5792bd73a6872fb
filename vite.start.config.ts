// `bin/start.ts` with all it imports, into dist/start: a few files are loaded in half the time that sixteen hundred
// modules take (docs/decisions/0011-the-server-is-built-to-start.md).
import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The first two have a part that is no JavaScript, and find it beside themselves; the others are asked for by `require`. */
const OUTSIDE = ['sharp', '@node-rs/argon2', 'opencc-js', 'pinyin-pro']

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: OUTSIDE },
  build: {
    ssr: join(import.meta.dirname, 'bin/start.ts'),
    outDir: join(import.meta.dirname, 'dist/start'),
    emptyOutDir: true,
    target: 'node24',
    // A stack names our functions as they are written.
    minify: false,
    rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
  },
})
