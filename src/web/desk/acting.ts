import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiProblem, act, type Input, newRequestId, type OperationId, type Output } from '#web/api.ts'
import { t } from '#web/i18n.ts'

/**
 * A query belongs to a kind of matter by the module of its operation (`case`: `cases.…`); inbox, counts and the
 * cockpit depend on every kind.
 */
const isAbout = (operation: string, kind: string): boolean =>
  operation.startsWith(kind) || operation.startsWith('workplace.') || operation.startsWith('insight.')

/** Reads again what is shown of a kind of matter. The first part of every query key is the id of its operation. */
export const readAgain = (queryClient: QueryClient, kind: string): void => {
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isAbout(String(queryKey[0]), kind) })
}

/** Anything thrown by a call, as a problem to show. */
export const problemOf = (fault: unknown): ApiProblem =>
  fault instanceof ApiProblem ? fault : new ApiProblem({ code: 'request.fault', message: String(fault), status: 0 })

/** The sentence of a problem. The server says it in the language of the page; the network says nothing. */
export const problemWords = (problem: ApiProblem): string => {
  if (problem.code === 'network.offline') return t('desk:offline')
  const fields = problem.fields.map((field) => field.message).filter(Boolean)
  return [problem.message || t('ui:refuse.unknown'), ...new Set(fields)].join(' · ')
}

/** Something that can be done: whether it is under way, why it was refused, and how to do it. */
export interface Acting<Id extends OperationId> {
  readonly busy: boolean
  readonly problem: ApiProblem | null
  /** The answer, or null when it was refused (`problem` then says why). */
  readonly run: (input: Input<Id>) => Promise<Output<Id> | null>
  readonly clear: () => void
}

/**
 * Performs one operation from a page. Pressing again after a fault of the network is the same act (the same request id)
 * as long as nothing was changed, so nothing is done twice. `readsAgain: false`: the caller reads again in its own time.
 */
export const useActing = <Id extends OperationId>(
  id: Id,
  options: { readonly readsAgain: boolean } = { readsAgain: true },
): Acting<Id> => {
  const queryClient = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const last = useRef<{ readonly body: string; readonly requestId: string } | null>(null)

  const run = async (input: Input<Id>): Promise<Output<Id> | null> => {
    const body = JSON.stringify(input)
    if (last.current?.body !== body) last.current = { body, requestId: newRequestId() }
    setBusy(true)
    setProblem(null)
    try {
      const answer = await act(id, input, last.current.requestId)
      last.current = null
      if (options.readsAgain) readAgain(queryClient, id.split('.')[0] ?? id)
      return answer
    } catch (fault) {
      const told = problemOf(fault)
      if (told.status !== 0 && told.status !== 503) last.current = null
      if (told.status === 401) void queryClient.invalidateQueries({ queryKey: ['identity.me.find'] })
      setProblem(told)
      return null
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, run, clear: () => setProblem(null) }
}
