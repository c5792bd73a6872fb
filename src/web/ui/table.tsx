import './table.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { classes } from './classes.ts'

/** Where a cell goes when a row becomes a card on a phone. 'rest' stands below with the head as its name. */
export type PhonePlace = 'what' | 'amount' | 'rest' | 'out'

export interface Column<Row> {
  readonly id: string
  readonly head: string
  /** In the head, not in every cell: 元. */
  readonly unit?: string | undefined
  readonly cell: (row: Row) => ReactNode
  /** Numbers: right, with the same decimals all the way down. */
  readonly figures?: boolean | undefined
  /** Sentences may take several lines. */
  readonly wraps?: boolean | undefined
  readonly phone?: PhonePlace | undefined
  /** A wrong value: gets ground and border; the sentence stands in the last column. */
  readonly bad?: ((row: Row) => boolean) | undefined
  /** In the row of sums. */
  readonly total?: ReactNode
}

/** 费用（元） */
export const headWords = ({ head, unit }: Pick<Column<never>, 'head' | 'unit'>): string =>
  unit === undefined ? head : t('ui:table.unit', { head, unit })

/** The attributes of a body cell, the same in plain and live tables. */
export const cellProps = <Row,>(column: Column<Row>, row?: Row) => ({
  role: 'cell',
  className: classes(
    column.figures && 'r',
    column.wraps && 'w',
    column.phone ?? 'rest',
    row !== undefined && column.bad?.(row) === true && 'bad',
  ),
  'data-head': column.head,
})

export interface TableFrameProps {
  /** Names the region that scrolls and the table in it. */
  readonly label: string
  /** Rows become cards on a phone. Accounts and lists do; a matrix does not. */
  readonly cards?: boolean | undefined
  readonly rowCount?: number | undefined
  readonly children: ReactNode
}

/**
 * The frame of every table: the only thing on a page that may scroll sideways, reachable by keyboard.
 * Roles are written out because a row drawn as a card is no table row to a browser any more.
 */
export const TableFrame = ({ label, cards = true, rowCount, children }: TableFrameProps) => (
  <div className="tbl-box">
    <div className="tbl-scroll" role="region" tabIndex={0} aria-label={label}>
      <table className={classes('tbl', cards && 'cards')} role="table" aria-label={label} aria-rowcount={rowCount}>
        {children}
      </table>
    </div>
  </div>
)

/** The row of sums under a table, when any column has one. */
export const TotalRow = <Row,>({
  columns,
  lead = 0,
}: {
  readonly columns: readonly Column<Row>[]
  readonly lead?: number
}) =>
  columns.some((column) => column.total !== undefined) ? (
    <tfoot role="rowgroup">
      <tr role="row">
        {Array.from({ length: lead }, (_, place) => (
          <td key={place} role="cell" className="out" />
        ))}
        {columns.map((column) => (
          <td key={column.id} {...cellProps(column)}>
            {column.total}
          </td>
        ))}
      </tr>
    </tfoot>
  ) : null

export interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly cards?: boolean | undefined
  /** What stands there when there are no rows. */
  readonly empty?: ReactNode
}

/** A table to read: no state, no script. */
export const Table = <Row,>({ label, columns, rows, keyOf, cards, empty }: TableProps<Row>) =>
  rows.length === 0 && empty ? (
    <>{empty}</>
  ) : (
    <TableFrame label={label} cards={cards}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.id} role="columnheader" scope="col" className={column.figures ? 'r' : undefined}>
              {headWords(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column) => (
              <td key={column.id} {...cellProps(column, row)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <TotalRow columns={columns} />
    </TableFrame>
  )

/** The word before a row of sums: put it into the `total` of the first column. */
export const totalWord = (): string => t('ui:table.total')
