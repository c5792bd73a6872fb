import { readZipDirectory, unpackEntry, type ZipEntry, type ZipFault } from '#platform/zip'
import { isDateFormat, unescapeCharacters } from './cell-value.ts'
import { CELL_FORMATS_MAX, PART_BYTES_MAX, SHARED_STRINGS_MAX, SHEET_CHARS_MAX, SHEETS_MAX } from './limits.ts'
import { type OfficeRefusal, refusal } from './refusals.ts'
import { attributesOf, createXmlScanner, decodeText, type XmlReader } from './xml.ts'

const refusalOf: Readonly<Record<ZipFault, OfficeRefusal>> = {
  not_a_zip: 'office.damaged',
  damaged: 'office.damaged',
  unsafe: 'office.unsafe',
  encrypted: 'office.encrypted',
  too_large: 'office.unpacks_too_large',
}
/** What a fault of the archive is called here. */
export const refuseZip = (fault: ZipFault): Error => refusal(refusalOf[fault])

/** An office document: reads a part by its path, as nothing when it is missing, until `goOn` says no. */
export type ReadPart = (path: string, reader: Partial<XmlReader>, goOn?: () => boolean) => Promise<void>

const ignore = (): void => {}

const readPieces = async (pieces: AsyncIterable<Buffer>, reader: XmlReader, goOn: () => boolean): Promise<void> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const scanner = createXmlScanner(reader)
  const decode = (piece?: Buffer): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
    } catch {
      throw refusal('office.damaged')
    }
  }
  for await (const piece of pieces) {
    scanner.write(decode(piece))
    if (!goOn()) return
  }
  scanner.write(decode())
  scanner.end()
}

/** Throws Refusal `office.damaged`, `office.unsafe`; reading a part also `office.unpacks_too_large`, `…encrypted`. */
export const openPackage = (bytes: Buffer): ReadPart => {
  const directory = readZipDirectory(bytes)
  if (!directory.ok) throw refuseZip(directory.error)
  const entries = new Map<string, ZipEntry>(directory.value.map((entry) => [entry.name, entry]))
  return async (path, reader, goOn = () => true) => {
    const entry = entries.get(path)
    if (!entry) return
    const pieces = unpackEntry(bytes, entry, PART_BYTES_MAX, refuseZip)
    await readPieces(pieces, { open: ignore, close: ignore, text: ignore, ...reader }, goOn)
  }
}

/** What is needed of a workbook to read its first visible sheet. */
export interface Workbook {
  readonly sheetPath: string
  readonly isEpoch1904: boolean
  readonly sharedStrings: readonly string[]
  /** By the number of a cell's style: whether numbers in it are dates. */
  readonly isDateStyle: readonly boolean[]
}

/** Targets are relative to `xl/`, or absolute with a leading slash. */
const pathOf = (target: string): string =>
  target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//u, '')}`

const readRelations = async (read: ReadPart): Promise<Map<string, { type: string; path: string }>> => {
  const relations = new Map<string, { type: string; path: string }>()
  await read('xl/_rels/workbook.xml.rels', {
    open: (name, tag) => {
      if (name !== 'Relationship') return
      const { Id = '', Type = '', Target = '' } = attributesOf(tag)
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), path: pathOf(Target) })
    },
  })
  return relations
}

/** The text of each shared string: all its runs together, without the phonetic guide above it. */
const readSharedStrings = async (read: ReadPart, path: string): Promise<string[]> => {
  const strings: string[] = []
  let current = ''
  let isText = false
  let isPhonetic = false
  let charCount = 0
  await read(path, {
    open: (name) => {
      if (name === 'si') current = ''
      else if (name === 't') isText = !isPhonetic
      else if (name === 'rPh') isPhonetic = true
    },
    text: (raw) => {
      if (isText) current += decodeText(raw)
    },
    close: (name) => {
      if (name === 't') isText = false
      else if (name === 'rPh') isPhonetic = false
      else if (name === 'si') {
        charCount += current.length
        strings.push(unescapeCharacters(current))
        if (charCount > SHEET_CHARS_MAX || strings.length > SHARED_STRINGS_MAX)
          throw refusal('office.unpacks_too_large')
      }
    },
  })
  return strings
}

const readDateStyles = async (read: ReadPart, path: string): Promise<boolean[]> => {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let isCellFormat = false
  await read(path, {
    open: (name, tag) => {
      if (name === 'cellXfs') isCellFormat = true
      else if (name === 'xf' && isCellFormat) {
        formats.push(Number(attributesOf(tag)['numFmtId'] ?? 0))
        if (formats.length > CELL_FORMATS_MAX) throw refusal('office.unsafe')
      } else if (name === 'numFmt') {
        const { numFmtId, formatCode } = attributesOf(tag)
        codes.set(Number(numFmtId), formatCode ?? '')
      }
    },
    close: (name) => {
      if (name === 'cellXfs') isCellFormat = false
    },
  })
  return formats.map((id) => isDateFormat(id, codes.get(id)))
}

/** Throws Refusal `office.damaged` when the document has no sheet. */
export const readWorkbook = async (read: ReadPart): Promise<Workbook> => {
  const relations = await readRelations(read)
  const sheets: Array<{ isVisible: boolean; path: string | undefined }> = []
  let isEpoch1904 = false
  await read('xl/workbook.xml', {
    open: (name, tag) => {
      if (name === 'workbookPr') isEpoch1904 = /^(?:1|true)$/u.test(attributesOf(tag)['date1904'] ?? '')
      else if (name === 'sheet') {
        const { id = '', state = 'visible' } = attributesOf(tag)
        sheets.push({ isVisible: state === 'visible', path: relations.get(id)?.path })
        if (sheets.length > SHEETS_MAX) throw refusal('office.unsafe')
      }
    },
  })
  const sheetPath = (sheets.find((sheet) => sheet.isVisible) ?? sheets[0])?.path
  if (sheetPath === undefined) throw refusal('office.damaged')
  const pathOfType = (type: string): string =>
    [...relations.values()].find((relation) => relation.type === type)?.path ?? `xl/${type}.xml`
  return {
    sheetPath,
    isEpoch1904,
    sharedStrings: await readSharedStrings(read, pathOfType('sharedStrings')),
    isDateStyle: await readDateStyles(read, pathOfType('styles')),
  }
}
