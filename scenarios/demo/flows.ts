import { type CaseConfig, findConfig, setConfig } from '#modules/cases/contract'
import { civilDateAt } from '#kernel/time'
import { type Ctx, newId } from '#platform/context'
import type { DemoDistrict } from './districts.ts'

/** How each of the five says that its matters go upwards; what a source does not say stays as the house has it. */
const FLOWS: Readonly<Record<DemoDistrict['key'], Partial<CaseConfig>>> = {
  // 经联络员核实信息后，第一时间发布消息和介入调解 (S0-38)
  wuhua: { checkedChannels: ['correspondent'] },
  // 社区吹哨子、街道喊号子、部门接单子 (S1-31)
  huangbohai: { chain: ['community', 'street', 'department'], skipping: 'reason' },
  // 网格员、网格长、站长、指导员四级, then 分级化解 (S2-15, S2-57)
  anning: {
    chain: ['gridWorker', 'gridLeader', 'stationLeader', 'gridInstructor', 'street', 'department'],
    skipping: 'reason',
  },
  hongshan: {},
  // 社区发现、街镇呼叫、部门响应、协同整治 (S4-61); what is not one's own is disputed, not sent back
  pidu: { chain: ['community', 'street', 'department'], skipping: 'urgent', sendingBack: 'decided' },
}

/** Sets the flow of a district as its administrator would, from today on. */
export const setFlowOf = async (ctx: Ctx, key: DemoDistrict['key']): Promise<void> => {
  const change = FLOWS[key]
  if (Object.keys(change).length === 0) return
  const { operations } = ctx.services
  const { inForce } = await operations.perform(ctx, findConfig, {})
  await operations.perform({ ...ctx, requestId: newId(ctx) }, setConfig, {
    validFrom: civilDateAt(ctx.now()),
    config: { ...inForce, ...change },
  })
}
