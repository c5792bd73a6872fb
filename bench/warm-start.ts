import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { startEmbedded } from '#platform/db/embedded'
import type { Figure } from './figure.ts'
import { startGround } from './ground.ts'

const TARGET = 2

/** The floor: Node alone, then PostgreSQL of the same folder until it answers one query. */
const bareStart = async (dataFolder: string): Promise<number> => {
  const startedAt = performance.now()
  await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' }), 'exit')
  const embedded = await startEmbedded({ dataFolder, purpose: 'command', log: () => undefined })
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  await client.query('select 1')
  const took = performance.now() - startedAt
  await client.end()
  await embedded.stop()
  return took
}

/** A folder that has been used, nothing of it running: until the server answers, against the bare programs. */
export const measureWarmStart = async (dataFolder: string): Promise<Figure> => {
  const bare = await bareStart(dataFolder)
  const ground = await startGround(dataFolder)
  await ground.stop()
  return {
    name: `warm start: ${ground.startMs.toFixed(0)} ms, bare Node + PostgreSQL ${bare.toFixed(0)} ms`,
    value: ground.startMs / bare,
    unit: 'times',
    target: { is: 'atMost', value: TARGET },
  }
}
