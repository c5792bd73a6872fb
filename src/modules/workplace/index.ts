import { z } from 'zod'
import { idShape } from '#kernel/id'
import { DELIVER, sendDelivery, URGE } from '#platform/notify'
import type { Module } from '#platform/module'
import { pages } from './pages.ts'
import { operations } from './routes.ts'
import { sendDueNotices } from './service/announce.ts'

export { presentFile } from './present.ts'
export { attachFiles, keepFile, openFileWhen, prepareFile, type FileForm } from './service/file.ts'
export { findFiles, type FileRow } from './store.ts'

export const workplace: Module = {
  name: 'workplace',
  operations,
  pages,
  jobs: [
    { name: DELIVER, run: (ctx, data) => sendDelivery(ctx, String(data['id'])) },
    { name: URGE, run: (ctx, data) => sendDueNotices(ctx, z.array(idShape).parse(data['personIds'])) },
    { name: 'workplace.digest', run: (ctx) => sendDueNotices(ctx, null), schedule: '*/15 * * * *' },
  ],
}
