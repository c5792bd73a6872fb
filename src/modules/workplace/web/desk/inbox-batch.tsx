import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { BatchRun } from '#web/desk/batch-run.tsx'
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

interface Fitting {
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
  readonly onDone: (ids: readonly string[]) => void
}

/** The bar over the list when some are chosen. */
export const InboxBatch = ({ rows, isAll, onAll, onClear, onDone }: InboxBatchProps) => {
  const fitting = useFitting(rows)
  const [running, setRunning] = useState<Fitting | null>(null)
  return (
    <>
      <BatchBar
        count={rows.length}
        all={isAll}
        onAll={onAll}
        onClear={onClear}
        acts={fitting.map((offer) => ({
          id: offer.deed.id,
          label: offer.deed.label,
          count: offer.lines.length,
          title: t('desk:batch.fits', { count: rows.length, fitting: offer.lines.length, label: offer.deed.label }),
          onAct: () => setRunning(offer),
        }))}
      />
      {running ? (
        <BatchRun
          deed={running.deed}
          lines={running.lines}
          onClose={(ids) => {
            setRunning(null)
            onDone(ids)
          }}
        />
      ) : null}
    </>
  )
}
