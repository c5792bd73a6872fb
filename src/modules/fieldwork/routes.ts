import { canOfOperations } from '#kernel/can'
import { findFiles } from '#modules/workplace'
import { handle, handleStream } from '#platform/module'
import * as contract from './contract.ts'
import * as present from './present.ts'
import * as action from './service/action.ts'
import { sumCoverage } from './service/coverage.ts'
import { exportActions, exportCoverage, exportPatrols } from './service/export.ts'
import * as gridFunction from './service/function.ts'
import * as list from './service/list.ts'
import * as patrol from './service/patrol.ts'
import * as roster from './service/roster.ts'
import * as route from './service/route.ts'

const routes = [
  handle(contract.listRoutes, async (tx, input) => {
    const page = await route.listRoutes(tx, input)
    return { ...page, items: await present.presentRoutes(tx, page.items) }
  }),
  handle(contract.findRoute, async (tx, input) => present.presentRouteView(tx, await route.findRoute(tx, input.id))),
  handle(contract.createRoute, async (tx, input) => present.presentRoute(tx, await route.createRoute(tx, input))),
  handle(contract.updateRoute, async (tx, input) => present.presentRoute(tx, await route.updateRoute(tx, input))),
  handle(contract.endRoute, async (tx, input) => present.presentRoute(tx, await route.endRoute(tx, input))),
  handle(contract.listRoster, async (tx, input) => {
    const page = await roster.listRoster(tx, input)
    return { ...page, items: await present.presentRoster(tx, page.items) }
  }),
  handle(contract.addToRoster, async (tx, input) => present.presentRosterLine(tx, await roster.addToRoster(tx, input))),
  handle(contract.endRoster, async (tx, input) => present.presentRosterLine(tx, await roster.endRoster(tx, input))),
]

const patrols = [
  handle(contract.myPatrols, async (tx) => ({ items: await present.presentWalks(tx, await list.myPatrols(tx)) })),
  handle(contract.listPatrols, async (tx, input) => {
    const page = await list.listPatrols(tx, input)
    return { ...page, items: await present.presentPatrols(tx, page.items) }
  }),
  handle(contract.findPatrol, async (tx, input) => present.presentPatrolView(tx, await list.viewPatrol(tx, input.id))),
  handle(contract.startPatrol, async (tx, input) => present.presentPatrol(tx, await patrol.startPatrol(tx, input))),
  handle(contract.checkIn, async (tx, input) => {
    const done = await patrol.checkIn(tx, input)
    const [checkIn] = await present.presentCheckIns(tx, [done.checkIn], await findFiles(tx, done.checkIn.files))
    if (!checkIn) throw new Error('one check-in is presented as one')
    return { checkIn, patrol: await present.presentPatrol(tx, done.patrol) }
  }),
  handle(contract.reportFinding, (tx, input) => patrol.reportFinding(tx, input)),
  handle(contract.finishPatrol, async (tx, input) => present.presentPatrol(tx, await patrol.finishPatrol(tx, input))),
  handle(contract.listTakers, async (tx, input) => {
    const takers = await patrol.listTakers(tx, await patrol.loadPatrol(tx, input.id))
    return { items: await present.presentPersons(tx, takers) }
  }),
  handle(contract.handOver, async (tx, input) => present.presentPatrol(tx, await patrol.handOver(tx, input))),
  handle(contract.explainPatrol, async (tx, input) => present.presentPatrol(tx, await patrol.explainPatrol(tx, input))),
  handleStream(contract.exportPatrols, exportPatrols),
  handle(contract.sumCoverage, (tx, input) => sumCoverage(tx, input)),
  handleStream(contract.exportCoverage, exportCoverage),
]

const actions = [
  handle(contract.listFunctions, async (tx) => ({ items: await gridFunction.listFunctions(tx) })),
  handle(contract.addFunction, (tx, input) => gridFunction.addFunction(tx, input)),
  handle(contract.changeFunction, (tx, input) => gridFunction.changeFunction(tx, input)),
  handle(contract.logAction, async (tx, input) => present.presentAction(tx, await action.logAction(tx, input))),
  handle(contract.withdrawAction, async (tx, input) =>
    present.presentAction(tx, await action.withdrawAction(tx, input)),
  ),
  handle(contract.listActions, async (tx, input) => {
    const page = await action.listActions(tx, input)
    return { ...page, items: await present.presentActions(tx, page.items) }
  }),
  handle(contract.findAction, async (tx, input) => {
    const row = await action.loadAction(tx, input.id)
    const obstacle = row.withdrawn_at === null ? null : 'fieldwork.action_withdrawn'
    const mine = action.mayWithdraw(tx, row) ? obstacle : 'auth.forbidden'
    return {
      action: await present.presentAction(tx, row),
      files: present.presentActionFiles(await findFiles(tx, row.files)),
      can: canOfOperations(tx.actor, [contract.withdrawAction], { placePath: row.place_path }, mine),
    }
  }),
  handle(contract.sumActions, (tx, input) => action.sumActions(tx, input)),
  handleStream(contract.exportActions, exportActions),
]

export const operations = [...routes, ...patrols, ...actions]
