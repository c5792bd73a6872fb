import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

/** What is made on this machine and is no part of the project. */
const MADE = new Set(['node_modules', '.git', '.runtime', '.cache', 'dist', 'data'])

/** Every file of the project, as paths from its root with `/`, in order. */
export const listFiles = (folder = ''): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (folder === '' && MADE.has(entry.name)) return []
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : []
    })

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

const TEXT = /\.(?:ts|tsx|mjs|js|css|html|sql|md|json|csv|svg|txt|yml|webmanifest)$|^LICENSE$|^\.gitignore$|^\.ci\/run$/

/** Every file that people write and read. */
export const listTexts = (): string[] => listFiles().filter((path) => TEXT.test(path) && path !== 'package-lock.json')
