// What `npm start` runs, in one file with all it imports: `vite.start.config.ts` builds it into dist/start. The same
// from the sources: `node bin/gongzhi.ts start`.
import { readConfig } from '#platform/config'
import { run } from './commands/start.ts'
import { runProgram } from './program.ts'

await runProgram(() => run({ config: readConfig(process.env) }))
