import type { Module } from '#platform/module'
import { visitMatter } from './matter.ts'
import { jobs } from './reactions.ts'
import { operations } from './routes.ts'

export const visits: Module = { name: 'visits', operations, jobs, matterKinds: [visitMatter] }
