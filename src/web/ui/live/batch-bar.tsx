import './data-table.css'
import { t } from '#web/i18n.ts'
import { Button } from '../button.tsx'
import { formatCount } from '../format.ts'
import { Checkbox } from './checkbox.tsx'

export interface BatchAct {
  readonly id: string
  readonly label: string
  /** How many of the chosen it fits: 派遣 1. One that fits none is not offered. */
  readonly count: number
  readonly onAct: () => void
  /** Which ones it fits: 3 件里 1 件在派遣环节. */
  readonly title?: string | undefined
}

export interface BatchBarProps {
  readonly count: number
  readonly all: boolean
  readonly onAll: (all: boolean) => void
  readonly acts: readonly BatchAct[]
  readonly onClear: () => void
}

/** What can be done with the chosen rows; each act says how many it fits. */
export const BatchBar = ({ count, all, onAll, acts, onClear }: BatchBarProps) => (
  <div className="batch" role="group" aria-label={t('ui:list.selected', { count: formatCount(count) })}>
    <Checkbox label={t('ui:list.selectAll')} labelHidden checked={all} mixed={!all && count > 0} onChange={onAll} />
    <b>{t('ui:list.selected', { count: formatCount(count) })}</b>
    {acts
      .filter((act) => act.count > 0)
      .map((act) => (
        <Button key={act.id} size="small" title={act.title} onClick={act.onAct}>
          {act.label} {formatCount(act.count)}
        </Button>
      ))}
    <span className="end" />
    <Button size="small" keyName="Esc" onClick={onClear}>
      {t('ui:list.unselect')}
    </Button>
  </div>
)
