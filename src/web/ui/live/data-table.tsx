import '../table.css'
import './data-table.css'
import {
  columnOrderingFeature,
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  type SortingState,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo, useState } from 'react'
import { t } from '#web/i18n.ts'
import { classes } from '../classes.ts'
import { Icon } from '../icon.tsx'
import { type Column, cellProps, headWords, TableFrame, TotalRow } from '../table.tsx'
import { Checkbox } from './checkbox.tsx'
import { type ColumnChoice, ColumnsButton } from './columns-button.tsx'
import { Select } from './select.tsx'

export interface DataColumn<Row> extends Column<Row> {
  readonly sortable?: boolean | undefined
  /** Always shown and always first, as the name. */
  readonly fixed?: boolean | undefined
  /** Not shown until chosen. */
  readonly hidden?: boolean | undefined
  /** Can not be chosen, and why: 要写理由. */
  readonly locked?: string | undefined
}

export interface Sort {
  readonly id: string
  readonly descending: boolean
}

/** Which columns are shown and in which order: kept in the address or a saved view. */
export interface ColumnLayout {
  readonly order: readonly string[]
  readonly hidden: readonly string[]
}

export interface DataTableProps<Row> {
  readonly label: string
  /** Must keep its identity between drawings (module level or useMemo), as `rows` too. */
  readonly columns: readonly DataColumn<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Names a row for who hears it: 选择：夜市油烟. */
  readonly nameOf: (row: Row) => string
  /** The server sorts; the table only asks. */
  readonly sort?: Sort | null | undefined
  readonly onSort?: ((sort: Sort | null) => void) | undefined
  readonly selected?: ReadonlySet<string> | undefined
  readonly onSelect?: ((selected: ReadonlySet<string>) => void) | undefined
  readonly layout?: ColumnLayout | undefined
  readonly onLayout?: ((layout: ColumnLayout) => void) | undefined
  /** Keeps the layout in the view that is open. */
  readonly onSaveLayout?: (() => void) | undefined
  /** The row that is open or under the keys. */
  readonly current?: string | undefined
  /** Filters and acts, before the column button. */
  readonly tools?: ReactNode
  /** Fills its pane and scrolls inside it, the head staying. */
  readonly fills?: boolean | undefined
  readonly empty?: ReactNode
}

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
})

/** The layout before anybody chose. */
export const defaultLayout = (columns: readonly ColumnChoice[]): ColumnLayout => ({
  order: columns.map((column) => column.id),
  hidden: columns.filter((column) => column.hidden || column.locked !== undefined).map((column) => column.id),
})

const resolve = <T,>(updater: Updater<T>, before: T): T =>
  typeof updater === 'function' ? (updater as (value: T) => T)(before) : updater

const sortWords = (sort: Sort | null | undefined, id: string): 'ascending' | 'descending' | 'none' => {
  if (sort?.id !== id) return 'none'
  return sort.descending ? 'descending' : 'ascending'
}

/** Once up, once down, then as it came. */
const nextSort = (sort: Sort | null | undefined, id: string): Sort | null => {
  if (sort?.id !== id) return { id, descending: false }
  return sort.descending ? null : { id, descending: true }
}

/** Fixed columns stay in front, whatever the order says. */
const orderOf = <Row,>(columns: readonly DataColumn<Row>[], layout: ColumnLayout): string[] => {
  const fixed = columns.filter((column) => column.fixed).map((column) => column.id)
  const known = new Set(columns.map((column) => column.id))
  const chosen = layout.order.filter((id) => known.has(id) && !fixed.includes(id))
  const added = columns.map((column) => column.id).filter((id) => !fixed.includes(id) && !chosen.includes(id))
  return [...fixed, ...chosen, ...added]
}

const useDataTable = <Row extends object>(props: DataTableProps<Row>, layout: ColumnLayout) => {
  const { columns, rows, keyOf, sort, selected, onSelect } = props
  const definitions = useMemo(
    () => columns.map((column) => ({ id: column.id, header: column.head, accessorFn: (row: Row) => keyOf(row) })),
    [columns, keyOf],
  )
  const rowSelection: RowSelectionState = Object.fromEntries([...(selected ?? [])].map((id) => [id, true as const]))
  const sorting: SortingState = sort ? [{ id: sort.id, desc: sort.descending }] : []
  return useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: keyOf,
    manualSorting: true,
    enableRowSelection: onSelect !== undefined,
    state: {
      rowSelection,
      sorting,
      columnOrder: orderOf(columns, layout),
      columnVisibility: Object.fromEntries(layout.hidden.map((id) => [id, false])),
    },
    onRowSelectionChange: (updater) => {
      const next = resolve(updater, rowSelection)
      onSelect?.(new Set(Object.keys(next)))
    },
  })
}

const SortHead = <Row,>({
  column,
  sort,
  onSort,
}: Pick<DataTableProps<Row>, 'sort' | 'onSort'> & { readonly column: DataColumn<Row> }) => {
  const words = headWords(column)
  if (!column.sortable || !onSort) return <>{words}</>
  const now = sortWords(sort, column.id)
  return (
    <button type="button" className="sort" onClick={() => onSort(nextSort(sort, column.id))}>
      {words}
      {now === 'none' ? null : <Icon name={now} />}
    </button>
  )
}

/** On a phone there is no head to press: the same choice as a list. */
const SortSelect = <Row,>({ columns, sort, onSort }: Pick<DataTableProps<Row>, 'columns' | 'sort' | 'onSort'>) => {
  const sortable = columns.filter((column) => column.sortable)
  if (!onSort || sortable.length === 0) return null
  const options = [
    { id: '', label: t('ui:table.sortNone') },
    ...sortable.flatMap((column) => [
      { id: `${column.id} up`, label: t('ui:table.sortUp', { name: column.head }) },
      { id: `${column.id} down`, label: t('ui:table.sortDown', { name: column.head }) },
    ]),
  ]
  return (
    <div className="tbl-sort">
      <Select
        label={t('ui:table.sortBy')}
        labelHidden
        options={options}
        value={sort ? `${sort.id} ${sort.descending ? 'down' : 'up'}` : ''}
        onChange={(value) => {
          const [id = '', way] = value.split(' ')
          onSort(id === '' ? null : { id, descending: way === 'down' })
        }}
      />
    </div>
  )
}

type LiveTable<Row extends object> = ReturnType<typeof useDataTable<Row>>

interface PartProps<Row> {
  readonly props: DataTableProps<Row>
  readonly shown: readonly DataColumn<Row>[]
}

const HeadRow = <Row extends object>({ props, shown, table }: PartProps<Row> & { readonly table: LiveTable<Row> }) => {
  const { sort, onSort, onSelect } = props
  return (
    <thead role="rowgroup">
      <tr role="row">
        {onSelect ? (
          <th role="columnheader" scope="col" className="pick">
            <Checkbox
              label={t('ui:list.selectAll')}
              labelHidden
              checked={table.getIsAllRowsSelected()}
              mixed={table.getIsSomeRowsSelected()}
              onChange={(checked) => table.toggleAllRowsSelected(checked)}
            />
          </th>
        ) : null}
        {shown.map((column) => (
          <th
            key={column.id}
            role="columnheader"
            scope="col"
            className={column.figures ? 'r' : undefined}
            aria-sort={column.sortable && onSort ? sortWords(sort, column.id) : undefined}
          >
            <SortHead column={column} sort={sort} onSort={onSort} />
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** As TanStack Table reads a check box event. */
const rangeEvent = (checked: boolean, shiftKey: boolean) => ({
  target: { checked },
  shiftKey,
  nativeEvent: { shiftKey },
})

type LiveRow<Row extends object> = ReturnType<LiveTable<Row>['getRowModel']>['rows'][number]

const BodyRow = <Row extends object>({ props, shown, row }: PartProps<Row> & { readonly row: LiveRow<Row> }) => {
  const { nameOf, selected, onSelect, current } = props
  const isCurrent = row.id === current
  return (
    <tr
      role="row"
      className={isCurrent ? 'cur' : undefined}
      aria-current={isCurrent ? 'true' : undefined}
      {...(onSelect ? { 'aria-selected': selected?.has(row.id) ?? false } : {})}
    >
      {onSelect ? (
        <td role="cell" className="pick">
          <Checkbox
            label={t('ui:list.selectOne', { name: nameOf(row.original) })}
            labelHidden
            checked={row.getIsSelected()}
            onChange={(checked, event) => row.getToggleSelectedHandler()(rangeEvent(checked, event.shiftKey))}
          />
        </td>
      ) : null}
      {shown.map((column) => (
        <td key={column.id} {...cellProps(column, row.original)}>
          {column.cell(row.original)}
        </td>
      ))}
    </tr>
  )
}

/**
 * The table of the desk: sorting asked from the server, rows chosen (with Shift in ranges), columns chosen and
 * moved, a head that stays, and cards on a phone.
 */
export const DataTable = <Row extends object>(props: DataTableProps<Row>) => {
  const { label, columns, rows, sort, onSort, onSelect, tools, fills, empty } = props
  const [ownLayout, setOwnLayout] = useState<ColumnLayout>(() => defaultLayout(columns))
  const layout = props.layout ?? ownLayout
  const onLayout = props.onLayout ?? setOwnLayout
  const table = useDataTable(props, layout)
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const shown = table.getVisibleLeafColumns().flatMap((leaf) => byId.get(leaf.id) ?? [])
  return (
    <div className={classes('tbl-area', fills && 'fills')}>
      <div className="tbl-tools">
        <div className="filters">{tools}</div>
        <SortSelect columns={columns} sort={sort} onSort={onSort} />
        <ColumnsButton
          columns={columns}
          order={orderOf(columns, layout)}
          layout={layout}
          onLayout={onLayout}
          onSave={props.onSaveLayout}
        />
      </div>
      {rows.length === 0 && empty ? (
        empty
      ) : (
        <TableFrame label={label}>
          <HeadRow props={props} table={table} shown={shown} />
          <tbody role="rowgroup">
            {table.getRowModel().rows.map((row) => (
              <BodyRow key={row.id} props={props} row={row} shown={shown} />
            ))}
          </tbody>
          <TotalRow columns={shown} lead={onSelect ? 1 : 0} />
        </TableFrame>
      )}
    </div>
  )
}
