import { civilDateAt } from '#kernel/time'
import { handle, handleStream, handleUpload } from '#platform/module'
import * as contract from './contract.ts'
import * as present from './present.ts'
import * as action from './service/action.ts'
import * as campaign from './service/campaign.ts'
import * as catalogue from './service/catalogue.ts'
import * as exports from './service/export.ts'
import * as inspection from './service/inspection.ts'
import * as list from './service/list.ts'
import * as site from './service/site.ts'
import * as siteImport from './service/site-import.ts'
import * as task from './service/task.ts'

const done = async (doing: Promise<action.Done>) => present.presentDone(await doing)

const acts = [
  handle(contract.notifyHazard, (tx, input) => done(action.notifyHazard(tx, input))),
  handle(contract.settleHazard, (tx, input) => done(action.settleHazard(tx, input))),
  handle(contract.rectifyHazard, (tx, input) => done(action.rectifyHazard(tx, input))),
  handle(contract.passHazard, (tx, input) => done(action.passHazard(tx, input))),
  handle(contract.failHazard, (tx, input) => done(action.failHazard(tx, input))),
  handle(contract.requestExtension, (tx, input) => done(action.requestExtension(tx, input))),
  handle(contract.grantExtension, (tx, input) => done(action.grantExtension(tx, input))),
  handle(contract.denyExtension, (tx, input) => done(action.denyExtension(tx, input))),
  handle(contract.escalateHazard, (tx, input) => done(action.escalateHazard(tx, input))),
  handle(contract.voidHazard, (tx, input) => done(action.voidHazard(tx, input))),
  handle(contract.noteHazard, (tx, input) => done(action.noteHazard(tx, input))),
]

const hazards = [
  handle(contract.listHazards, async (tx, input) => present.presentHazards(await list.listHazards(tx, input))),
  handle(contract.countHazards, (tx, input) => list.countHazards(tx, input)),
  handle(contract.findHazard, async (tx, input) => present.presentHazardView(await list.viewHazard(tx, input.id))),
  handleStream(contract.exportHazards, exports.exportHazards),
  handle(contract.recordInspection, async (tx, input) => {
    const { row, names, hazards: found } = await inspection.recordInspection(tx, input)
    return {
      inspection: present.presentInspection(row, names),
      hazards: found.map((hazard) => ({ id: hazard.id, number: hazard.number, noticeNumber: hazard.notice_number })),
    }
  }),
  handle(contract.listInspections, async (tx, input) => {
    const { items, nextCursor, names } = await inspection.listInspections(tx, input)
    return { items: items.map((row) => present.presentInspection(row, names)), nextCursor }
  }),
  handle(contract.findInspection, async (tx, input) => {
    const { row, names, items, hazards: found } = await inspection.viewInspection(tx, input.id)
    return {
      inspection: present.presentInspection(row, names),
      items: items.map((item) => ({ kindId: item.kind_id, kindName: item.kind_name, result: item.result })),
      hazards: found.map((hazard) => ({
        id: hazard.id,
        number: hazard.number,
        kindName: hazard.kind_name,
        state: hazard.state,
      })),
    }
  }),
]

const catalogues = [
  handle(contract.findCatalogue, async (tx, input) =>
    present.presentCatalogue(await catalogue.readCatalogue(tx, input.withEnded)),
  ),
  handle(contract.installCatalogue, (tx) => catalogue.installCatalogue(tx)),
  handle(contract.createClass, async (tx, input) => present.presentClass(await catalogue.createClass(tx, input), [])),
  handle(contract.renameClass, async (tx, input) => {
    const { row, kinds } = await catalogue.renameClass(tx, input)
    return present.presentClass(row, kinds)
  }),
  handle(contract.createKind, async (tx, input) => present.presentKind(await catalogue.createKind(tx, input))),
  handle(contract.changeKind, async (tx, input) => present.presentKind(await catalogue.changeKind(tx, input))),
  handle(contract.retireKind, async (tx, input) => present.presentKind(await catalogue.retireKind(tx, input))),
  handle(contract.createSiteKind, async (tx, input) =>
    present.presentSiteKind(await catalogue.createSiteKind(tx, input)),
  ),
  handle(contract.retireSiteKind, async (tx, input) =>
    present.presentSiteKind(await catalogue.retireSiteKind(tx, input)),
  ),
]

const shown = async (doing: ReturnType<typeof site.listedSite>) => {
  const { row, names } = await doing
  return present.presentSite(row, names)
}

const sites = [
  handle(contract.listSites, async (tx, input) => {
    const { items, nextCursor, names } = await site.listSites(tx, input)
    return { items: items.map((row) => present.presentSite(row, names)), nextCursor }
  }),
  handle(contract.findSite, async (tx, input) => present.presentSiteView(await site.viewSite(tx, input.id))),
  handle(contract.createSite, (tx, input) => shown(site.createSite(tx, input))),
  handle(contract.changeSite, (tx, input) => shown(site.changeSite(tx, input))),
  handle(contract.closeSite, (tx, input) => shown(site.closeSite(tx, input))),
  handle(contract.revealSite, (tx, input) => site.revealSite(tx, input)),
  handleStream(contract.exportSites, exports.exportSites),
  handleUpload(contract.previewSiteImport, (tx, input, file) => siteImport.previewSiteImport(tx, input, file)),
  handleUpload(contract.commitSiteImport, (tx, input, file) => siteImport.commitSiteImport(tx, input, file)),
]

const campaigns = [
  handle(contract.listCampaigns, async (tx, input) => {
    const { items, nextCursor } = await campaign.listCampaigns(tx, input)
    return { items: items.map(present.presentCampaign), nextCursor }
  }),
  handle(contract.findCampaign, async (tx, input) =>
    present.presentCampaignDetail(await campaign.viewCampaign(tx, input.id)),
  ),
  handle(contract.createCampaign, async (tx, input) =>
    present.presentCampaign(await campaign.createCampaign(tx, input)),
  ),
  handle(contract.changeCampaign, async (tx, input) =>
    present.presentCampaign(await campaign.changeCampaign(tx, input)),
  ),
  handle(contract.endCampaign, async (tx, input) => present.presentCampaign(await campaign.endCampaign(tx, input))),
  handleStream(contract.exportCampaign, exports.exportCampaign),
  handle(contract.makeDraw, async (tx, input) => {
    const { row, names } = await task.makeDraw(tx, input)
    return present.presentDraw(row, names)
  }),
  handle(contract.listDraws, async (tx, input) => {
    const { items, nextCursor, names } = await task.listDraws(tx, input)
    return { items: items.map((row) => present.presentDraw(row, names)), nextCursor }
  }),
  handle(contract.listTasks, async (tx, input) => {
    const { items, nextCursor, names } = await task.listTasks(tx, input)
    const today = civilDateAt(tx.now())
    return { items: items.map((row) => present.presentTask(row, names, today)), nextCursor }
  }),
  handle(contract.assignTasks, (tx, input) => task.assignTasks(tx, input)),
  handle(contract.cancelTask, async (tx, input) => {
    const { row, names } = await task.cancelTask(tx, input)
    return present.presentTask(row, names, civilDateAt(tx.now()))
  }),
  handle(contract.listInspectors, async (tx, input) => ({ items: await task.listInspectors(tx, input.placeId) })),
]

export const operations = [...hazards, ...acts, ...catalogues, ...sites, ...campaigns]
