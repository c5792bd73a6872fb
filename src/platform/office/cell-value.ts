import type { OfficeCellFault } from './refusals.ts'

/** What a cell says, as text. With a fault the text is what the file shows, for display only. */
export interface CellRead {
  readonly text: string
  readonly fault?: OfficeCellFault
}

const DAY_SECONDS = 86_400
/** Excel's day 0 is 1899-12-30 from March 1900 on, because it believes that 1900 had a 29 February. */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30)
const FALSE_LEAP_DAY = 60
/** Days between the epochs of 1900 and of 1904, which old Macs used. */
const EPOCH_1904_DAYS = 1_462
/** The day after 9999-12-31, Excel's last. */
const SERIAL_END = 2_958_466
/** Integers from here on have lost digits in Excel, which keeps fifteen: an ID number typed as a number. */
const DIGITS_KEPT = 1e15

/**
 * An Excel date as civil text, the same on every machine: `2026-03-01`, `2026-03-01 08:30:00`, or `08:30:00` for a time
 * without a day. Seconds are rounded, since a third of a day has no exact number.
 */
export const readSerial = (serial: number, isEpoch1904: boolean): CellRead => {
  const seconds = Math.round((serial + (isEpoch1904 ? EPOCH_1904_DAYS : 0)) * DAY_SECONDS)
  const days = Math.floor(seconds / DAY_SECONDS)
  if (!(days >= 0 && days < SERIAL_END) || days === FALSE_LEAP_DAY) {
    return { text: String(serial), fault: 'office.cell_date_impossible' }
  }
  const shift = days < FALSE_LEAP_DAY ? DAY_SECONDS : 0
  const [date, time] = new Date(EPOCH_1900_MS + (seconds + shift) * 1000).toISOString().slice(0, 19).split('T')
  if (days === 0) return { text: time ?? '' }
  return { text: time === '00:00:00' ? (date ?? '') : `${date} ${time}` }
}

/** A number as Excel shows it: fifteen digits, no exponent below 1e15. */
export const readNumber = (raw: string): CellRead => {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return { text: raw.trim(), fault: 'office.cell_error' }
  const text = String(Number(value.toPrecision(15)))
  return Number.isInteger(value) && Math.abs(value) >= DIGITS_KEPT
    ? { text, fault: 'office.cell_digits_lost' }
    : { text }
}

/** `2026-03-01T08:30:00Z` and its like, as some writers put dates; the zone is ignored as Excel does. */
export const readIsoDate = (raw: string): CellRead => {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/u.exec(raw.trim())
  if (!parts || Number.isNaN(Date.parse(parts[1] ?? '')))
    return { text: raw.trim(), fault: 'office.cell_date_impossible' }
  return { text: parts[2] && parts[2] !== '00:00:00' ? `${parts[1]} ${parts[2]}` : (parts[1] ?? '') }
}

/** Excel writes characters that XML forbids as `_x000D_`, and a real `_x000D_` as `_x005F_x000D_`. */
export const unescapeCharacters = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

/** Text for people and for the database: line ends unified, control characters gone, no blanks at the ends. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?/gu, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/gu, '')
    .toWellFormed()
    .trim()

/** Number formats that are dates or times by their number (ECMA-376 18.8.30, and those of Chinese versions). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** Whether a number with this format is a date: `yyyy"年"m"月"` is, `0.00"分"` and `[Red]0` are not. */
export const isDateFormat = (id: number, code: string | undefined): boolean => {
  if (code === undefined) return isBuiltInDate(id)
  const bare = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu, '')
  return /[ymdhs]/iu.test(bare) && !/[#0?]/u.test(bare.replace(/s\.0+/giu, 's'))
}
