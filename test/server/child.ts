import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../repo.ts'

/** The real server in a process of its own. */
export interface ServerProcess {
  /** `http://127.0.0.1:<port>` */
  readonly address: string
  readonly child: ChildProcess
  /** All that it has printed. */
  said(): string
  /** Ends it with this signal and waits until it has ended. */
  end(signal: NodeJS.Signals): Promise<void>
}

const ADDRESS = /共治 Gongzhi \S+\s+(http:\/\/127\.0\.0\.1:\d+)/

/** What `npm start` starts; the tests of everything else run the sources, which need no build. */
export const BUILT = ['dist/start/start.js']
const SOURCES = ['bin/gongzhi.ts', 'start']

/** Starts it on a data folder and waits for the line with its address. Throws with what it said when it ends before that. */
export const startServerProcess = async (
  env: Readonly<Record<string, string>>,
  program: readonly string[] = SOURCES,
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', GONGZHI_SCENARIO: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Whatever happens to the test, no server stays behind.
  const killChild = (): void => void child.kill('SIGKILL')
  process.once('exit', killChild)
  child.once('exit', () => process.off('exit', killChild))
  let said = ''
  const address = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: unknown): void => {
      said += String(chunk)
      const found = ADDRESS.exec(said)?.[1]
      if (found) resolve(found)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', () => reject(new Error(`the server ended while it started: ${said}`)))
  })
  return {
    address,
    child,
    said: () => said,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}
