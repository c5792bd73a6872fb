import { constants, deflateRawSync } from 'node:zlib'
import { type ZipPart, zipOf } from '../zip.testing.ts'

export interface TestWorkbook {
  /** What stands inside `<sheetData>`. */
  readonly rows: string
  readonly strings?: readonly string[]
  /** Number formats of the styles 0, 1, 2 …: the number of a built-in one, or a code. */
  readonly formats?: ReadonlyArray<number | string>
  readonly isEpoch1904?: boolean
  /** Instead of the parts that are made from the above, or besides them. */
  readonly parts?: readonly ZipPart[]
}

const styles = (formats: ReadonlyArray<number | string>): string => {
  const codes = formats.map((format, index) =>
    typeof format === 'string'
      ? `<numFmt numFmtId="${200 + index}" formatCode="${format.replaceAll('"', '&quot;')}"/>`
      : '',
  )
  const cells = formats.map((format, index) => `<xf numFmtId="${typeof format === 'string' ? 200 + index : format}"/>`)
  return `<styleSheet><numFmts>${codes.join('')}</numFmts><cellXfs>${cells.join('')}</cellXfs></styleSheet>`
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook written by hand, so that a test can put anything into it. */
export const workbookOf = ({
  rows,
  strings = [],
  formats = [],
  isEpoch1904 = false,
  parts = [],
}: TestWorkbook): Buffer => {
  const made: ZipPart[] = [
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'xl/workbook.xml',
      content:
        `<workbook><workbookPr date1904="${isEpoch1904 ? 1 : 0}"/>` +
        `<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', content: styles(formats) },
    { name: 'xl/sharedStrings.xml', content: `<sst>${strings.map((text) => `<si>${text}</si>`).join('')}</sst>` },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet><sheetData>${rows}</sheetData></worksheet>` },
  ]
  const given = new Set(parts.map(({ name }) => name))
  return zipOf([...made.filter(({ name }) => !given.has(name)), ...parts])
}

/** A row of texts. */
export const textRow = (...texts: readonly string[]): string =>
  `<row>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`

/** A raw deflate stream of `head`, then `body` very many times, then `tail`, made in no time: a zip bomb. */
export const bombOf = (head: string, body: string, times: number, tail: string): Buffer => {
  const flush = { finishFlush: constants.Z_FULL_FLUSH }
  const perBlock = Math.min(times, 1_000)
  const block = deflateRawSync(body.repeat(perBlock), flush)
  const blocks = Array.from({ length: Math.ceil(times / perBlock) }, () => block)
  return Buffer.concat([deflateRawSync(head, flush), ...blocks, deflateRawSync(tail)])
}
