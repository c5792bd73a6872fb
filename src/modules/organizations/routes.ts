import { handle, handleStream, handleUpload } from '#platform/module'
import * as contract from './contract.ts'
import { presentOrganization, presentOrganizations } from './present.ts'
import * as service from './service.ts'
import { exportOrganizations } from './service/export.ts'
import { commitImport, previewImport } from './service/import.ts'

export const operations = [
  handle(contract.listOrganizations, async (tx, input) => {
    const page = await service.listOrganizations(tx, input)
    return { ...page, items: await presentOrganizations(tx, page.items) }
  }),
  handle(contract.findOrganization, async (tx, input) => {
    const { organization, above } = await service.findWithAbove(tx, input.id)
    return {
      organization: await presentOrganization(tx, organization),
      above: await presentOrganizations(tx, above),
      can: await service.canOfOrganization(tx, organization),
    }
  }),
  handle(contract.createOrganization, async (tx, input) =>
    presentOrganization(tx, await service.createOrganization(tx, input)),
  ),
  handle(contract.updateOrganization, async (tx, input) =>
    presentOrganization(tx, await service.updateOrganization(tx, input)),
  ),
  handle(contract.moveOrganization, async (tx, input) =>
    presentOrganization(tx, await service.moveOrganization(tx, input)),
  ),
  handle(contract.closeOrganization, async (tx, input) =>
    presentOrganization(tx, await service.closeOrganization(tx, input)),
  ),
  handleStream(contract.exportOrganizations, exportOrganizations),
  handleUpload(contract.previewImport, previewImport),
  handleUpload(contract.commitImport, commitImport),
]
