import { findFiles, presentFile } from '#modules/workplace'
import { findPlaces } from '#modules/places'
import type { Tx } from '#platform/context'
import { handle, handleStream, handleUpload } from '#platform/module'
import * as contract from './contract.ts'
import * as present from './present.ts'
import * as assign from './service/assign.ts'
import * as contacts from './service/contact.ts'
import * as coverage from './service/coverage.ts'
import * as files from './service/export.ts'
import * as findings from './service/finding.ts'
import * as households from './service/household.ts'
import * as imports from './service/import.ts'
import * as programmes from './service/programme.ts'
import { recordVisit } from './service/record.ts'
import * as visits from './service/visit.ts'
import type { FindingRow } from './store/tables.ts'
import { listFindingsOf } from './store/visit.ts'

const presentFinding = async (tx: Tx, row: FindingRow): Promise<contract.Finding> => {
  const [finding] = await present.presentFindings(tx, [row])
  return finding as contract.Finding // one in, one out
}

const householdOperations = [
  handle(contract.listHouseholds, async (tx, input) => {
    const page = await households.listHouseholds(tx, await households.filterOf(tx, input), input)
    return { ...page, items: await present.presentHouseholds(tx, page.items) }
  }),
  handle(contract.findHousehold, async (tx, { id }) => {
    const row = await households.loadHousehold(tx, id)
    return { household: await present.presentHousehold(tx, row), can: present.canOfHousehold(tx, row) }
  }),
  handle(contract.createHousehold, async (tx, input) =>
    present.presentHousehold(tx, await households.createHousehold(tx, input)),
  ),
  handle(contract.updateHousehold, async (tx, input) =>
    present.presentHousehold(tx, await households.updateHousehold(tx, input)),
  ),
  handle(contract.closeHousehold, async (tx, input) =>
    present.presentHousehold(tx, await households.closeHousehold(tx, input)),
  ),
  handle(contract.revealHousehold, households.revealHousehold),
  handle(contract.assignHouseholds, assign.assignHouseholds),
  handleStream(contract.exportHouseholds, files.exportHouseholds),
  handle(contract.listMarks, households.listMarks),
  handle(contract.setMarks, households.setMarks),
  handleUpload(contract.previewImport, imports.previewImport),
  handleUpload(contract.commitImport, imports.commitImport),
]

const programmeOperations = [
  handle(contract.listProgrammes, async (tx, input) => {
    const page = await programmes.listProgrammes(tx, input)
    return { ...page, items: await present.presentProgrammes(tx, page.items) }
  }),
  handle(contract.findProgramme, async (tx, { id }) => {
    const row = await programmes.loadProgramme(tx, id)
    return { programme: await present.presentProgramme(tx, row), can: programmes.canOfProgramme(tx, row) }
  }),
  handle(contract.createProgramme, async (tx, input) =>
    present.presentProgramme(tx, await programmes.createProgramme(tx, input)),
  ),
  handle(contract.updateProgramme, async (tx, input) =>
    present.presentProgramme(tx, await programmes.updateProgramme(tx, input)),
  ),
  handle(contract.endProgramme, async (tx, input) =>
    present.presentProgramme(tx, await programmes.endProgramme(tx, input)),
  ),
  handle(contract.listAssignments, async (tx, input) => {
    const page = await assign.listAssignments(tx, input)
    return { ...page, items: await present.presentAssignments(tx, page.items) }
  }),
  handle(contract.assignPlace, async (tx, input) => present.presentAssignment(tx, await assign.assignPlace(tx, input))),
  handle(contract.endAssignment, async (tx, input) =>
    present.presentAssignment(tx, await assign.endAssignment(tx, input)),
  ),
  handle(contract.listContacts, contacts.listContacts),
  handleStream(contract.exportContacts, files.exportContacts),
]

const visitOperations = [
  handle(contract.listVisits, async (tx, input) => {
    const page = await visits.listVisits(tx, await visits.filterOf(tx, input), input)
    return { ...page, items: await present.presentVisits(tx, page.items) }
  }),
  handle(contract.countVisits, visits.countVisits),
  handle(contract.findVisit, async (tx, { id }) => {
    const row = await visits.loadVisit(tx, id)
    const { longitude, latitude } = row
    return {
      visit: await present.presentVisit(tx, row),
      point: longitude === null || latitude === null ? null : { longitude, latitude },
      files: (await findFiles(tx, row.file_ids)).map(presentFile),
      findings: await present.presentFindings(tx, await listFindingsOf(tx, [row.id])),
      can: visits.canOfVisit(tx, row),
    }
  }),
  handle(contract.recordVisit, async (tx, input) => present.presentVisit(tx, await recordVisit(tx, input))),
  handle(contract.planVisit, async (tx, input) => present.presentVisit(tx, await visits.planVisit(tx, input))),
  handle(contract.excuseVisit, async (tx, input) => present.presentVisit(tx, await visits.excuseVisit(tx, input))),
  handleStream(contract.exportVisits, files.exportVisits),
  handle(contract.addFinding, async (tx, input) => presentFinding(tx, await findings.addFinding(tx, input))),
  handle(contract.listFindings, async (tx, input) => {
    const page = await findings.listFindings(tx, await findings.filterOf(tx, input), input)
    const places = await findPlaces(tx, [...new Set(page.items.map((row) => row.place_id))])
    const nameOf = new Map(places.map((place) => [place.id, place.name]))
    const shown = await present.presentFindings(tx, page.items)
    const items = page.items.flatMap((row, index) => {
      const finding = shown[index]
      const where = {
        placeName: nameOf.get(row.place_id) ?? '',
        visitKind: row.visit_kind,
        visitNumber: row.visit_number,
      }
      return finding ? [{ ...finding, ...where }] : []
    })
    return { items, nextCursor: page.nextCursor }
  }),
  handle(contract.countFindings, findings.countFindings),
  handleStream(contract.exportFindings, files.exportFindings),
  handle(contract.listCoverage, async (tx, input) =>
    coverage.listCoverage(tx, await coverage.filterOf(tx, input), input.by, input),
  ),
  handle(contract.sumCoverage, coverage.sumCoverage),
  handleStream(contract.exportCoverage, files.exportCoverage),
]

export const operations = [...householdOperations, ...programmeOperations, ...visitOperations]
