/** A row of a file of categories: names from the first level down, blank where there is none. */
export interface CategoryLine {
  readonly line: number
  readonly names: readonly string[]
}

export interface PlannedRow {
  readonly row: number
  readonly change: 'create' | 'same' | 'bad'
  readonly names: readonly string[]
  readonly faults: readonly {
    readonly column: string
    readonly code: string
    readonly data: Readonly<Record<string, unknown>>
  }[]
}

const LEVELS = ['一级分类', '二级分类', '三级分类'] as const

/** What each row would do to a tree, whose categories are known by their names joined with line feeds. */
export const planCategories = (lines: readonly CategoryLine[], known: ReadonlySet<string>): PlannedRow[] => {
  const seen = new Set(known)
  return lines.map(({ line, names }) => {
    const last = names.findLastIndex((name) => name !== '')
    const gap = names.slice(0, last).indexOf('')
    if (gap !== -1) {
      const fault = { column: LEVELS[gap] ?? '', code: 'cases.cell_missing', data: {} }
      return { row: line, change: 'bad', names: names.filter(Boolean), faults: [fault] }
    }
    const path = names.slice(0, last + 1)
    const key = path.join('\n')
    const change = seen.has(key) ? 'same' : 'create'
    seen.add(key)
    return { row: line, change, names: path, faults: [] }
  })
}
