import './case.css'
import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { Unread } from '#web/desk/fault.tsx'
import type { MatterDetailProps } from '#web/desk/matter.ts'
import { Waiting } from '#web/desk/page.tsx'
import { ActionBar } from './action-bar.tsx'
import { CaseBody } from './case-body.tsx'
import { CaseHead } from './case-head.tsx'

/** Clocks move on although nothing happened. */
const READ_AGAIN_MS = 60_000

export const useCase = (id: string) =>
  useQuery({
    queryKey: ['cases.case.find', id],
    queryFn: ({ signal }) => query('cases.case.find', { id }, signal),
    refetchInterval: READ_AGAIN_MS,
  })

/** One case: where it stands, what was said and done, and what can be done now. Fills its pane. */
export const CaseDetail = ({ id, onDone }: MatterDetailProps) => {
  const found = useCase(id)
  if (!found.data) {
    return found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : <Waiting />
  }
  return (
    <article className="case" aria-labelledby="case-title">
      <CaseHead matter={found.data} />
      <CaseBody matter={found.data} />
      <ActionBar matter={found.data} onDone={onDone} />
    </article>
  )
}

export default CaseDetail
