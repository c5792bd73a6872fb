import * as contract from '#modules/emergencies/contract'
import { emergencies } from '#modules/emergencies'
import { type Acting, actorOf, daysAgo, memberAt, minutesAfter, perform, runJob } from './acting.ts'

/** One in so many does not see the call in time: the next of the chain is told. */
const LATE_EVERY = 7
const ACKNOWLEDGE_MINUTES = 10

/** 平急转换 (S2-20): a night of rain in the busiest community, from the alarm to the end. */
export const playEmergency = async (acting: Acting): Promise<void> => {
  const { busiest } = acting.district
  const at = daysAgo(acting, 9, 20, 40)
  const { actor: dispatcher } = memberAt(acting, busiest.place.path, 'dispatcher')
  const { actor: station } = memberAt(acting, busiest.place.path, 'stationLeader')
  await perform(acting, dispatcher, minutesAfter(at, -3_000), contract.setPlan, {
    kind: 'flood',
    version: 0,
    acknowledgeMinutes: ACKNOWLEDGE_MINUTES,
    duties: {
      gridWorker: { normal: '巡看排水口、挡墙、地下车库', emergency: '到低洼楼栋敲门，转移一楼老人' },
      gridLeader: { normal: '每月核对低洼住户名单', emergency: '带网格员分楼栋，清点人数' },
      stationLeader: { normal: '备足沙袋、水泵，检查值班', emergency: '在现场指挥，半小时报一次水情' },
      communitySecretary: { normal: '组织演练，更新联系人', emergency: '打开安置点，联系街道要人要物' },
      streetOfficer: { normal: '检查各社区的预案', emergency: '调水泵和车辆到社区' },
    },
  })
  const event = await perform(acting, station, at, contract.raiseEvent, {
    kind: 'flood',
    level: 3,
    title: '短时强降雨，低洼处进水',
    words: `${busiest.place.name}老街一带积水到小腿，地下车库开始进水。请网格员立即到楼栋，先转移一楼的老人。`,
    placeIds: [busiest.place.id],
  })
  const id = { id: event.id }
  const { responses } = await perform(acting, station, minutesAfter(at, 1), contract.findEvent, id)
  const called = responses.map(({ person }) => actorOf(acting, person.id))
  const late = called.filter((_, index) => index % LATE_EVERY === LATE_EVERY - 1)
  const answer = (actor: (typeof called)[number], minutes: number, state: 'received' | 'onWay' | 'inPlace') =>
    perform(acting, actor, minutesAfter(at, minutes), contract.acknowledge, { eventId: event.id, state })
  for (const [index, actor] of called.entries())
    if (!late.includes(actor)) await answer(actor, 1 + (index % 8), 'received')
  await runJob(acting, emergencies, 'emergencies.escalate', minutesAfter(at, ACKNOWLEDGE_MINUTES + 1))
  for (const actor of late) await answer(actor, ACKNOWLEDGE_MINUTES + 4, 'received')
  const nearby = called.filter((actor) => actor.posts.some((post) => post.placePath.startsWith(busiest.place.path)))
  for (const [index, actor] of nearby.entries()) {
    await answer(actor, 16 + (index % 5), 'onWay')
    await answer(actor, 24 + (index % 9), 'inPlace')
  }
  const log = (minutes: number, words: string) =>
    perform(acting, station, minutesAfter(at, minutes), contract.logEvent, { ...id, words })
  await log(35, '老街口水深约 40 厘米，一楼 6 户已经全部上到二楼，人数点清。')
  const task = await perform(acting, station, minutesAfter(at, 37), contract.createTask, {
    eventId: event.id,
    words: '地下车库口垒沙袋，架一台水泵',
    personId: station.personId,
  })
  await perform(acting, station, minutesAfter(at, 95), contract.finishTask, { id: task.id })
  await log(110, '雨小了，老街口水退到脚面，水泵还在抽。')
  await perform(acting, station, minutesAfter(at, 170), contract.standDown, {
    ...id,
    words: '雨停水退，转移的 6 户都已回家，无人受伤。车库抽干，明天清淤、查线路。',
  })
}
