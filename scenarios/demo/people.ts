// Names and numbers that belong to nobody. Numbers begin with 100, which no operator gives out.

const FAMILY_NAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文'
const GIVEN_NAMES = [
  '建国',
  '秀英',
  '志强',
  '丽华',
  '晓梅',
  '文斌',
  '桂芳',
  '海燕',
  '永康',
  '玉兰',
  '俊杰',
  '雪梅',
  '国庆',
  '春燕',
  '明辉',
  '淑珍',
  '家栋',
  '思雨',
  '浩然',
  '美玲',
  '少华',
  '红霞',
  '立新',
  '小芳',
  '德胜',
  '慧敏',
  '云飞',
  '月琴',
  '振华',
  '佳怡',
  '世平',
  '翠萍',
  '鹏',
  '静',
  '勇',
  '敏',
  '磊',
  '娟',
  '涛',
  '艳',
  '军',
  '霞',
  '超',
  '丽',
  '斌',
  '婷',
  '辉',
  '洁',
]

export interface Draw {
  /** A whole number from 0 to `below` - 1. */
  (below: number): number
}

/** A small reproducible generator (mulberry32): the demo is the same at every start. */
export const createDraw = (seed: number): Draw => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

export const pick = <Item>(draw: Draw, items: readonly Item[]): Item => {
  const item = items[draw(items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

export const personName = (draw: Draw): string => `${FAMILY_NAMES[draw(FAMILY_NAMES.length)]}${pick(draw, GIVEN_NAMES)}`

/** The so-manyth number of a district: 100 + district + running number. */
export const demoPhone = (districtNumber: number, running: number): string =>
  `100${String(districtNumber).padStart(2, '0')}${String(running).padStart(6, '0')}`
