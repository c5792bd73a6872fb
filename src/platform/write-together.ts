import { CompiledQuery } from 'kysely'
import type { Tx } from './context.ts'

/**
 * Carries out several inserts that belong together as one statement: what costs most of a small write is the way to the
 * server and back. They may refer to each other (foreign keys are checked at the end), but none sees what another wrote.
 * 65,535 parameters at most, all together.
 */
export const writeTogether = async (tx: Tx, inserts: readonly CompiledQuery[]): Promise<void> => {
  const parameters: unknown[] = []
  const parts = inserts.map((insert, index) => {
    const offset = parameters.length
    parameters.push(...insert.parameters)
    return `w${index} as (${insert.sql.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + offset}`)})`
  })
  if (parts.length > 0) await tx.db.executeQuery(CompiledQuery.raw(`with ${parts.join(', ')} select 1`, parameters))
}
