import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Figure } from './figure.ts'

const KILOBYTE = 1024
const TARGET_KILOBYTES = 85

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}

/** Script that a page of the portal loads, packed: its entry and all that this imports. */
export const measurePortalScript = async (): Promise<Figure> => {
  const client = path.resolve(import.meta.dirname, '../dist/client')
  const manifest = JSON.parse(readFileSync(path.join(client, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const names = ['portal/enhance.ts']
  // The list grows while it is read: what a chunk imports is read after it.
  for (const name of names) names.push(...(manifest[name]?.imports ?? []).filter((one) => !names.includes(one)))
  const files = names.map((name) => readFileSync(path.join(client, manifest[name]?.file ?? '')))
  const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0)
  return {
    name: 'portal page: script, gzip',
    value: bytes / KILOBYTE,
    unit: 'KB',
    target: { is: 'atMost', value: TARGET_KILOBYTES },
  }
}
