import { handle, handlePrepared, handleStream } from '#platform/module'
import * as contract from './contract.ts'
import {
  presentDelivery,
  presentFile,
  presentFlow,
  presentHit,
  presentNotice,
  presentView,
  presentWaiting,
} from './present.ts'
import * as deliveries from './service/delivery.ts'
import * as desk from './service/desk.ts'
import * as files from './service/file.ts'
import * as notices from './service/notice.ts'
import * as views from './service/view.ts'

export const operations = [
  handle(contract.listInbox, async (tx, input) => {
    const page = await desk.listInbox(tx, input)
    return { ...page, items: page.items.map((row) => presentWaiting(tx, row)) }
  }),
  handle(contract.countInbox, desk.countInbox),
  handle(contract.findEverything, async (tx, input) => {
    const { hits, hasMore } = await desk.findEverything(tx, input)
    return { items: hits.map((hit) => presentHit(tx, hit)), hasMore }
  }),
  handle(contract.listNotices, async (tx, input) => {
    const page = await notices.listNotices(tx, input)
    return { ...page, items: page.items.map((row) => presentNotice(tx, row)) }
  }),
  handle(contract.countNotices, notices.countUnread),
  handle(contract.readNotices, (tx, input) => notices.readNotices(tx, input.ids)),
  handle(contract.readAllNotices, (tx) => notices.readNotices(tx, 'all')),
  handle(contract.findSetting, notices.findSetting),
  handle(contract.updateSetting, notices.updateSetting),
  handle(contract.saveView, async (tx, input) => presentView(await views.saveView(tx, input))),
  handle(contract.listViews, async (tx, input) => ({
    items: (await views.listViews(tx, input.list)).map(presentView),
  })),
  handle(contract.removeView, (tx, input) => views.removeView(tx, input.id)),
  handlePrepared(contract.uploadFile, files.prepareFile, async (tx, _input, prepared) =>
    presentFile(await files.keepFile(tx, prepared)),
  ),
  handleStream(contract.openFile, (ctx, input) => files.openFile(ctx, input.id, 'whole')),
  handleStream(contract.openThumbnail, (ctx, input) => files.openFile(ctx, input.id, 'thumbnail')),
  handle(contract.listFlows, async (tx) => ({ items: tx.services.registry.flows.map(presentFlow) })),
  handle(contract.listDeliveries, async (tx, input) => {
    const page = await deliveries.listDeliveries(tx, input)
    return { ...page, items: page.items.map((row) => presentDelivery(tx, row)) }
  }),
]
