import './overlay.css'
import { lazy, Suspense } from 'react'
import { t } from '#web/i18n.ts'
import type { ColumnLayout, DataColumn } from './data-table.tsx'
import { PopoverButton } from './popover.tsx'

// Dragging with keyboard and announcements is heavy and rare: it comes when the list is opened.
const ColumnList = lazy(async () => ({ default: (await import('./column-list.tsx')).ColumnList }))

/** What the list needs to know of a column. */
export type ColumnChoice = Pick<DataColumn<never>, 'id' | 'head' | 'fixed' | 'hidden' | 'locked'>

export interface ColumnsButtonProps {
  readonly columns: readonly ColumnChoice[]
  /** All columns as they stand, fixed ones first. */
  readonly order: readonly string[]
  readonly layout: ColumnLayout
  readonly onLayout: (layout: ColumnLayout) => void
  readonly onSave?: (() => void) | undefined
}

/** 列 9/14: opens the list in which columns are shown, hidden and moved. */
export const ColumnsButton = ({ columns, order, layout, onLayout, onSave }: ColumnsButtonProps) => (
  <PopoverButton
    size="small"
    icon="columns"
    label={t('ui:table.columns', { shown: columns.length - layout.hidden.length, count: columns.length })}
    title={t('ui:table.columnsLabel')}
  >
    <Suspense fallback={<p className="hint">{t('ui:loading')}</p>}>
      <ColumnList columns={columns} order={order} layout={layout} onLayout={onLayout} onSave={onSave} />
    </Suspense>
  </PopoverButton>
)
