import sharp from 'sharp'
import type { Actor } from '#kernel/role'
import { addDays, civilDateAt } from '#kernel/time'
import * as contract from '#modules/hazards/contract'
import { keepFile, prepareFile } from '#modules/workplace'
import { inTransaction, systemCtx } from '#platform/context'
import { type Acting, daysAgo, memberAt, minutesAfter, perform } from './acting.ts'

/** What the catalogue calls the kinds of its two named classes (S4-60); the source names the classes only. */
const NAMES = [
  ['疏散通道堵塞', '灭火器过期或缺失', '电气线路私拉乱接', '电动自行车违规停放充电'],
  ['门禁或监控失效', '出租房未登记', '无人看守的财物', '可疑人员滋扰'],
] as const

type End = 'found' | 'noticed' | 'rectified' | 'escalated' | 'onTheSpot' | 'passed' | 'failed' | 'voided'

interface Find {
  readonly site: string
  /** Number of the site kind in the catalogue that the platform brings along. */
  readonly siteKind: number
  readonly kind: readonly [classAt: number, kindAt: number]
  readonly words: string
  readonly measures: string
  readonly end: End
  readonly daysAgo: number
}

/** One inspection a line: where, what was found, and how far it has come. */
const FINDS: readonly Find[] = [
  {
    site: '望丛路好又来便利店',
    siteKind: 2,
    kind: [0, 0],
    words: '后门被整箱饮料堵住，只剩半扇门宽',
    measures: '搬空后门通道，划黄线，不再堆货',
    end: 'passed',
    daysAgo: 17,
  },
  {
    site: '双柏幼儿园',
    siteKind: 0,
    kind: [0, 1],
    words: '二楼走廊两具灭火器压力表在红区',
    measures: '三日内换新，建检查卡',
    end: 'passed',
    daysAgo: 16,
  },
  {
    site: '老灶火锅双柏店',
    siteKind: 3,
    kind: [0, 2],
    words: '冰柜和电磁炉接在一个拖线板上，插头发黑',
    measures: '请电工另拉回路，换阻燃线管',
    end: 'noticed',
    daysAgo: 3,
  },
  {
    site: '望丛客栈',
    siteKind: 4,
    kind: [0, 0],
    words: '三楼安全出口上了链条锁',
    measures: '当场剪锁，换推杆门',
    end: 'onTheSpot',
    daysAgo: 12,
  },
  {
    site: '星光美发',
    siteKind: 7,
    kind: [0, 1],
    words: '店里没有灭火器',
    measures: '配两具，挂在门口',
    end: 'rectified',
    daysAgo: 4,
  },
  {
    site: '双柏雅苑 3 幢架空层',
    siteKind: 11,
    kind: [0, 3],
    words: '架空层停了十一辆电动车，有三辆在拉线充电',
    measures: '全部移到车棚，拆私拉的线',
    end: 'failed',
    daysAgo: 10,
  },
  {
    site: '望丛小区 2 幢出租房',
    siteKind: 9,
    kind: [1, 1],
    words: '五间隔断，住了八个人，只登记了两个',
    measures: '一周内补登记，拆除影响疏散的隔断',
    end: 'escalated',
    daysAgo: 8,
  },
  {
    site: '飞宇网吧',
    siteKind: 6,
    kind: [1, 0],
    words: '门口和吧台的监控都没有画面',
    measures: '修好监控，录像留三十天',
    end: 'noticed',
    daysAgo: 2,
  },
  {
    site: '伏龙木器加工点',
    siteKind: 8,
    kind: [0, 2],
    words: '锯台旁刨花堆到插座下面',
    measures: '每班清一次，插座装防尘盖',
    end: 'found',
    daysAgo: 1,
  },
  {
    site: '双柏诊所',
    siteKind: 1,
    kind: [0, 1],
    words: '灭火器过期一个月',
    measures: '换新',
    end: 'voided',
    daysAgo: 6,
  },
]

type Picture = 'blocked' | 'clear'

/** A drawn picture of a passage, with boxes in it or without. */
const draw = (picture: Picture): Promise<Buffer> => {
  const boxes =
    '<g fill="#b98a4e" stroke="#6f5026"><path d="M190 250h90v80h-90zM270 275h80v55h-80zM210 190h70v60h-70z"/></g>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#d9d4c8"/>
<path d="M0 360 150 240V80L0 0zM480 360 330 240V80L480 0z" fill="#c3bcab"/><path d="M0 360 150 240h180l150 120z" fill="#9c968a"/>
<path d="M185 110h110v130H185z" fill="#5c7f6b"/>${picture === 'blocked' ? boxes : ''}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 70 }).toBuffer()
}

interface Scene {
  readonly acting: Acting
  readonly kindIds: ReadonlyArray<readonly string[]>
  readonly siteKindIds: readonly string[]
  readonly campaignId: string
  readonly pictures: Readonly<Record<Picture, Buffer>>
}

/** A photo that somebody took and sent in. */
const photo = async ({ acting, pictures }: Scene, actor: Actor, at: Date, picture: Picture): Promise<string> => {
  const { services, district } = acting
  const ctx = { ...systemCtx(services, district.districtId, () => at), actor }
  const prepared = await prepareFile(ctx, { fileName: '现场.jpg', bytes: pictures[picture] })
  return (await inTransaction(ctx, (tx) => keepFile(tx, prepared))).id
}

/** The catalogue with names for the kinds of its two named classes, and the campaign of S4-60. */
const openCampaign = async (acting: Acting): Promise<Scene> => {
  const begin = daysAgo(acting, 20, 9)
  const { actor: administrator } = memberAt(acting, acting.district.path, 'administrator')
  await perform(acting, administrator, begin, contract.installCatalogue, {})
  const { classes, siteKinds } = await perform(acting, administrator, begin, contract.findCatalogue, {})
  for (const [classAt, names] of NAMES.entries())
    for (const [kindAt, name] of names.entries()) {
      const kind = classes[classAt]?.kinds[kindAt]
      if (kind)
        await perform(acting, administrator, begin, contract.changeKind, { id: kind.id, version: kind.version, name })
    }
  const { actor: dispatcher } = memberAt(acting, acting.district.path, 'dispatcher')
  const campaign = await perform(acting, dispatcher, begin, contract.createCampaign, {
    name: '平安社区攻坚行动',
    purpose: '从消防、治安等九大类二十九项问题着手，查一处、改一处、销一处',
    startsOn: civilDateAt(begin),
    endsOn: addDays(civilDateAt(begin), 90),
    placeIds: [acting.district.placeId],
  })
  return {
    acting,
    kindIds: classes.map(({ kinds }) => kinds.map(({ id }) => id)),
    siteKindIds: siteKinds.map(({ id }) => id),
    campaignId: campaign.id,
    pictures: { blocked: await draw('blocked'), clear: await draw('clear') },
  }
}

/** The sites of the lines above lie in the busiest community; a worker inspects, the secretary looks again. */
const inspect = async (scene: Scene, find: Find): Promise<void> => {
  const { acting, kindIds } = scene
  const place = acting.district.busiest.place
  const { actor: inspector } = memberAt(acting, place.path, 'communityWorker')
  const at = daysAgo(acting, find.daysAgo, 10, 5)
  const site = await perform(acting, inspector, minutesAfter(at, -60), contract.createSite, {
    name: find.site,
    kindId: scene.siteKindIds[find.siteKind] ?? '',
    placeId: place.id,
    risk: find.end === 'escalated' ? 'high' : 'low',
  })
  const [classAt, kindAt] = find.kind
  const kindId = kindIds[classAt]?.[kindAt] ?? ''
  const passed = (kindIds[1 - classAt] ?? []).slice(0, 2)
  const isOnTheSpot = find.end === 'onTheSpot'
  const fileIds = [await photo(scene, inspector, at, 'blocked')]
  if (isOnTheSpot) fileIds.push(await photo(scene, inspector, at, 'clear'))
  const { hazards } = await perform(acting, inspector, at, contract.recordInspection, {
    siteId: site.id,
    campaignId: scene.campaignId,
    items: [{ kindId, result: 'hazard' as const }, ...passed.map((id) => ({ kindId: id, result: 'pass' as const }))],
    hazards: [
      {
        kindId,
        words: find.words,
        severity: find.end === 'escalated' ? 'serious' : 'general',
        photos: [0],
        isOnTheSpot,
        rectifiedPhotos: isOnTheSpot ? [1] : [],
        measures: find.end === 'found' ? null : find.measures,
      },
    ],
    fileIds,
  })
  await bringTo(scene, hazards[0]?.id ?? '', find, at)
}

const bringTo = async (scene: Scene, id: string, { end, measures }: Find, foundAt: Date): Promise<void> => {
  const { acting } = scene
  const { path } = acting.district.busiest.place
  const { actor: inspector } = memberAt(acting, path, 'communityWorker')
  const { actor: secretary } = memberAt(acting, path, 'communitySecretary')
  const nextDay = minutesAfter(foundAt, 1_500)
  const rectify = async (at: Date) =>
    perform(acting, inspector, at, contract.rectifyHazard, {
      id,
      words: `店里照通知书做了：${measures}`,
      fileIds: [await photo(scene, inspector, at, 'clear')],
    })
  if (end === 'escalated')
    await perform(acting, inspector, nextDay, contract.escalateHazard, {
      id,
      words: '房东拒不整改，隔断是承重旁的砖墙，社区没有权限拆',
    })
  if (end === 'voided')
    await perform(acting, secretary, nextDay, contract.voidHazard, { id, words: '看错了标签，灭火器还在有效期内' })
  if (end === 'onTheSpot')
    await perform(acting, secretary, nextDay, contract.passHazard, { id, words: '复看过，出口一直开着' })
  if (end !== 'rectified' && end !== 'passed' && end !== 'failed') return
  await rectify(nextDay)
  if (end === 'passed')
    await perform(acting, secretary, minutesAfter(nextDay, 1_400), contract.passHazard, { id, words: '复查合格' })
  if (end === 'failed')
    await perform(acting, secretary, minutesAfter(nextDay, 1_400), contract.failHazard, {
      id,
      words: '晚上去看，又停回来四辆，线还在',
    })
}

/** 平安社区攻坚行动: sites inspected, hazards in every state (S4-60). */
export const playHazards = async (acting: Acting): Promise<void> => {
  const scene = await openCampaign(acting)
  for (const find of FINDS) await inspect(scene, find)
}
