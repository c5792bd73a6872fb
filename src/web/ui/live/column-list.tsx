import './data-table.css'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
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

interface ColumnLineProps {
  readonly column: ColumnChoice
  readonly shown: boolean
  readonly onShow: (shown: boolean) => void
}

// The tick is a check box of its own and not the list's selection: dragging one line would take all ticked ones along.
const ColumnLine = ({ column, shown, onShow }: ColumnLineProps) => (
  <GridListItem id={column.id} textValue={column.head} className="column-line">
    <AriaCheckbox
      slot={null}
      className="column-check"
      isSelected={shown}
      isDisabled={column.locked !== undefined}
      onChange={onShow}
    >
      <span className={classes('tick', shown && 'on')}>{shown ? <Icon name="check" /> : null}</span>
      {column.head}
    </AriaCheckbox>
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
        dragAndDropHooks={dragAndDropHooks}
      >
        {(column) => (
          <ColumnLine
            column={column}
            shown={!hidden.has(column.id)}
            onShow={(shown) => {
              const others = layout.hidden.filter((id) => id !== column.id)
              onLayout({ ...layout, hidden: shown ? others : [...others, column.id] })
            }}
          />
        )}
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
