import { useQuery } from '@tanstack/react-query'
import { type ComponentType, createContext, type ReactNode, use, useState } from 'react'
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

/** The sign-in page, as the frame shows it. */
export interface SignInProps {
  /** Null: nobody has signed in. Else this session still lacks a step. */
  readonly me: Me | null
  /** Keeps the page although all steps are done: what is shown once must be read first. */
  readonly hold: (isOn: boolean) => void
}

export interface SessionGateProps {
  readonly whileWaiting: ReactNode
  readonly SignIn: ComponentType<SignInProps>
  /** Shown to whoever has signed in and holds no post. */
  readonly noPost: ReactNode
  /** Nobody can be asked who it is: no network, or a fault. */
  readonly Fault: ComponentType<{ readonly fault: unknown; readonly onRetry: () => void }>
  readonly children: ReactNode
}

const isSignedOut = (fault: unknown): boolean => fault instanceof ApiProblem && fault.status === 401

/** Lets through who has signed in as staff; everybody else gets the sign-in page and comes back to the same address. */
export const SessionGate = ({ whileWaiting, SignIn, noPost, Fault, children }: SessionGateProps) => {
  const found = useQuery({
    queryKey: ['identity.me.find'],
    queryFn: ({ signal }) => query('identity.me.find', {}, signal),
    retry: (count, thrown) => count < 2 && !isSignedOut(thrown),
  })
  const [isHeld, hold] = useState(false)
  const me = found.data
  if (isSignedOut(found.error)) return <SignIn me={null} hold={hold} />
  if (!me) return found.isError ? <Fault fault={found.error} onRetry={() => void found.refetch()} /> : whileWaiting
  if (isHeld || me.staffStep !== 'none') return <SignIn me={me} hold={hold} />
  if (me.posts.length === 0) return noPost
  const operations = new Set<string>(me.operations)
  return <SessionContext value={{ me, may: (operation) => operations.has(operation) }}>{children}</SessionContext>
}
