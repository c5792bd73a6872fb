import { err, ok, type Result } from '#kernel/result'
import { type CivilDate, instantOf, parseCivilDate } from '#kernel/time'
import { readSerial } from './cell-value.ts'

/** Why a cell cannot be taken: a phrase key, and what fills the phrase. */
export interface CellNo {
  readonly code: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** Turns the text of a filled cell into a value. Empty cells never come here. */
export type CellParser<T> = (text: string) => Result<T, CellNo>

/** Text of at most `charsMax` characters. */
export const cellText =
  (charsMax: number): CellParser<string> =>
  (text) =>
    text.length <= charsMax ? ok(text) : err({ code: 'office.cell_too_long', data: { charsMax } })

/** A whole number, `1,234` too, between `min` and `max`. */
export const cellInteger =
  (min: number, max: number): CellParser<number> =>
  (text) => {
    const plain = text.normalize('NFKC').replace(/(?<=\d),(?=\d{3}(?!\d))/gu, '')
    if (!/^[+-]?\d{1,15}$/u.test(plain)) return err({ code: 'office.cell_not_a_number' })
    const value = Number(plain)
    return value >= min && value <= max ? ok(value) : err({ code: 'office.cell_out_of_range', data: { min, max } })
  }

/** One of the given words, compared without blanks and letter case: `cellChoice({ 是: true, 否: false })`. */
export const cellChoice = <T>(choices: Readonly<Record<string, T>>): CellParser<T> => {
  const plain = (word: string): string => word.normalize('NFKC').replace(/\s/gu, '').toLowerCase()
  const values = new Map(Object.entries(choices).map(([word, value]) => [plain(word), value]))
  return (text) => {
    const value = values.get(plain(text))
    if (value !== undefined) return ok(value)
    return err({ code: 'office.cell_not_a_choice', data: { choices: Object.keys(choices).slice(0, 12).join('、') } })
  }
}

/** Day numbers of Excel that are taken for dates when a cell was not formatted as one: 1970 to 2099. */
const SERIAL_FROM = 25_569
const SERIAL_TO = 73_050

const DATE_TIME = new RegExp(
  [
    '^(?<year>\\d{4})(?:[-/.年](?<month>\\d{1,2})[-/.月](?<day>\\d{1,2})日?|(?<monthDay>\\d{4}))',
    '(?:(?:T|\\s*)(?<half>上午|下午|中午|凌晨|晚上|AM|PM)?\\s*(?<hour>\\d{1,2})[:时](?<minute>\\d{1,2})分?',
    '(?::?(?<second>\\d{1,2})秒?(?:\\.\\d+)?)?\\s*(?<half2>AM|PM)?)?',
    '\\s*(?<zone>Z|[+-]\\d{2}:?\\d{2})?$',
  ].join(''),
  'iu',
)

interface DateTime {
  readonly date: CivilDate
  readonly hasTime: boolean
  readonly seconds: number
  /** Minutes east of Greenwich when the text says it. */
  readonly offset: number | undefined
}

const hourOf = (hour: number, half: string): number => {
  if (/下午|晚上|PM/iu.test(half) && hour < 12) return hour + 12
  return /上午|凌晨|AM/iu.test(half) && hour === 12 ? 0 : hour
}

const offsetOf = (zone: string | undefined): number | undefined => {
  if (zone === undefined) return undefined
  if (/^z$/iu.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

const readDateTime = (text: string): DateTime | undefined => {
  const plain = text.normalize('NFKC').trim()
  const serial = /^\d{5}(?:\.\d+)?$/u.test(plain) ? Number(plain) : 0
  const parts = DATE_TIME.exec(
    serial >= SERIAL_FROM && serial < SERIAL_TO ? readSerial(serial, false).text : plain,
  )?.groups
  if (!parts) return undefined
  const month = parts['month'] ?? parts['monthDay']?.slice(0, 2) ?? ''
  const day = parts['day'] ?? parts['monthDay']?.slice(2) ?? ''
  const date = parseCivilDate(`${parts['year']}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  const hour = hourOf(Number(parts['hour'] ?? 0), `${parts['half'] ?? ''}${parts['half2'] ?? ''}`)
  const minute = Number(parts['minute'] ?? 0)
  const second = Number(parts['second'] ?? 0)
  if (!date.ok || hour > 23 || minute > 59 || second > 59) return undefined
  return {
    date: date.value,
    hasTime: parts['hour'] !== undefined,
    seconds: (hour * 60 + minute) * 60 + second,
    offset: offsetOf(parts['zone']),
  }
}

const notADate = err({ code: 'office.cell_not_a_date' })

/** A day: `2026-03-01`, `2026/3/1`, `2026.3.1`, `2026年3月1日`, `20260301`; a time of day behind it is left out. */
export const cellDate: CellParser<CivilDate> = (text) => {
  const read = readDateTime(text)
  return read ? ok(read.date) : notADate
}

/**
 * An instant: a day as above with a time of day, `2026/3/1 8:05`, `2026年3月1日 下午3时05分`, in China's time unless the
 * text has a zone (`2026-03-01T00:05:00.000Z`). A day alone is its first moment.
 */
export const cellInstant: CellParser<Date> = (text) => {
  const read = readDateTime(text)
  if (!read) return notADate
  return ok(new Date(instantOf(read.date, 0, read.offset).getTime() + read.seconds * 1000))
}
