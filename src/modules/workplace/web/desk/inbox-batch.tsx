import { useQueries } from '@tanstack/react-query'
import type { Output } from '#web/api.ts'
import { type BatchDeed, type MatterLine, useMatters } from '#web/desk/matter.ts'
import { t } from '#web/i18n.ts'
import { BatchBar } from '#web/ui/live/batch-bar.tsx'

type InboxRow = Output<'workplace.inbox.list'>['items'][number]

const lineOf = (row: InboxRow): MatterLine => ({
  id: row.matterId,
  number: row.number,
  title: row.title,
  state: row.state,
  stage: row.stage,
  clock: row.clock,
})

/** One thing that can be done, with those of the chosen ones that it fits. */
export interface Fitting {
  readonly deed: BatchDeed
  readonly lines: readonly MatterLine[]
}

/** What can be done with the chosen ones, kind by kind, and how many of them each fits. */
const useFitting = (rows: readonly InboxRow[]): readonly Fitting[] => {
  const matters = useMatters().filter((matter) => rows.some((row) => row.matterKind === matter.kind))
  const loaded = useQueries({
    queries: matters.map((matter) => ({
      queryKey: ['desk.batch', matter.kind],
      queryFn: () => matter.loadBatch(),
      staleTime: Number.POSITIVE_INFINITY,
      structuralSharing: false,
    })),
  })
  return matters.flatMap((matter, index) => {
    const lines = rows.filter((row) => row.matterKind === matter.kind).map(lineOf)
    return (loaded[index]?.data ?? []).map((deed) => ({ deed, lines: lines.filter(deed.fits) }))
  })
}

export interface InboxBatchProps {
  readonly rows: readonly InboxRow[]
  readonly isAll: boolean
  readonly onAll: (all: boolean) => void
  readonly onClear: () => void
  /** Begins it. What is done leaves the list, so its results must not stand in this bar. */
  readonly onRun: (fitting: Fitting) => void
}

/** The bar over the list when some are chosen. */
export const InboxBatch = ({ rows, isAll, onAll, onClear, onRun }: InboxBatchProps) => (
  <BatchBar
    count={rows.length}
    all={isAll}
    onAll={onAll}
    onClear={onClear}
    acts={useFitting(rows).map((fitting) => ({
      id: fitting.deed.id,
      label: fitting.deed.label,
      count: fitting.lines.length,
      title: t('desk:batch.fits', { count: rows.length, fitting: fitting.lines.length, label: fitting.deed.label }),
      onAct: () => onRun(fitting),
    }))}
  />
)
