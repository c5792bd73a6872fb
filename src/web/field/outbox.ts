// What a field worker has done and the server does not know yet. Everything is written to the phone first and sent
// from there, so that no network, no reload and no expired sign-in can lose it; the id of the act makes sending it
// twice harmless. (Background Sync is not used: webviews do not have it.)
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { act, ApiProblem, type Input, newRequestId, type OperationId, query, upload } from '#web/api.ts'

export interface OutboxPhoto {
  readonly requestId: string
  readonly blob: Blob
  readonly name: string
  /** The id the server gave it; null while it is only here. */
  readonly fileId: string | null
}

export type OutboxState = 'waiting' | 'sending' | 'needsSignIn' | 'refused' | 'sent'

export interface OutboxItem {
  /** Also the Idempotency-Key of the act. */
  readonly id: string
  readonly operation: OperationId
  readonly input: Readonly<Record<string, unknown>>
  readonly title: string
  readonly photos: readonly OutboxPhoto[]
  readonly state: OutboxState
  /** Why the server refused it, in its words. */
  readonly problem: string | null
  readonly createdAt: number
}

interface OutboxSchema extends DBSchema {
  items: { key: string; value: OutboxItem; indexes: { createdAt: number } }
}

const SEND_EVERY_MS = 15_000
const SENT_KEPT_MS = 7 * 86_400_000
const LOCK = 'gongzhi-outbox'

let opened: Promise<IDBPDatabase<OutboxSchema>> | undefined
const database = (): Promise<IDBPDatabase<OutboxSchema>> => {
  opened ??= openDB<OutboxSchema>('gongzhi-field', 1, {
    upgrade: (db) => {
      db.createObjectStore('items', { keyPath: 'id' }).createIndex('createdAt', 'createdAt')
    },
  })
  return opened
}

const listeners = new Set<() => void>()
const tellAll = (): void => {
  for (const listener of listeners) listener()
}
export const watchOutbox = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Newest first. */
export const listOutbox = async (): Promise<OutboxItem[]> =>
  (await (await database()).getAllFromIndex('items', 'createdAt')).reverse()

const put = async (item: OutboxItem): Promise<OutboxItem> => {
  await (await database()).put('items', item)
  tellAll()
  return item
}

/**
 * Keeps an act on the phone and begins to send it. Throws QuotaExceededError when the phone is full: then nothing was
 * kept, and the page says so.
 */
export const keep = async <Id extends OperationId>(
  operation: Id,
  input: Omit<Input<Id>, 'fileIds'>,
  title: string,
  photos: ReadonlyArray<{ readonly blob: Blob; readonly name: string }>,
): Promise<string> => {
  const id = newRequestId()
  const kept = photos.map((photo) => ({ ...photo, requestId: newRequestId(), fileId: null }))
  await put({
    id,
    operation,
    input: input as OutboxItem['input'],
    title,
    photos: kept,
    state: 'waiting',
    problem: null,
    createdAt: Date.now(),
  })
  void sendAll()
  return id
}

/** Gives a refused act up; what was sent already stays where it is. */
export const discard = async (id: string): Promise<void> => {
  await (await database()).delete('items', id)
  tellAll()
}

const sendPhotos = async (item: OutboxItem): Promise<OutboxItem> => {
  let current = item
  for (const [index, photo] of item.photos.entries()) {
    if (photo.fileId) continue
    const { id: fileId } = await upload('workplace.file.upload', {}, photo.blob, photo.name, photo.requestId)
    const photos = current.photos.map((other, at) => (at === index ? { ...other, fileId } : other))
    current = await put({ ...current, photos })
  }
  return current
}

/** Tries a refused act once more: a post may have been given since, or a clerk has set right what was in the way. */
export const retry = async (id: string): Promise<void> => {
  const item = await (await database()).get('items', id)
  if (item) await put({ ...item, state: 'waiting', problem: null })
  await sendAll()
}

/**
 * Is the refusal only for want of a sign-in? Acts that residents may do as well are then refused for another reason
 * than `auth.required`, so the server is asked who this is.
 */
const isSignedOut = async (problem: ApiProblem | null): Promise<boolean> => {
  if (problem?.status === 401) return true
  if (problem === null || !isFinal(problem)) return false
  try {
    return (await query('identity.me.find', {})).staffStep !== 'none'
  } catch (fault) {
    return fault instanceof ApiProblem && fault.status === 401
  }
}

/** Would the same be refused again, however often it is sent? */
const isFinal = ({ status }: ApiProblem): boolean => status >= 400 && status < 500 && status !== 429

const sendOne = async (item: OutboxItem): Promise<'on' | 'stop'> => {
  const sending = await put({ ...item, state: 'sending', problem: null })
  try {
    const { photos } = await sendPhotos(sending)
    const fileIds = photos.flatMap((photo) => photo.fileId ?? [])
    await act(item.operation, { ...item.input, fileIds } as never, item.id)
    // The pictures are on the server now; keeping them here would only fill the phone.
    await put({ ...sending, photos: [], state: 'sent' })
    return 'on'
  } catch (fault) {
    const problem = fault instanceof ApiProblem ? fault : null
    const current = (await (await database()).get('items', item.id)) ?? sending
    if (await isSignedOut(problem)) {
      await put({ ...current, state: 'needsSignIn' })
      return 'stop'
    }
    const refusal = problem !== null && isFinal(problem) ? problem : null
    await put({ ...current, state: refusal ? 'refused' : 'waiting', problem: refusal?.message ?? null })
    return refusal ? 'on' : 'stop'
  }
}

let isAskedAgain = false

/** Sends what waits, oldest first, in one tab at a time. Stops at the first sign that there is no network. */
export const sendAll = async (): Promise<void> => {
  isAskedAgain = true
  const send = async (): Promise<void> => {
    isAskedAgain = false
    const items = (await listOutbox()).reverse()
    for (const item of items) {
      if (item.state === 'sent' && Date.now() - item.createdAt > SENT_KEPT_MS) await discard(item.id)
      if (item.state === 'sent' || item.state === 'refused') continue
      if ((await sendOne(item)) === 'stop') return
    }
    // Something was kept while the others were on their way.
    if (isAskedAgain) await send()
  }
  if (!('locks' in navigator)) return send()
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await send()
  })
}

/** Tries again whenever there is hope: network back, page looked at again, every quarter of a minute, at the start. */
export const keepSending = (): void => {
  window.addEventListener('online', () => void sendAll())
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' && sendAll()))
  setInterval(() => void sendAll(), SEND_EVERY_MS)
  void sendAll()
}
