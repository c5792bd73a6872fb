// What was read is kept on the phone, so that a page shows it without a network, over a reload as well. What somebody has
// done is in the outbox; this is only the last answer of the server.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { useEffect } from 'react'
import { ApiProblem, type Input, type OperationId, type Output, query } from '#web/api.ts'
import { useOutbox } from './use-outbox.ts'

interface KeptAnswer {
  readonly key: string
  readonly answer: unknown
}

interface KeptSchema extends DBSchema {
  answers: { key: string; value: KeptAnswer }
}

let opened: Promise<IDBPDatabase<KeptSchema>> | undefined
const database = (): Promise<IDBPDatabase<KeptSchema>> => {
  opened ??= openDB<KeptSchema>('gongzhi-field-kept', 1, {
    upgrade: (db) => {
      db.createObjectStore('answers', { keyPath: 'key' })
    },
  })
  return opened
}

/** A refusal of the server is an answer too: whoever signed out, or lost a post, is shown nothing that was kept. */
const isOutOfReach = (fault: unknown): boolean =>
  !(fault instanceof ApiProblem) || fault.status === 0 || fault.status >= 500

const readKept = async <Id extends OperationId>(id: Id, input: Input<Id>): Promise<Output<Id>> => {
  const key = `${id} ${JSON.stringify(input)}`
  try {
    const answer = await query(id, input)
    // A phone that is full shows the answer and keeps nothing.
    await (await database()).put('answers', { key, answer }).catch(() => undefined)
    return answer
  } catch (fault) {
    const db = await database()
    if (!isOutOfReach(fault)) await db.delete('answers', key)
    const kept = isOutOfReach(fault) ? await db.get('answers', key) : undefined
    if (!kept) throw fault
    return kept.answer as Output<Id>
  }
}

/** A read that is there without a network as it was last; read again whenever something of its module was sent. */
export const useKeptAnswer = <Id extends OperationId>(id: Id, input: Input<Id>) => {
  const queryClient = useQueryClient()
  const module = id.split('.')[0] ?? id
  const sentCount = useOutbox().filter(
    (item) => item.state === 'sent' && item.operation.startsWith(`${module}.`),
  ).length
  useEffect(() => {
    if (sentCount > 0) void queryClient.invalidateQueries({ queryKey: [id] })
  }, [queryClient, id, sentCount])
  return useQuery({ queryKey: [id, input], queryFn: () => readKept(id, input) })
}
