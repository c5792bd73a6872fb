import { DELIVER, sendDelivery } from '#platform/notify'
import type { Module } from '#platform/module'
import { pages } from './pages.ts'
import { operations } from './routes.ts'

export { presentFile } from './present.ts'
export { attachFiles, keepFile } from './service/file.ts'
export { findFiles, type FileRow } from './store.ts'

export const workplace: Module = {
  name: 'workplace',
  operations,
  pages,
  jobs: [{ name: DELIVER, run: (ctx, data) => sendDelivery(ctx, String(data['id'])) }],
}
