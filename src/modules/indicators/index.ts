import type { Module } from '#platform/module'
import { jobs, reactions } from './reactions.ts'
import { operations } from './routes.ts'

export const indicators: Module = { name: 'indicators', operations, reactions, jobs }
