import { civilDateAt } from '#kernel/time'
import { Refusal } from '#kernel/refusal'
import type { OutputOf } from '#kernel/operation'
import type { FileAnswer, Upload } from '#platform/module'
import { type Ctx, inTransaction, newId, type Tx } from '#platform/context'
import { cellText, parseTable, readSheet, workbookFile } from '#platform/office'
import { pinyinKey } from '#platform/search'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { type DefaultCategory, defaultCategories } from '../defaults/categories.ts'
import { planCategories, type PlannedRow } from '../rules/category-plan.ts'
import * as store from '../store/category.ts'
import { requireAtDistrict } from './guard.ts'

interface Path {
  readonly names: readonly string[]
  readonly rule: DefaultCategory | null
}

/** Every category of the defaults with the names above it, parents first. */
const pathsOf = (categories: readonly (string | DefaultCategory)[], above: readonly string[] = []): Path[] =>
  categories.flatMap((entry) => {
    const category = typeof entry === 'string' ? null : entry
    const names = [...above, typeof entry === 'string' ? entry : entry.name]
    return [{ names, rule: category }, ...pathsOf(category?.below ?? [], names)]
  })

const keyOf = (names: readonly string[]): string => names.join('\n')

/** The tree as it is: by the names from the first level down. */
const readTree = async (tx: Tx): Promise<Map<string, store.CategoryRow>> => {
  const rows = await store.listCategories(tx, { withRetired: false })
  const nameById = new Map(rows.map((row) => [row.id, row.name]))
  const namesOf = (row: store.CategoryRow): string[] =>
    row.path
      .split('.')
      .filter(Boolean)
      .map((id) => nameById.get(Number(id)) ?? '')
  return new Map(rows.map((row) => [keyOf(namesOf(row)), row]))
}

/** The next free code below a parent: its own with two more digits. */
const freeCode = (taken: ReadonlySet<string>, parentCode: string): string => {
  for (let number = 1; ; number += 1) {
    const code = `${parentCode}${String(number).padStart(2, '0')}`
    if (!taken.has(code)) return code
  }
}

/** Adds what is missing of these paths, parents first; answers the rows by their names, and how many are new. */
const addMissing = async (
  tx: Tx,
  paths: readonly Path[],
): Promise<{ added: { row: store.CategoryRow; path: Path }[] }> => {
  const tree = await readTree(tx)
  const codes = new Set([...tree.values()].map((row) => row.code))
  const missing = paths.filter((path) => !tree.has(keyOf(path.names)))
  if ((await store.countCategories(tx)) + missing.length > contract.CATEGORIES_MAX) {
    throw new Refusal('cases.categories_too_many')
  }
  const added: { row: store.CategoryRow; path: Path }[] = []
  for (const path of missing) {
    const parent = tree.get(keyOf(path.names.slice(0, -1)))
    const name = path.names.at(-1) ?? ''
    const code = freeCode(codes, parent?.code ?? '')
    const draft: store.NewCategory = {
      district_id: tx.districtId,
      parent_id: parent?.id ?? null,
      level: path.names.length,
      code,
      name,
      name_key: pinyinKey(name, 'other'),
      valid_from: civilDateAt(tx.now()),
      valid_to: null,
    }
    const row = await store.insertCategory(tx, draft, parent?.path ?? '')
    if (!row) throw new Refusal('cases.category_code_conflict', { code, name })
    codes.add(code)
    tree.set(keyOf(path.names), row)
    added.push({ row, path })
  }
  return { added }
}

const rowOfRule = (tx: Tx, row: store.CategoryRow, rule: DefaultCategory) => ({
  district_id: tx.districtId,
  id: newId(tx),
  category_id: row.id,
  valid_from: row.valid_from,
  limits: rule.handling ? { handling: rule.handling } : {},
  urgent_limits: rule.urgentHandling ? { handling: rule.urgentHandling } : {},
  handler_kind: rule.handlerKind ?? null,
  handler_organization_id: null,
  filing_condition: rule.filingCondition ?? null,
  closing_condition: rule.closingCondition ?? null,
  required_photo_count: 0,
  verification_photo_count: 0,
  verification_radius: null,
  verification_same_period: false,
  created_at: tx.now(),
  created_by_person_id: tx.actor.personId,
})

const saysSomething = (rule: DefaultCategory): boolean =>
  [rule.handling, rule.urgentHandling, rule.handlerKind, rule.filingCondition, rule.closingCondition].some(Boolean)

/** The categories the platform brings along. Those that are there already keep their rules. */
export const installDefaults = async (tx: Tx): Promise<OutputOf<typeof contract.installDefaults>> => {
  await requireAtDistrict(tx, contract.installDefaults)
  const paths = pathsOf(defaultCategories)
  const { added } = await addMissing(tx, paths)
  const rules = added.flatMap(({ row, path }) =>
    path.rule && saysSomething(path.rule) ? [rowOfRule(tx, row, path.rule)] : [],
  )
  await store.insertCategoryRules(tx, rules)
  return { createdCount: added.length, sameCount: paths.length - added.length }
}

const columns = [
  {
    key: 'first',
    headings: ['一级分类', '一级', 'level1'],
    required: true,
    parse: cellText(contract.CATEGORY_NAME_LENGTH_MAX),
  },
  { key: 'second', headings: ['二级分类', '二级', 'level2'], parse: cellText(contract.CATEGORY_NAME_LENGTH_MAX) },
  { key: 'third', headings: ['三级分类', '三级', 'level3'], parse: cellText(contract.CATEGORY_NAME_LENGTH_MAX) },
] as const

const readPlan = async (tx: Tx, upload: Upload): Promise<PlannedRow[]> => {
  const table = await readSheet(upload.bytes, { columns, rowsMax: contract.CATEGORIES_MAX })
  const parsed = parseTable(table, columns)
  const tree = await readTree(tx)
  const good = parsed.rows.map(({ line, value }) => ({
    line,
    names: [value.first, value.second ?? '', value.third ?? ''],
  }))
  const bad = parsed.badRows.map((row) => ({ row: row.line, names: [], change: 'bad' as const, faults: row.faults }))
  return [...planCategories(good, new Set(tree.keys())), ...bad]
}

const reportOf = (plan: readonly PlannedRow[]): contract.ImportReport => {
  const count = (change: PlannedRow['change']): number => plan.filter((row) => row.change === change).length
  const ordered = [...plan].sort((a, b) => Number(b.change === 'bad') - Number(a.change === 'bad') || a.row - b.row)
  return {
    rowCount: plan.length,
    createdCount: count('create'),
    sameCount: count('same'),
    badCount: count('bad'),
    rows: ordered.slice(0, contract.IMPORT_ROWS_SHOWN_MAX).map(({ row, change, names, faults }) => ({
      row,
      change,
      name: names.join(' / '),
      placeName: null,
      occurredAt: null,
      faults: faults.map((fault) => ({ ...fault, data: { ...fault.data } })),
    })),
  }
}

export const previewCategoryImport = async (tx: Tx, upload: Upload): Promise<contract.ImportReport> => {
  await requireAtDistrict(tx, contract.previewCategoryImport)
  return reportOf(await readPlan(tx, upload))
}

export const commitCategoryImport = async (tx: Tx, upload: Upload): Promise<contract.ImportReport> => {
  await requireAtDistrict(tx, contract.commitCategoryImport)
  const plan = await readPlan(tx, upload)
  const report = reportOf(plan)
  if (report.badCount > 0) throw new Refusal('cases.import_has_faults', { count: report.badCount })
  const paths = plan.flatMap(({ names }) => names.map((_, index) => ({ names: names.slice(0, index + 1), rule: null })))
  const unique = new Map(paths.map((path) => [keyOf(path.names), path]))
  await addMissing(tx, [...unique.values()])
  return report
}

/** The leaves as a workbook that can be imported again. */
export const exportCategories = async (ctx: Ctx): Promise<FileAnswer> => {
  const tree = await inTransaction(ctx, readTree)
  const parents = new Set([...tree.values()].map((row) => row.parent_id))
  const leaves = [...tree]
    .filter(([, row]) => !parents.has(row.id))
    .sort(([, a], [, b]) => a.code.localeCompare(b.code))
  const rows = leaves.map(([key, row]) => {
    const [first, second, third] = key.split('\n')
    return { first, second, third, code: row.code }
  })
  const heading = (key: string): string => say(ctx.language, `cases:column.${key}`)
  return workbookFile(say(ctx.language, 'cases:export.categories'), [
    {
      name: say(ctx.language, 'cases:export.categories'),
      columns: [
        ...columns.map(({ key, headings }) => ({ key, heading: headings[0], width: 24, kind: 'text' as const })),
        { key: 'code', heading: heading('code'), kind: 'text' as const },
      ],
      rows,
    },
  ])
}
