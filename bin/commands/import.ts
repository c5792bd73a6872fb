import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Refusal } from '#kernel/refusal'
import { importCases } from '#modules/cases'
import { type Channel, channelShape, type ImportReport } from '#modules/cases/contract'
import { listDistricts, type PlaceRow } from '#modules/places'
import type { Config } from '#platform/config'
import { inTransaction, systemCtx } from '#platform/context'
import { OperatorError } from '#platform/operator-error'
import { sayRefusal } from '#platform/words'
import { openPlatform, type Platform } from '../../src/main.ts'

const EXIT_BAD_ROWS = 1
const USAGE = 'gongzhi import cases <file.csv|file.xlsx> [--district <代码或名称 code or name>] [--channel import]'
/** The 12-digit code of a district, or its first six digits. */
const COUNTY_DIGITS = 6
const PROGRESS_EVERY_MS = 1_000

interface Order {
  readonly file: string
  readonly district: string | undefined
  readonly channel: Channel
}

const readOrder = (args: readonly string[]): Order => {
  const options = { district: { type: 'string' }, channel: { type: 'string', default: 'import' } } as const
  const parse = () => parseArgs({ args: [...args], options, allowPositionals: true })
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse()
  } catch (fault) {
    throw new OperatorError(`${fault instanceof Error ? fault.message : String(fault)}\n${USAGE}`)
  }
  const [what, file, ...more] = parsed.positionals
  if (what !== 'cases' || file === undefined || more.length > 0) throw new OperatorError(USAGE)
  const channel = channelShape.safeParse(parsed.values.channel)
  if (!channel.success) {
    throw new OperatorError(`没有这个来源 no such channel: ${parsed.values.channel}\n${channelShape.options.join(' ')}`)
  }
  return { file, district: parsed.values.district, channel: channel.data }
}

const nameOf = (district: PlaceRow): string => `${district.name} ${district.code}`

/** The district that was named; the first one when none was. */
const chooseDistrict = (districts: readonly PlaceRow[], named: string | undefined): PlaceRow => {
  const [first] = districts
  if (!first) throw new OperatorError('还没有区，先用 npm start 建好 there is no district yet: npm start makes one')
  if (named === undefined) return first
  const found = districts.filter(
    ({ code, name }) => code === named || name === named || (named.length === COUNTY_DIGITS && code.startsWith(named)),
  )
  const [only] = found
  if (only && found.length === 1) return only
  throw new OperatorError(`没有这个区 no such district: ${named}\n${districts.map(nameOf).join('\n')}`)
}

const readUpload = async (file: string, workingFolder: string) => {
  const full = path.resolve(workingFolder, file)
  try {
    return { fileName: path.basename(full), bytes: await readFile(full) }
  } catch {
    throw new OperatorError(`读不了这个文件 cannot read ${full}`)
  }
}

/** Says how far it is, at most once a second. */
const tellProgress = (): ((doneCount: number, allCount: number) => void) => {
  let toldAt = 0
  return (doneCount, allCount) => {
    if (doneCount < allCount && Date.now() - toldAt < PROGRESS_EVERY_MS) return
    toldAt = Date.now()
    console.log(`  ${doneCount} / ${allCount}`)
  }
}

const tellReport = (report: ImportReport): void => {
  for (const row of report.rows.filter(({ change }) => change === 'bad')) {
    const reasons = row.faults.map(
      (fault) => `${fault.column}：${sayRefusal('zh-CN', fault.code, fault.data)} (${fault.code})`,
    )
    console.error(`  第 ${row.row} 行 line ${row.row}: ${reasons.join('；')}`)
  }
  const { rowCount, sameCount, badCount } = report
  const createdCount = badCount > 0 ? 0 : report.createdCount
  console.log(`  行 rows ${rowCount}，新增 new ${createdCount}，已有 unchanged ${sameCount}，有错 bad ${badCount}`)
  if (badCount > 0) console.error('  有错的行，一行也没有导入 there are bad rows: nothing was imported')
}

const importInto = async (platform: Platform, order: Order, workingFolder: string): Promise<number> => {
  const { services } = platform
  const upload = await readUpload(order.file, workingFolder)
  const districts = await inTransaction(systemCtx(services, 0), listDistricts)
  const district = chooseDistrict(districts, order.district)
  console.log(`  ${upload.fileName} → ${nameOf(district)}`)
  if (order.district === undefined && districts.length > 1) {
    console.log(
      `  用 --district 可以换一个区 --district chooses another: ${districts.map(({ name }) => name).join(' ')}`,
    )
  }
  const startedAt = Date.now()
  const report = await inTransaction(systemCtx(services, district.district_id ?? 0), (tx) =>
    importCases(tx, order.channel, upload, tellProgress()),
  )
  tellReport(report)
  console.log(`  ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  return report.badCount > 0 ? EXIT_BAD_ROWS : 0
}

/** `gongzhi import cases <file>`: all rows or none; the same file again changes nothing. Answers the exit code. */
export const run = async (context: {
  readonly config: Config
  readonly args: readonly string[]
  readonly workingFolder: string
}): Promise<number> => {
  const order = readOrder(context.args)
  const log = (line: string): void => console.log(`  ${line}`)
  const platform = await openPlatform(context.config, { purpose: 'command', log })
  try {
    return await importInto(platform, order, context.workingFolder)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    throw new OperatorError(`${sayRefusal('zh-CN', fault.code, fault.data)} (${fault.code})`)
  } finally {
    await platform.stop()
  }
}
