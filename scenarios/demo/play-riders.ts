import { anyone, type Actor } from '#kernel/role'
import * as cases from '#modules/cases/contract'
import { type Acting, appoint, minutesAfter, perform } from './acting.ts'
import type { BuiltCommunity } from './build-district.ts'
import { pick } from './people.ts'
import { carryOn, categoryOf, type Stage, Way } from './play-cases.ts'
import { plainStory, type Story } from './stories.ts'

const STREET = '龙翔街道'
const RIDERS = 12
const DAY_MINUTES = 1_440
/** How far back the first report lies. */
const DAYS_BACK = 45
/** One report in so many is found not to be so. */
const ABSENT_EVERY = 19

/** What riders saw on their rounds: how many of a kind, in which words, under which category. */
const SEEN = [
  {
    count: 26,
    reports: [
      ['消防安全', '{place} 楼道口堆了几箱旧纸板，旁边就是充电的电动车，送餐时看见插线板烫手。'],
      ['消防安全', '{place} 后门的消防通道停了一辆面包车，救护车转不进来。'],
      ['消防安全', '{place} 二楼有人从窗口拉线下来充电，线皮已经磨破了。'],
      ['安全生产', '{place} 旁边的脚手架有一根钢管松了，风一吹就晃，下面是人行道。'],
      ['安全生产', '{place} 楼下小餐馆的煤气罐放在灶台边，闻着有味道。'],
      ['隐患或线索', '{place} 门口的监控歪了半个月，单元门也锁不上，夜里有人在楼道里转悠。'],
    ],
    resolve: '现场清走、拆除，和住户、店主当面讲清，拍了照。',
    close: '隐患已经消除，网格员这个月每周再看一次。',
  },
  {
    count: 6,
    reports: [
      ['邻里纠纷', '{place} 三楼两家为楼道里的鞋柜吵了起来，声音很大，有人要动手。'],
      ['劳资纠纷', '{place} 楼下装修的两个师傅说老板欠了工钱，在门口拦着不让走。'],
      ['物业管理', '{place} 门岗不让外卖车进，几个住户和保安吵了两天。'],
    ],
    resolve: '调解员到场，把两边请到社区坐下来谈，当面说好。',
    close: '双方谈妥，签了字，社区过几天再回访。',
  },
  {
    count: 50,
    reports: [
      ['暴露垃圾', '{place} 垃圾桶满了没人收，汤水流到路上，骑车会滑。'],
      ['暴露垃圾', '{place} 路口有人半夜倒了一堆厨余，味道很大。'],
      ['积存垃圾渣土', '{place} 围墙边堆着装修渣土，占了半边路。'],
      ['道路不洁', '{place} 门口洒了一路沙石，电动车过去直打滑。'],
      ['绿地脏乱', '{place} 绿化带里全是塑料袋和饭盒，好几天了。'],
      ['非法小广告', '{place} 电梯口和单元门又贴满了小广告，连门牌都盖住了。'],
      ['店外经营', '{place} 楼下烧烤摊把桌子摆到了路中间，车过不去。'],
    ],
    resolve: '当天清运、冲洗干净，摆出来的东西收回店内。',
    close: '已经清干净，保洁每天多走一趟。',
  },
] as const

/** 外卖骑手网格通讯员 and what they report, seen to by the liaisons of the street (S0-37, S0-38). */
export const playRiders = async (acting: Acting, stage: Stage): Promise<void> => {
  const communities = acting.district.communities.filter(({ street }) => street.name === STREET)
  const [first] = communities
  if (!first) throw new Error(`there is no ${STREET}`)
  const place = first.street
  const riders = await appoint(
    acting,
    { role: 'correspondent', title: '外卖骑手网格通讯员', place, manner: 'volunteer' },
    RIDERS,
  )
  const liaisons = await appoint(acting, { role: 'liaison', title: '街道联络员', place }, 2)
  let number = 0
  for (const kind of SEEN) {
    for (let index = 0; index < kind.count; index += 1) {
      const [category, words] = kind.reports[index % kind.reports.length] ?? kind.reports[0]
      const rider = riders[number % riders.length] ?? anyone
      const liaison = liaisons[number % liaisons.length] ?? anyone
      const story = plainStory({ category, resolve: kind.resolve, close: kind.close })
      const community = pick(acting.draw, communities)
      await playReport({ acting, stage, rider, liaison, number, community, story }, words)
      number += 1
    }
  }
}

interface Report {
  readonly acting: Acting
  readonly stage: Stage
  readonly rider: Actor
  readonly liaison: Actor
  readonly number: number
  readonly community: BuiltCommunity
  readonly story: Story
}

const playReport = async (report: Report, words: string): Promise<void> => {
  const { acting, stage, rider, liaison, number, community, story } = report
  const compound = pick(acting.draw, community.compounds)
  const fill = (text: string): string => text.replaceAll('{place} ', compound.name)
  const back = acting.draw(DAYS_BACK * DAY_MINUTES)
  const way = new Way(stage, minutesAfter(acting.until, -back))
  const reported = await perform(acting, rider, way.at, cases.reportCase, {
    body: fill(words),
    channel: 'correspondent',
    placeId: compound.id,
    address: `${compound.name} ${1 + acting.draw(12)} 幢`,
    categoryId: categoryOf(stage, story.category),
  })
  way.caseId = reported.case.id
  const isAbsent = number % ABSENT_EVERY === ABSENT_EVERY - 1
  const checked = await way.act(liaison, 10 + acting.draw(40), cases.checkCase, {
    id: way.caseId,
    result: isAbsent ? 'absent' : 'exists',
    words: isAbsent ? '到现场看过，没有看到，周围住户也说没有' : '到现场看过，情况属实',
  })
  if (!checked || isAbsent) return
  const { queryCode } = reported
  await carryOn(way, { story, fill, community, placePath: compound.path, turn: 'straight', queryCode })
}
