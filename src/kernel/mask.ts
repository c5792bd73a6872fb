/**
 * Masks for personal data as it is shown by default (PIPL 第51条 去标识化; GB/T 35273-2020 7.2 展示限制). All are pure
 * and total: any text in, a masked text out. The number of stars tells the length only where people expect it (Chinese
 * names, phone and ID numbers).
 */

const HIDDEN = '***'

/** Surnames of two characters that still occur; a longer given name is then not mistaken for a part of the surname. */
const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 ' +
    '仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 ' +
    '段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五 歐陽 司馬 東方 萬俟 聞人 諸葛 尉遲 赫連 澹臺 濮陽 申屠 ' +
    '公孫 鍾離 長孫 鮮于 閭丘 樂正 穀梁 軒轅'
  ).split(' '),
)

/** Dots by which names of other peoples in China are divided: 阿依古丽·买买提. */
const NAME_DOT = /[·•・‧．]/u

const maskHanName = (characters: readonly string[]): string => {
  const surname = characters.slice(0, 2).join('')
  const shownAtStart = characters.length > 2 && COMPOUND_SURNAMES.has(surname) ? 2 : 1
  const shownAtEnd = characters.length - shownAtStart >= 2 ? 1 : 0
  const hidden = '*'.repeat(characters.length - shownAtStart - shownAtEnd)
  return characters.slice(0, shownAtStart).join('') + hidden + characters.slice(characters.length - shownAtEnd).join('')
}

/** One word of a name whose length says much about it: its first letter and a fixed number of stars. */
const maskWord = (word: string): string => `${[...word][0] ?? ''}${HIDDEN}`

/**
 * 张芳 → `张*`, 李小芳 → `李*芳`, 欧阳娜娜 → `欧阳*娜`, 阿依古丽·买买提 → `阿***·***`, John Smith → `J*** S***`.
 * A name of one character is hidden whole; an empty one stays empty.
 */
export const maskName = (name: string): string => {
  const trimmed = name.trim()
  const parts = trimmed.split(NAME_DOT).filter((part) => part.trim() !== '')
  if (parts.length > 1) return [maskWord(parts[0]?.trim() ?? ''), ...parts.slice(1).map(() => HIDDEN)].join('·')
  if (/^[\p{Script=Han}\s]+$/u.test(trimmed)) {
    const characters = [...trimmed.replace(/\s/gu, '')]
    return characters.length === 1 ? '*' : maskHanName(characters)
  }
  return trimmed.split(/\s+/u).filter(Boolean).map(maskWord).join(' ')
}

/** Full width digits as half width ones: as many characters as before, so that places in the text stay. */
const withPlainDigits = (text: string): string =>
  text.replace(/[０-９Ｘｘ＋－]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))

const keepEnds = (text: string, atStart: number, atEnd: number): string =>
  text.slice(0, atStart) + '*'.repeat(text.length - atStart - atEnd) + text.slice(text.length - atEnd)

/**
 * 13812341234 → `138****1234`, +86 138-1234-1234 → `138****1234`, 0871-63123456 → `0871-****3456`. Anything else keeps
 * its last two digits when it has seven or more, and nothing when it is shorter.
 */
export const maskPhone = (phone: string): string => {
  const plain = withPlainDigits(phone).trim()
  const digits = plain.replace(/\D/gu, '')
  const mobile = /^(?:0{0,2}86)?(1[3-9]\d{9})$/u.exec(digits)?.[1]
  if (mobile) return keepEnds(mobile, 3, 4)
  const landline = /^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})$/u.exec(digits)
  if (landline) return `${landline[1]}-****${landline[2]?.slice(-4)}`
  if (digits.length === 0) return plain === '' ? '' : HIDDEN
  return digits.length >= 7 ? `****${digits.slice(-2)}` : HIDDEN
}

/**
 * First three and last four of a resident ID number (GB 11643, 18 or 15 characters): 530102199003071234 →
 * `530***********1234`; the birth date is never shown. Other documents keep their first and last character when they
 * have six or more.
 */
export const maskIdNumber = (idNumber: string): string => {
  const plain = withPlainDigits(idNumber).replace(/\s/gu, '')
  if (/^(?:\d{15}|\d{17}[\dXx])$/u.test(plain)) return keepEnds(plain, 3, 4)
  const characters = [...plain]
  if (characters.length === 0) return ''
  return characters.length >= 6 ? `${characters[0]}****${characters.at(-1)}` : '****'
}

/**
 * Where an address stops naming a compound and begins to name a door: 5栋, A座, 三单元, 301室, 2楼, 三组, 3#, 3-2-301,
 * 12号 unless a name follows (3号院, 3号阳光小区), and any other number that no name follows. 五一社区 is none.
 */
const DOOR = new RegExp(
  [
    '第?(?:[0-9A-Za-z]{1,5}|[一二三四五六七八九十百零〇]{1,5}|[甲乙丙丁东西南北])(?:栋|幢|棟|座|号楼|號樓|单元|單元|室)',
    '第?(?:[0-9]{1,5}|[一二三四五六七八九十百零〇]{1,5})(?:[楼樓层層]|[户戶](?![村屯营寨])|组(?!团)|社(?!区))',
    '门牌',
    '(?<!\\d)\\d{1,5}\\s*[-–—#＃]',
    '(?<![\\d一二三四五六七八九十百])(?:\\d{1,5}|[一二三四五六七八九十百]{1,5})\\s*[号號](?=$|[\\s\\p{P}\\d附一二三四五六七八九十])',
    '(?<!\\d)\\d+(?=$|[\\s\\p{P}])',
  ].join('|'),
  'u',
)

/**
 * Keeps the place down to the compound, village or street and hides group, building, unit and door: 翠湖路3号阳光小区
 * 5栋2单元301室 → `翠湖路3号阳光小区***`. An address that names no door stays as it is.
 */
export const maskAddress = (address: string): string => {
  const plain = withPlainDigits(address).trim()
  const door = DOOR.exec(plain)
  return door ? `${plain.slice(0, door.index).trimEnd()}${HIDDEN}` : plain
}

/** A birth date inside an ID number; without it any order number of 18 digits would be taken for one. */
const BIRTH = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'

/** ID numbers of 18 and 15 characters, mobile numbers (also 138-1234-1234, +86), landlines with their area code. */
const PERSONAL_NUMBER = new RegExp(
  [
    `(?<id>(?<![\\dA-Za-z])[1-9]\\d{5}(?:(?:18|19|20)\\d{2}${BIRTH}\\d{3}[\\dXx]|\\d{2}${BIRTH}\\d{3})(?![\\dA-Za-z]))`,
    '(?<!\\d)(?:(?:\\+|00)?86[- ]?)?1[3-9]\\d(?:[- ]?\\d{4}){2}(?!\\d)',
    '(?<!\\d)0(?:10|2\\d|[3-9]\\d{2})[- ]?\\d{7,8}(?!\\d)',
  ].join('|'),
  'gu',
)

/** Masks the phone and ID numbers inside free text, in full width digits too, and leaves everything else as written. */
export const maskText = (text: string): string => {
  const plain = withPlainDigits(text) // as long as `text`, so a match in it is at the same place
  let masked = ''
  let copiedTo = 0
  for (const match of plain.matchAll(PERSONAL_NUMBER)) {
    masked += text.slice(copiedTo, match.index)
    masked += match.groups?.['id'] === undefined ? maskPhone(match[0]) : maskIdNumber(match[0])
    copiedTo = match.index + match[0].length
  }
  return masked + text.slice(copiedTo)
}
