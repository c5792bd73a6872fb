// Writes `openapi.json` from the contracts. A test says when it is stale.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { modules } from '#modules'
import { buildOpenApi } from '#platform/http'

const file = resolve(import.meta.dirname, '../openapi.json')

/** The API as it is committed: two spaces, a line break at the end. */
export const openApiText = (): string => {
  const operations = modules.flatMap((module) => module.operations.map((handled) => handled.operation))
  return `${JSON.stringify(buildOpenApi(operations), null, 2)}\n`
}

if (import.meta.main) {
  writeFileSync(file, openApiText())
  console.log(file)
}
