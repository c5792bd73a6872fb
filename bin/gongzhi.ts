// The command line behind the launcher, on the right Node: reads the settings and hands over to the file of the command.
import { type Config, readConfig } from '#platform/config'
import { runProgram } from './program.ts'

/** What the file of every command gives; resolves to the exit code, or to null while it goes on. */
interface CommandContext {
  readonly config: Config
  readonly args: readonly string[]
  /** Folder in which the operator typed the command: files are named relative to it. */
  readonly workingFolder: string
}

interface CommandModule {
  run(context: CommandContext): Promise<number | null>
}

const EXIT_REFUSED = 2

const commandFiles: Record<string, { file: string; help: string }> = {
  start: { file: './commands/start.ts', help: '启动服务 start the server' },
  migrate: { file: './commands/migrate.ts', help: '更新数据库结构 bring the database to the newest version' },
  import: { file: './commands/import.ts', help: '导入文件 import a file: import cases <file>' },
  figures: { file: './commands/figures.ts', help: '核对公开数字 recompute the published figures' },
  bench: { file: './commands/bench.ts', help: '性能 measure the performance figures' },
  check: { file: './commands/check.ts', help: '类型、规范、格式 type check, lint, format' },
}

const showHelp = (): void => {
  console.log('共治 Gongzhi\n')
  for (const [name, { help }] of Object.entries(commandFiles)) console.log(`  ${name.padEnd(10)}${help}`)
}

const run = async (): Promise<number | null> => {
  const [command = 'help', ...args] = process.argv.slice(2)
  if (command === 'help' || command === '--help') {
    showHelp()
    return 0
  }
  const known = commandFiles[command]
  if (known === undefined) {
    console.error(`没有这个命令 no such command: ${command}`)
    showHelp()
    return EXIT_REFUSED
  }
  const config = readConfig(process.env)
  const module = (await import(known.file)) as CommandModule
  return module.run({ config, args, workingFolder: process.env['INIT_CWD'] ?? process.cwd() })
}

await runProgram(run)
