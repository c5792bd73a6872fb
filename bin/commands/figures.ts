import { computeFigures } from '#modules/insight'
import type { Config } from '#platform/config'
import { openPlatform } from '../../src/main.ts'

/** `npm run figures`: every registered figure, computed from the records, as CSV. Answers 1 when one is not met. */
export const run = async ({ config }: { readonly config: Config }): Promise<number> => {
  // Nothing but the table goes to the standard output.
  const platform = await openPlatform(config, { purpose: 'command', log: (line) => console.error(`  ${line}`) })
  try {
    const figures = await computeFigures(platform.services)
    console.log('id,expected,computed,ok')
    for (const { id, expected, computed, isOk } of figures) console.log([id, expected, computed ?? '', isOk].join(','))
    return figures.every(({ isOk }) => isOk) ? 0 : 1
  } finally {
    await platform.stop()
  }
}
