import { handle, handleStream, handleUpload } from '#platform/module'
import * as contract from './contract.ts'
import { measureOperations } from './measure-routes.ts'
import {
  presentCaseWithCan,
  presentCategory,
  presentCategoryRule,
  presentCounts,
  presentDetail,
  presentDispatchRule,
  presentInForce,
  presentList,
  presentConfig,
  presentPublic,
  presentRelated,
} from './present.ts'
import * as action from './service/action.ts'
import type { Done } from './service/carry-out.ts'
import * as category from './service/category.ts'
import * as categoryImport from './service/category-import.ts'
import * as config from './service/config.ts'
import * as dispatchRule from './service/dispatch-rule.ts'
import { escalateCase, findTiers } from './service/escalate.ts'
import { exportCases } from './service/export.ts'
import { openFileByQueryCode } from './service/file.ts'
import * as imports from './service/import.ts'
import * as lifecycle from './service/lifecycle.ts'
import * as list from './service/list.ts'
import * as related from './service/related.ts'
import { reportCase } from './service/report.ts'
import * as request from './service/request.ts'
import { revealReporters } from './service/reveal.ts'
import { suggestCategory } from './service/suggest.ts'
import { viewCase } from './service/view.ts'

const done = async (doing: Promise<Done>) => presentCaseWithCan(await doing)

const acts = [
  handle(contract.acceptCase, (tx, input) => done(action.acceptCase(tx, input))),
  handle(contract.refuseCase, (tx, input) => done(action.refuseCase(tx, input))),
  handle(contract.fileCase, (tx, input) => done(action.fileCase(tx, input))),
  handle(contract.dispatchCase, (tx, input) => done(action.dispatchCase(tx, input))),
  handle(contract.returnCase, (tx, input) => done(action.returnCase(tx, input))),
  handle(contract.resolveCase, (tx, input) => done(action.resolveCase(tx, input))),
  handle(contract.verifyCase, (tx, input) => done(action.verifyCase(tx, input))),
  handle(contract.reworkCase, (tx, input) => done(action.reworkCase(tx, input))),
  handle(contract.closeCase, (tx, input) => done(action.closeCase(tx, input))),
  handle(contract.reopenCase, (tx, input) => done(action.reopenCase(tx, input))),
  handle(contract.pauseCase, (tx, input) => done(action.pauseCase(tx, input))),
  handle(contract.resumeCase, (tx, input) => done(action.resumeCase(tx, input))),
  handle(contract.extendCase, (tx, input) => done(action.extendCase(tx, input))),
  handle(contract.noteCase, (tx, input) => done(action.noteCase(tx, input))),
  handle(contract.evaluateCase, (tx, input) => done(action.evaluateCase(tx, input))),
  handle(contract.withdrawCase, (tx, input) => done(action.withdrawCase(tx, input))),
  handle(contract.supplementCase, (tx, input) => done(action.supplementCase(tx, input))),
  handle(contract.askCheck, (tx, input) => done(lifecycle.askCheck(tx, input))),
  handle(contract.checkCase, (tx, input) => done(lifecycle.checkCase(tx, input))),
  handle(contract.escalateCase, (tx, input) => done(escalateCase(tx, input))),
  handle(contract.askForCase, (tx, input) => done(request.askForCase(tx, input))),
  handle(contract.denyRequest, (tx, input) => done(request.denyRequest(tx, input))),
  handle(contract.recallCase, (tx, input) => done(lifecycle.recallCase(tx, input))),
  handle(contract.mergeCase, (tx, input) => done(related.mergeCase(tx, input))),
  handle(contract.unmergeCase, (tx, input) => done(related.unmergeCase(tx, input))),
  handle(contract.splitCase, (tx, input) => done(related.splitCase(tx, input))),
  handle(contract.transferCase, (tx, input) => done(lifecycle.transferCase(tx, input))),
  handle(contract.takeBackCase, (tx, input) => done(lifecycle.takeBackCase(tx, input))),
  handle(contract.revisitCase, (tx, input) => done(lifecycle.revisitCase(tx, input))),
  handle(contract.missRevisit, (tx, input) => done(lifecycle.missRevisit(tx, input))),
  handle(contract.reraiseCase, (tx, input) => done(action.reraiseCase(tx, input))),
]

const reads = [
  handle(contract.reportCase, async (tx, input) => {
    const { queryCode, ...reported } = await reportCase(tx, input)
    return { queryCode, case: presentCaseWithCan(reported) }
  }),
  handle(contract.findCase, async (tx, input) => presentDetail(await viewCase(tx, input))),
  handle(contract.findCaseByQueryCode, async (tx, input) => presentDetail(await viewCase(tx, input))),
  handle(contract.listCases, async (tx, input) => presentList(await list.listCases(tx, input))),
  handle(contract.countCases, async (tx, input) => presentCounts(await list.countCases(tx, input))),
  handle(contract.listPublicCases, async (tx, input) => presentPublic(await list.listPublicCases(tx, input))),
  handle(contract.revealReporters, async (tx, input) => {
    const { row, reporters } = await revealReporters(tx, input)
    return { body: row.body, reporters: reporters.map(({ number, name, phone }) => ({ number, name, phone })) }
  }),
  handleStream(contract.exportCases, exportCases),
  handle(contract.findTiers, async (tx, input) => {
    const { tiers } = await findTiers(tx, input)
    return { tiers: tiers.map((tier) => ({ ...tier, candidates: [...tier.candidates] })) }
  }),
  handle(contract.findRelated, async (tx, input) => presentRelated(await related.findRelated(tx, input))),
  handle(contract.findConfig, async (tx) => {
    const { inForce, validFrom, history } = await config.findConfig(tx)
    return { inForce, validFrom, history: history.map(presentConfig) }
  }),
  handle(contract.setConfig, async (tx, input) => presentConfig(await config.setConfig(tx, input))),
  handleStream(contract.openFileByQueryCode, (ctx, input) => openFileByQueryCode(ctx, input, 'whole')),
  handleStream(contract.openThumbnailByQueryCode, (ctx, input) => openFileByQueryCode(ctx, input, 'thumbnail')),
]

const categories = [
  handle(contract.listCategories, async (tx, input) => {
    const { rows, parents } = await category.listCategories(tx, input)
    return { items: rows.map((row) => presentCategory(row, parents)) }
  }),
  handle(contract.findCategory, async (tx, input) => {
    const view = await category.findCategory(tx, input.id)
    const parents = new Set(view.isLeaf ? [] : [view.category.id])
    for (const above of view.above) parents.add(above.id)
    return {
      category: presentCategory(view.category, parents),
      above: view.above.map((row) => presentCategory(row, parents)),
      rules: view.rules.map(presentCategoryRule),
      inForce: presentInForce(view),
    }
  }),
  handle(contract.suggestCategory, (tx, input) => suggestCategory(tx, input)),
  handle(contract.createCategory, async (tx, input) =>
    presentCategory(await category.createCategory(tx, input), new Set()),
  ),
  handle(contract.renameCategory, async (tx, input) => {
    const { row, parents } = await category.renameCategory(tx, input)
    return presentCategory(row, parents)
  }),
  handle(contract.retireCategory, async (tx, input) =>
    presentCategory(await category.retireCategory(tx, input), new Set()),
  ),
  handle(contract.setCategoryRule, async (tx, input) => presentCategoryRule(await category.setCategoryRule(tx, input))),
  handle(contract.installDefaults, (tx) => categoryImport.installDefaults(tx)),
  handleStream(contract.exportCategories, (ctx) => categoryImport.exportCategories(ctx)),
  handleUpload(contract.previewCategoryImport, (tx, _input, file) => categoryImport.previewCategoryImport(tx, file)),
  handleUpload(contract.commitCategoryImport, (tx, _input, file) => categoryImport.commitCategoryImport(tx, file)),
  handle(contract.listDispatchRules, async (tx, input) => {
    const rules = await dispatchRule.listDispatchRules(tx, input)
    return { items: rules.map(presentDispatchRule) }
  }),
  handle(contract.createDispatchRule, async (tx, input) =>
    presentDispatchRule(await dispatchRule.createDispatchRule(tx, input)),
  ),
  handle(contract.endDispatchRule, async (tx, input) =>
    presentDispatchRule(await dispatchRule.endDispatchRule(tx, input)),
  ),
]

const files = [
  handleUpload(contract.previewImport, (tx, input, file) => imports.previewImport(tx, input.channel, file)),
  handleUpload(contract.commitImport, (tx, input, file) => imports.commitImport(tx, input.channel, file)),
]

export const operations = [...reads, ...acts, ...measureOperations, ...categories, ...files]
