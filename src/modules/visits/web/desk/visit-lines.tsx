import { type Input, type Output, query } from '#web/api.ts'
import { MoreRows, usePages } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { Tag, type TagTone } from '#web/ui/tag.tsx'

export type ListedVisit = Output<'visits.visit.list'>['items'][number]

const TONES: Readonly<Record<ListedVisit['state'], TagTone>> = {
  planned: 'plain',
  done: 'done',
  missed: 'late',
  excused: 'paused',
}

/** Where a visit stands, in a word: made, with what came of it; else whether its day is over. */
export const VisitState = ({ visit }: { readonly visit: Pick<ListedVisit, 'state' | 'outcome' | 'isLate'> }) => {
  if (visit.state === 'done' && visit.outcome !== 'met' && visit.outcome !== null)
    return <Tag tone="soon">{t(`visits:outcome.${visit.outcome}`)}</Tag>
  if (visit.state === 'planned' && visit.isLate) return <Tag tone="late">{t('visits:state.late')}</Tag>
  return <Tag tone={TONES[visit.state]}>{t(`visits:state.${visit.state}`)}</Tag>
}

/** The day of a visit: when it was made, else by when. */
export const dayWords = ({ visitedAt, dueOn }: Pick<ListedVisit, 'visitedAt' | 'dueOn'>): string => {
  if (visitedAt !== null) return formatFullDay(visitedAt)
  return dueOn === null ? '' : t('visits:desk.dueOn', { on: formatFullDay(dueOn) })
}

interface VisitLinesProps {
  readonly filter: Input<'visits.visit.list'>
  readonly empty: string
}

/** Visits of one thing as short lines. */
export const VisitLines = ({ filter, empty }: VisitLinesProps) => {
  const { found, rows } = usePages(['visits.visit.list', 'lines', filter], (page, signal) =>
    query('visits.visit.list', { ...filter, ...page }, signal),
  )
  return (
    <section aria-labelledby="visits-here">
      <ColumnHead id="visits-here" title={t('visits:desk.visitsHere')} />
      {found.isSuccess && rows.length === 0 ? <p className="soft">{empty}</p> : null}
      <ul className="desk-lines">
        {rows.map((visit) => (
          <li key={visit.id}>
            <a href={`/desk/visits/${visit.id}`}>{dayWords(visit)}</a>
            <VisitState visit={visit} />
            <span className="grow">{visit.words ?? visit.reason ?? ''}</span>
            <span className="soft">{visit.visitedByName ?? visit.personName ?? ''}</span>
          </li>
        ))}
      </ul>
      <MoreRows found={found} />
    </section>
  )
}
