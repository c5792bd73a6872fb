import type { Config } from '#platform/config'
import { openPlatform } from '../../src/main.ts'

/** `gongzhi migrate`: brings the database to the newest version and stops; the server does the same when it starts. */
export const run = async ({ config }: { readonly config: Config }): Promise<number> => {
  const platform = await openPlatform(config, { purpose: 'command', log: console.log })
  await platform.stop()
  console.log('数据库结构是最新的 the database is at the newest version')
  return 0
}
