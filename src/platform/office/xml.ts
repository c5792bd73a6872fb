import { refusal } from './refusals.ts'

/** Elements inside elements; a sheet needs ten. */
const DEPTH_MAX = 64
/** Characters of one tag or one text: a cell's 32,767, each perhaps written as `&#x10FFFF;`. */
const TOKEN_CHARS_MAX = 400_000

/** What a reader of XML is told. Names come without their namespace prefix. */
export interface XmlReader {
  /** `tag` is everything between the angle brackets, for `attributesOf`. */
  readonly open: (name: string, tag: string) => void
  readonly close: (name: string) => void
  /** Text as written; decode it with `decodeText` when it is wanted. Long text may come in several parts. */
  readonly text: (raw: string) => void
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with its entities resolved. Only the five of XML and numbers exist here: there is no DTD to define others. */
export const decodeText = (raw: string): string =>
  raw.includes('&')
    ? raw.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));/gu, (whole, hex, decimal, name) => {
        if (name) return ENTITIES[name] ?? whole
        const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole
      })
    : raw

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1)

const SPACE = 32

/** Index of the first character from `at` on that is, or is not, blank; the length when there is none. */
const seekBlank = (text: string, at: number, isBlank: boolean): number => {
  let index = at
  while (index < text.length && text.charCodeAt(index) <= SPACE !== isBlank) index += 1
  return index
}

/** The attributes of a tag, without prefixes, decoded. */
export const attributesOf = (tag: string): Readonly<Record<string, string>> => {
  const attributes: Record<string, string> = Object.create(null)
  let at = seekBlank(tag, 0, true)
  for (let equals = tag.indexOf('=', at); equals !== -1; equals = tag.indexOf('=', at)) {
    const opensAt = seekBlank(tag, equals + 1, false)
    const quote = tag.charAt(opensAt)
    const closesAt = quote === '"' || quote === "'" ? tag.indexOf(quote, opensAt + 1) : -1
    if (closesAt === -1) throw refusal('office.damaged')
    attributes[withoutPrefix(tag.slice(at, equals).trim())] = decodeText(tag.slice(opensAt + 1, closesAt))
    at = closesAt + 1
  }
  return attributes
}

const DOUBLE_QUOTE = 34
const SINGLE_QUOTE = 39
const GREATER_THAN = 62

/** Where the tag that starts at `from` ends: the first `>` outside of quotes, or -1. */
const tagEnd = (buffer: string, from: number): number => {
  let quote = 0
  for (let at = from; at < buffer.length; at += 1) {
    const code = buffer.charCodeAt(at)
    if (quote !== 0) quote = code === quote ? 0 : quote
    else if (code === GREATER_THAN) return at
    else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) quote = code
  }
  return -1
}

interface Skipped {
  readonly opening: string
  readonly closing: string
}
const COMMENT: Skipped = { opening: '<!--', closing: '-->' }
const INSTRUCTION: Skipped = { opening: '<?', closing: '?>' }
const CDATA: Skipped = { opening: '<![CDATA[', closing: ']]>' }

/**
 * Reads XML that comes in pieces. It knows what office documents need and refuses the rest: a DTD, and with it every
 * entity of one's own, is `office.unsafe`, as are too deep nesting and endless tokens; what is no XML is
 * `office.damaged`.
 */
export const createXmlScanner = (reader: XmlReader): { write(piece: string): void; end(): void } => {
  let buffer = ''
  let at = 0
  const path: string[] = []

  const skipTo = (skipped: Skipped): number => {
    const closesAt = buffer.indexOf(skipped.closing, at + skipped.opening.length)
    return closesAt === -1 ? -1 : closesAt + skipped.closing.length
  }

  /** Handles what starts with `<!` or `<?`; returns where it ends, or -1 when more must come first. */
  const special = (): number => {
    if (buffer.startsWith(INSTRUCTION.opening, at)) return skipTo(INSTRUCTION)
    if (buffer.startsWith(COMMENT.opening, at)) return skipTo(COMMENT)
    if (buffer.startsWith(CDATA.opening, at)) {
      const end = skipTo(CDATA)
      if (end !== -1)
        reader.text(buffer.slice(at + CDATA.opening.length, end - CDATA.closing.length).replaceAll('&', '&amp;'))
      return end
    }
    if (buffer.length - at < CDATA.opening.length) return -1
    throw refusal('office.unsafe')
  }

  const close = (name: string): void => {
    if (path.pop() !== name) throw refusal('office.damaged')
    reader.close(withoutPrefix(name))
  }

  const element = (end: number): void => {
    if (buffer[at + 1] === '/') return close(buffer.slice(at + 2, end).trimEnd())
    const isEmpty = buffer[end - 1] === '/'
    const tag = buffer.slice(at + 1, isEmpty ? end - 1 : end)
    const name = tag.slice(0, seekBlank(tag, 0, true))
    if (name === '') throw refusal('office.damaged')
    if (path.push(name) > DEPTH_MAX) throw refusal('office.unsafe')
    reader.open(withoutPrefix(name), tag)
    if (isEmpty) close(name)
  }

  /** Handles one text or one tag; false when more must come first. */
  const step = (): boolean => {
    const opensAt = buffer.indexOf('<', at)
    const textEndsAt = opensAt === -1 ? buffer.length : opensAt
    // text is handed on only when whole, so that no entity is cut in two
    if (textEndsAt > at && opensAt !== -1) reader.text(buffer.slice(at, textEndsAt))
    if (opensAt === -1) return false
    at = opensAt
    const next = buffer[at + 1]
    const isSpecial = next === '!' || next === '?'
    const end = next === undefined ? -1 : isSpecial ? special() : tagEnd(buffer, at + 1)
    if (end === -1) return false
    if (!isSpecial) element(end)
    at = isSpecial ? end : end + 1
    return true
  }

  return {
    write: (piece) => {
      buffer = buffer.slice(at) + piece
      at = 0
      while (at < buffer.length && step());
      if (buffer.length - at > TOKEN_CHARS_MAX) throw refusal('office.unsafe')
    },
    end: () => {
      if (path.length > 0 || buffer.slice(at).trim() !== '') throw refusal('office.damaged')
    },
  }
}
