import './tree.css'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Collection } from 'react-aria-components/Collection'
import { Tree as AriaTree, TreeItem, TreeItemContent } from 'react-aria-components/Tree'
import { t } from '#web/i18n.ts'
import { Icon } from '../icon.tsx'

export interface TreeNode {
  readonly id: string
  readonly label: string
  /** How many, which kind: behind the name. */
  readonly note?: ReactNode
  readonly children?: readonly TreeNode[] | undefined
  /** Has children that are not fetched yet: opening it calls `onOpen`. */
  readonly more?: boolean | undefined
}

export interface TreeProps {
  readonly label: string
  readonly nodes: readonly TreeNode[]
  readonly selected: string | null
  readonly onSelect: (id: string) => void
  readonly open: ReadonlySet<string>
  readonly onOpen: (open: ReadonlySet<string>) => void
  /** What stands there when there is nothing. */
  readonly empty?: ReactNode
}

const Node = ({ node }: { readonly node: TreeNode }) => (
  <TreeItem
    id={node.id}
    textValue={node.label}
    className="tree-item"
    hasChildItems={Boolean(node.children?.length || node.more)}
  >
    <TreeItemContent>
      {({ hasChildItems, isExpanded }) => (
        <span className="tree-line">
          {hasChildItems ? (
            <AriaButton
              slot="chevron"
              className="tree-open"
              aria-label={t(isExpanded ? 'ui:tree.collapse' : 'ui:tree.expand', { name: node.label })}
            >
              <Icon name={isExpanded ? 'expand' : 'next'} />
            </AriaButton>
          ) : (
            <span className="tree-open" />
          )}
          <span className="grow">{node.label}</span>
          {node.note ? <span className="meta">{node.note}</span> : null}
        </span>
      )}
    </TreeItemContent>
    <Collection items={node.children ?? []}>{(child) => <Node node={child} />}</Collection>
  </TreeItem>
)

/** Places, organisations, categories: arrows move and open, letters find. */
export const Tree = ({ label, nodes, selected, onSelect, open, onOpen, empty }: TreeProps) => (
  <AriaTree
    className="tree"
    aria-label={label}
    items={nodes}
    selectionMode="single"
    selectionBehavior="replace"
    disallowEmptySelection
    selectedKeys={selected === null ? [] : [selected]}
    onSelectionChange={(keys) => {
      const [chosen] = keys === 'all' ? [] : keys
      if (chosen !== undefined) onSelect(String(chosen))
    }}
    expandedKeys={open}
    onExpandedChange={(keys) => onOpen(new Set([...keys].map(String)))}
    renderEmptyState={() => <>{empty}</>}
  >
    {(node) => <Node node={node} />}
  </AriaTree>
)
