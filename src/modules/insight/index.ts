import type { Module } from '#platform/module'
import { operations } from './routes.ts'

export { computeFigures, type ComputedFigure } from './figures.ts'

export const insight: Module = { name: 'insight', operations }
