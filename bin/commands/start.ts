import type { Config } from '#platform/config'
import { type Embedded, startEmbedded } from '#platform/db/embedded'
import type { RunningServer } from '../../src/main.ts'

// A first Ctrl-C arrives several times (terminal, npm, launcher); only a later one means "at once".
const REPEATED_SIGNAL_MS = 2_000

const log = (line: string): void => console.log(`  ${line}`)

/** The database takes as long as our own modules, so it starts first and both come up side by side. */
const startDatabase = (config: Config): Promise<Embedded> | null => {
  if (config.databaseUrl) return null
  const address = `http://${config.host}:${config.port}`
  const embedded = startEmbedded({ dataFolder: config.dataFolder, purpose: 'server', log, address })
  // Who waits for it is told why it does not start, but may not have begun to wait.
  embedded.catch(() => undefined)
  return embedded
}

/** `npm start`: runs until a signal asks it to stop; then the server and after it the database are stopped in order. */
export const run = async ({ config }: { readonly config: Config }): Promise<null> => {
  const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  let signalledAt: number | null = null
  let server: RunningServer | null = null
  const end = async (): Promise<void> => {
    try {
      await server?.stop()
      process.exit(0)
    } catch (error) {
      console.error(error)
      process.exit(1)
    }
  }
  const onSignal = (): void => {
    if (signalledAt !== null) {
      if (Date.now() - signalledAt > REPEATED_SIGNAL_MS) process.exit(1)
      return
    }
    signalledAt = Date.now()
    if (server === null) {
      // It stops in order as soon as there is something to stop.
      console.error('启动完成后即停止，再按一次立即结束 stopping when the start is done; once more to end at once')
      return
    }
    console.error('正在停止 stopping')
    void end()
  }
  for (const signal of stopSignals) process.on(signal, onSignal)
  // The launcher is gone.
  process.on('disconnect', onSignal)
  const embedded = startDatabase(config)
  const { startServer } = await import('../../src/main.ts')
  server = await startServer(config, { log, embedded })
  if (signalledAt !== null) await end()
  return null
}
