// Writes `test/permissions.snapshot.txt`: who may do what, one line an operation, so that a review sees every change.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Operation } from '#kernel/operation'
import { modules } from '#modules'

const file = resolve(import.meta.dirname, '../test/permissions.snapshot.txt')

const holdersOf = ({ access }: Operation): string => {
  if (access.kind === 'anyone') return 'anyone'
  if (access.kind === 'signedIn') return 'signed in'
  if (access.roles.length === 0) return 'the platform itself'
  return `${access.at}: ${[...access.roles].sort().join(', ')}`
}

/** Every operation with its kind and its holders, in the order of the list and then of the alphabet. */
export const permissionsText = (): string => {
  const blocks = modules.map((module) => {
    const operations = module.operations.map((handled) => handled.operation).sort((a, b) => (a.id < b.id ? -1 : 1))
    const width = Math.max(...operations.map((operation) => operation.id.length))
    return operations.map((one) => `${one.id.padEnd(width)}  ${one.kind.padEnd(6)}  ${holdersOf(one)}\n`).join('')
  })
  return blocks.join('\n')
}

if (import.meta.main) {
  writeFileSync(file, permissionsText())
  console.log(file)
}
