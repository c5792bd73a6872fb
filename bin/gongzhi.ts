// The command line behind the launcher, on the right Node: reads the settings and hands over to the file of the command.
import { type Config, readConfig } from '#platform/config'
import { OperatorError } from '#platform/operator-error'

/** What `src/main.ts` gives: a running server that can be stopped. */
interface RunningServer {
  stop(): Promise<void>
}

/** What the file of every other command gives; resolves to the exit code. */
interface CommandContext {
  readonly config: Config
  readonly args: readonly string[]
  /** Folder in which the operator typed the command: files are named relative to it. */
  readonly workingFolder: string
}

interface CommandModule {
  run(context: CommandContext): Promise<number>
}

const EXIT_REFUSED = 2
// A first Ctrl-C arrives several times (terminal, npm, launcher); only a later one means "at once".
const REPEATED_SIGNAL_MS = 2_000

const commandFiles: Record<string, { file: string; help: string }> = {
  migrate: { file: './commands/migrate.ts', help: '更新数据库结构 bring the database to the newest version' },
  import: { file: './commands/import.ts', help: '导入文件 import a file: import cases <file>' },
  figures: { file: './commands/figures.ts', help: '核对公开数字 recompute the published figures' },
  bench: { file: './commands/bench.ts', help: '性能 measure the performance figures' },
  check: { file: './commands/check.ts', help: '类型、规范、格式 type check, lint, format' },
}

const showHelp = (): void => {
  const lines = [
    ['start', '启动服务 start the server'],
    ...Object.entries(commandFiles).map(([name, { help }]) => [name, help]),
  ]
  console.log('共治 Gongzhi\n')
  for (const [name = '', help] of lines) console.log(`  ${name.padEnd(10)}${help}`)
}

/** Runs until a signal asks it to stop; then the server and after it the database are stopped in order. */
const start = async (config: Config): Promise<void> => {
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
  const main = (await import('../src/main.ts')) as { startServer(config: Config): Promise<RunningServer> }
  server = await main.startServer(config)
  if (signalledAt !== null) await end()
}

const run = async (): Promise<number | null> => {
  const [command = 'help', ...args] = process.argv.slice(2)
  if (command === 'help' || command === '--help') {
    showHelp()
    return 0
  }
  const known = commandFiles[command]
  if (command !== 'start' && known === undefined) {
    console.error(`没有这个命令 no such command: ${command}`)
    showHelp()
    return EXIT_REFUSED
  }
  const config = readConfig(process.env)
  if (known === undefined) {
    await start(config)
    return null
  }
  const module = (await import(known.file)) as CommandModule
  return module.run({ config, args, workingFolder: process.env['INIT_CWD'] ?? process.cwd() })
}

try {
  const code = await run()
  if (code !== null) process.exit(code)
} catch (error) {
  if (!(error instanceof OperatorError)) throw error
  console.error(error.message)
  process.exit(EXIT_REFUSED)
}
