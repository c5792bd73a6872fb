import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, use } from 'react'
import { ApiProblem, type OperationId, type Output, query } from '#web/api.ts'

export type Me = Output<'identity.me.find'>

/** Who works here, and what this person may do anywhere in the district. */
export interface Session {
  readonly me: Me
  readonly may: (operation: OperationId) => boolean
}

const SessionContext = createContext<Session | null>(null)

/** The session of the signed-in person; only below `SessionGate`. */
export const useSession = (): Session => {
  const session = use(SessionContext)
  if (!session) throw new Error('no session above this page')
  return session
}

export interface SessionGateProps {
  readonly whileWaiting: ReactNode
  /** Shown to whoever has not signed in, or has signed in without a second factor. */
  readonly signIn: ReactNode
  readonly children: ReactNode
}

/** Lets through who has signed in as staff; everybody else gets the sign-in page and comes back to the same address. */
export const SessionGate = ({ whileWaiting, signIn, children }: SessionGateProps) => {
  const me = useQuery({
    queryKey: ['identity.me.find'],
    queryFn: ({ signal }) => query('identity.me.find', {}, signal),
    retry: (count, fault) => count < 2 && !(fault instanceof ApiProblem && fault.status === 401),
  })
  if (me.isPending) return whileWaiting
  if (!me.data?.isStaff) return signIn
  const operations = new Set<string>(me.data.operations)
  return <SessionContext value={{ me: me.data, may: (operation) => operations.has(operation) }}>{children}</SessionContext>
}
