import { handle, handleStream } from '#platform/module'
import * as contract from './contract.ts'
import {
  presentLink,
  presentMediation,
  presentMediationRow,
  presentMediationSums,
  presentNotice,
  presentSupervision,
  presentWhistle,
  presentWhistleRow,
} from './present-measure.ts'
import * as mediation from './service/mediation.ts'
import * as mediationView from './service/mediation-view.ts'
import * as notice from './service/notice.ts'
import * as supervision from './service/supervision.ts'
import * as whistle from './service/whistle.ts'
import { exportWhistles, listWhistles, sumWhistles } from './service/whistle-list.ts'
import { findWhistles, type WhistleView } from './service/whistle-view.ts'

const blown = async (doing: Promise<WhistleView>) => presentWhistle(await doing)
const supervised = async (doing: Promise<supervision.SupervisionView>) => presentSupervision(await doing)
const mediated = async (doing: Promise<mediationView.MediationView>) => presentMediation(await doing)

const whistles = [
  handle(contract.blowWhistle, (tx, input) => blown(whistle.blowWhistle(tx, input))),
  handle(contract.callWhistle, (tx, input) => blown(whistle.callWhistle(tx, input))),
  handle(contract.declineWhistle, (tx, input) => blown(whistle.declineWhistle(tx, input))),
  handle(contract.takeOrder, (tx, input) => blown(whistle.takeOrder(tx, input))),
  handle(contract.arriveAtWhistle, (tx, input) => blown(whistle.arriveAtWhistle(tx, input))),
  handle(contract.leaveWhistle, (tx, input) => blown(whistle.leaveWhistle(tx, input))),
  handle(contract.excuseFromWhistle, (tx, input) => blown(whistle.excuseFromWhistle(tx, input))),
  handle(contract.endWhistle, (tx, input) => blown(whistle.endWhistle(tx, input))),
  handle(contract.scoreOrganization, (tx, input) => blown(whistle.scoreOrganization(tx, input))),
  handle(contract.rateWhistle, (tx, input) => blown(whistle.rateWhistle(tx, input))),
  handle(contract.findWhistles, async (tx, input) => {
    const { items, links, can } = await findWhistles(tx, input)
    return { items: items.map(presentWhistle), links: links.map(presentLink), can }
  }),
  handle(contract.listWhistles, async (tx, input) => {
    const { items, nextCursor } = await listWhistles(tx, input)
    return { items: items.map(presentWhistleRow), nextCursor }
  }),
  handle(contract.sumWhistles, (tx, input) => sumWhistles(tx, input)),
  handleStream(contract.exportWhistles, exportWhistles),
]

const supervisions = [
  handle(contract.issueSupervision, (tx, input) => supervised(supervision.issueSupervision(tx, input))),
  handle(contract.answerSupervision, (tx, input) => supervised(supervision.answerSupervision(tx, input))),
  handle(contract.liftSupervision, (tx, input) => supervised(supervision.liftSupervision(tx, input))),
  handle(contract.findSupervisions, async (tx, input) => {
    const { views, can } = await supervision.findSupervisions(tx, input)
    return { items: views.map(presentSupervision), can }
  }),
  handle(contract.listSupervisions, async (tx, input) => {
    const { items, nextCursor } = await supervision.listSupervisions(tx, input)
    return { items: items.map(presentSupervision), nextCursor }
  }),
  handle(contract.sumSupervisions, (tx, input) => supervision.sumSupervisions(tx, input)),
  handleStream(contract.exportSupervisions, supervision.exportSupervisions),
]

const mediations = [
  handle(contract.openMediation, (tx, input) => mediated(mediation.openMediation(tx, input))),
  handle(contract.holdSession, (tx, input) => mediated(mediation.holdSession(tx, input))),
  handle(contract.concludeMediation, (tx, input) => mediated(mediation.concludeMediation(tx, input))),
  handle(contract.followUpMediation, (tx, input) => mediated(mediation.followUpMediation(tx, input))),
  handle(contract.revealParties, async (tx, input) => {
    const parties = await mediation.revealParties(tx, input)
    return { parties: parties.map(({ number, name, phone }) => ({ number, name, phone })) }
  }),
  handle(contract.findMediation, (tx, input) => mediated(mediationView.viewMediation(tx, input.id))),
  handle(contract.findMediations, async (tx, input) => {
    const { views, can } = await mediationView.findMediations(tx, input)
    return { items: views.map(presentMediation), can }
  }),
  handle(contract.listMediations, async (tx, input) => {
    const { items, nextCursor } = await mediationView.listMediations(tx, input)
    return { items: items.map(presentMediationRow), nextCursor }
  }),
  handle(contract.sumMediations, async (tx, input) =>
    presentMediationSums(await mediationView.sumMediations(tx, input)),
  ),
  handleStream(contract.exportMediations, mediationView.exportMediations),
]

const notices = [
  handle(contract.publishNotice, async (tx, input) => presentNotice(await notice.publishNotice(tx, input))),
  handle(contract.takeDownNotice, async (tx, input) => presentNotice(await notice.takeDownNotice(tx, input))),
  handle(contract.findNotices, async (tx, input) => {
    const { views, can } = await notice.findNotices(tx, input)
    return { items: views.map(presentNotice), can }
  }),
  handle(contract.listPublicNotices, async (tx, input) => {
    const { items, nextCursor } = await notice.listPublicNotices(tx, input)
    return {
      items: items.map(({ row, placeName }) => ({
        id: row.id,
        headline: row.headline,
        words: row.words,
        placeName,
        publishedAt: row.published_at,
      })),
      nextCursor,
    }
  }),
]

export const measureOperations = [...whistles, ...supervisions, ...mediations, ...notices]
