import { createRequire } from 'node:module'
import { lazily } from '../lazily.ts'
import { foldText } from './fold.ts'

const require = createRequire(import.meta.url)
/** Its dictionary is large, and readings are asked for where nothing may be waited for. */
const loadPinyin = lazily(() => require('pinyin-pro') as typeof import('pinyin-pro'))

/** A person's name begins with a surname, which has its own reading (曾 zeng, 单 shan); 曾家路 does not. */
export type NameKind = 'person' | 'other'

/** Characters of a name that are read. */
const NAME_CHARS_MAX = 100

/** Digits to which a number in a sort key is padded, so that 2栋 comes before 12栋. */
const SORT_DIGITS = 6

const isNumber = (part: string): boolean => /^\p{Nd}/u.test(part)

/** The syllables, Latin words and numbers of a name: A3区 → a, 3, qu. Punctuation is dropped, ü is v as typed. */
const partsOf = (name: string, kind: NameKind): string[] =>
  loadPinyin()
    .pinyin(foldText(name.slice(0, NAME_CHARS_MAX)).trim(), {
      surname: kind === 'person' ? 'head' : 'off',
      toneType: 'none',
      type: 'array',
      nonZh: 'consecutive',
      v: true,
    })
    .flatMap((syllable) => syllable.match(/\p{Nd}+|[\p{L}\p{M}]+/gu) ?? [])

const initialsOf = (parts: readonly string[]): string =>
  parts.map((part) => (isNumber(part) ? part : String.fromCodePoint(part.codePointAt(0) ?? 0))).join('')

/**
 * Sort key of a name: 张伟 → `zhang wei`, 12栋 → `000012 dong`. Names sort by it, because a database need not know any
 * Chinese collation.
 */
export const pinyinKey = (name: string, kind: NameKind = 'person'): string =>
  partsOf(name, kind)
    .map((part) => (isNumber(part) ? part.padStart(SORT_DIGITS, '0') : part))
    .join(' ')

/** First letters of a name: 张伟 → `zw`; numbers stay whole: A3区12栋 → `a3q12d`. */
export const pinyinInitials = (name: string, kind: NameKind = 'person'): string => initialsOf(partsOf(name, kind))

/**
 * A name with everything by which people look for it, as one text for `searchTokens` and `foldText`: as written, in
 * full pinyin joined and in syllables, and in initials. 张伟 → `张伟 zhangwei zhang wei zw`. A surname with two readings
 * (乐 yue, le) is found by both.
 */
export const nameSearchText = (name: string, kind: NameKind = 'person'): string => {
  const forms = [partsOf(name, kind), partsOf(name, 'other')].flatMap((parts) => [
    parts.join(''),
    parts.join(' '),
    initialsOf(parts),
  ])
  return [...new Set([name.slice(0, NAME_CHARS_MAX), ...forms])].join(' ')
}
