import type { Module } from '#platform/module'
import { operations } from './routes.ts'

export { loadOrganization, organizationNames, organizationsAt, refuseClosed } from './service.ts'
export { listByNames as listOrganizationsByNames, type OrganizationRow } from './store.ts'

export const organizations: Module = { name: 'organizations', operations }
