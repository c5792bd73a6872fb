import './data-table.css'
import { Button as AriaButton } from 'react-aria-components/Button'
import { GridList, GridListItem } from 'react-aria-components/GridList'
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop'
import { t } from '#web/i18n.ts'
import { Button } from '../button.tsx'
import { classes } from '../classes.ts'
import { Icon } from '../icon.tsx'
import type { ColumnChoice, ColumnsButtonProps } from './columns-button.tsx'
import { defaultLayout } from './data-table.tsx'

/** The ids with `moved` put before or after `target`. */
const moveIds = (ids: readonly string[], moved: ReadonlySet<string>, target: string, after: boolean): string[] => {
  const rest = ids.filter((id) => !moved.has(id))
  const at = rest.indexOf(target) + (after ? 1 : 0)
  return [...rest.slice(0, at), ...ids.filter((id) => moved.has(id)), ...rest.slice(at)]
}

const ColumnLine = ({ column, shown }: { readonly column: ColumnChoice; readonly shown: boolean }) => (
  <GridListItem id={column.id} textValue={column.head} className="column-line">
    <span className={classes('tick', shown && 'on')}>{shown ? <Icon name="check" /> : null}</span>
    <span className="grow">{column.head}</span>
    {column.locked ? <span className="meta">{column.locked}</span> : null}
    <AriaButton slot="drag" className="grip" aria-label={t('ui:table.columnMove', { name: column.head })}>
      <Icon name="grip" />
    </AriaButton>
  </GridListItem>
)

const FixedLine = ({ column }: { readonly column: ColumnChoice }) => (
  <p className="column-line fixed">
    <span className="tick on">
      <Icon name="check" />
    </span>
    <span className="grow">{column.head}</span>
    <span className="meta">{t('ui:table.columnFixed')}</span>
  </p>
)

/** The list behind `ColumnsButton`: a tick shows, dragging (or Enter on the grip) moves. */
export const ColumnList = ({ columns, order, layout, onLayout, onSave }: ColumnsButtonProps) => {
  const byId = new Map(columns.map((column) => [column.id, column]))
  const all = order.flatMap((id) => byId.get(id) ?? [])
  const items = all.filter((column) => !column.fixed)
  const hidden = new Set(layout.hidden)
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const moved = new Set([...keys].map(String))
      onLayout({ ...layout, order: moveIds(order, moved, String(target.key), target.dropPosition === 'after') })
    },
  })
  return (
    <>
      <h2>{t('ui:table.columnsTitle')}</h2>
      {all
        .filter((column) => column.fixed)
        .map((column) => (
          <FixedLine key={column.id} column={column} />
        ))}
      <GridList
        className="column-list"
        aria-label={t('ui:table.columnsLabel')}
        items={items}
        dependencies={[layout]}
        selectionMode="multiple"
        selectedKeys={items.filter((column) => !hidden.has(column.id)).map((column) => column.id)}
        disabledKeys={items.filter((column) => column.locked !== undefined).map((column) => column.id)}
        dragAndDropHooks={dragAndDropHooks}
        onSelectionChange={(keys) => {
          const chosen = keys === 'all' ? new Set(order) : new Set([...keys].map(String))
          onLayout({ ...layout, hidden: items.map((column) => column.id).filter((id) => !chosen.has(id)) })
        }}
      >
        {(column) => <ColumnLine column={column} shown={!hidden.has(column.id)} />}
      </GridList>
      <div className="row">
        <Button tone="quiet" size="small" onClick={() => onLayout(defaultLayout(columns))}>
          {t('ui:table.columnsReset')}
        </Button>
        <span className="end" />
        {onSave ? (
          <Button tone="quiet" size="small" onClick={onSave}>
            {t('ui:table.columnsSave')}
          </Button>
        ) : null}
      </div>
    </>
  )
}
