import type { Module } from '#platform/module'
import { operations } from './routes.ts'
import { RECOMPUTE, recompute } from './service.ts'

export const calendar: Module = {
  name: 'calendar',
  operations,
  jobs: [
    {
      name: RECOMPUTE,
      run: (ctx, data) => recompute(ctx, typeof data['after'] === 'string' ? data['after'] : null),
      schedule: '20 3 * * *',
    },
  ],
}
