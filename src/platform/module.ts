import type { Writable } from 'node:stream'
import type { FlowDefinition } from '#kernel/flow'
import type { InputOf, Operation, OutputOf } from '#kernel/operation'
import type { Ctx, Tx } from './context.ts'

/** A file as an answer: it is written piece by piece, never held whole. */
export interface FileAnswer {
  readonly fileName: string
  readonly mediaType: string
  readonly inline?: boolean
  readonly write: (out: Writable) => Promise<void>
}

/** A contract with the function that carries it out. */
export interface Handled {
  readonly operation: Operation
  readonly run: (tx: Tx, input: never) => Promise<unknown>
}
/** The file of an upload, whole: uploads are small (see `UPLOAD_BYTES_MAX`). */
export interface Upload {
  readonly fileName: string
  readonly bytes: Buffer
}
export interface HandledUpload {
  readonly operation: Operation
  /** Slow work on the bytes alone, done after the permission and before the transaction, which it would hold open. */
  readonly prepare: (ctx: Ctx, upload: Upload) => Promise<unknown>
  readonly upload: (tx: Tx, input: never, prepared: never) => Promise<unknown>
}
export interface HandledStream {
  readonly operation: Operation
  readonly stream: (ctx: Ctx, input: never) => Promise<FileAnswer>
}

export const handle = <Op extends Operation>(
  operation: Op,
  run: (tx: Tx, input: InputOf<Op>) => Promise<OutputOf<Op>>,
): Handled => ({ operation, run })

export const handleStream = <Op extends Operation>(
  operation: Op,
  stream: (ctx: Ctx, input: InputOf<Op>) => Promise<FileAnswer>,
): HandledStream => ({ operation, stream })

export const handleUpload = <Op extends Operation>(
  operation: Op,
  upload: (tx: Tx, input: InputOf<Op>, file: Upload) => Promise<OutputOf<Op>>,
): HandledUpload => ({ operation, prepare: async (_ctx, file) => file, upload })

/** The same for bytes that take long: `prepare` works on them, `upload` gets what it made. */
export const handlePrepared = <Op extends Operation, Prepared>(
  operation: Op,
  prepare: (ctx: Ctx, file: Upload) => Promise<Prepared>,
  upload: (tx: Tx, input: InputOf<Op>, prepared: Prepared) => Promise<OutputOf<Op>>,
): HandledUpload => ({ operation, prepare, upload })

export type AnyHandled = Handled | HandledUpload | HandledStream

/** What a portal page was asked with. */
export interface PageRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** The posted form: text fields (repeated ones as lists) and files; null on GET. */
  readonly form: {
    readonly fields: Readonly<Record<string, readonly string[]>>
    readonly uploads: readonly Upload[]
  } | null
}

/** What a portal page answers: a component of the server bundle with its properties, or where to go next. */
export type PageAnswer =
  | { readonly page: string; readonly props: object; readonly status?: number }
  | { readonly redirect: string; readonly remember?: Remember }

/** Small choices kept in the browser of whoever asked, signed in or not. */
export interface Remember {
  readonly placeId?: number
  readonly language?: string
  readonly isElder?: boolean
  readonly theme?: 'light' | 'dark'
}

/**
 * A page of the resident portal: loaded and rendered on the server, works without JavaScript. A form posts to the
 * address of its page; `post` performs an operation and redirects, or answers the page again with what was wrong.
 */
export interface PortalPage {
  readonly path: string
  readonly get: (ctx: Ctx, request: PageRequest) => Promise<PageAnswer>
  readonly post?: (ctx: Ctx, request: PageRequest) => Promise<PageAnswer>
}

/** A job: its name, what to do, and when it runs by itself. */
export interface Job {
  readonly name: string
  readonly run: (ctx: Ctx, data: Readonly<Record<string, unknown>>) => Promise<void>
  /** Cron in the time of the place (Asia/Shanghai); the job then runs once for every district. */
  readonly schedule?: string
}

/** What happened: an entry of a thread, as a reaction gets it. */
export interface Happened {
  readonly event: string
  readonly entryId: string
  readonly matterKind: string
  readonly matterId: string
}

/**
 * "After X do Y", in a transaction of its own after the commit of X; retried until it succeeds, so it must bear
 * running twice. Its `now` is the instant of X. `to` is an event, or a beginning of events with `*` at the end.
 */
export interface Reaction {
  readonly to: string
  readonly run: (tx: Tx, happened: Happened) => Promise<void>
}

/** May this context read that matter, and how is it shown as a search hit? Asked of the module that owns the kind. */
export interface MatterKind {
  readonly kind: string
  readonly canRead: (tx: Tx, id: string) => Promise<boolean>
  /**
   * May this context open that file of the matter? Left out: who may read the matter may open its files. A kind whose
   * thread has entries for some readers only answers with `isFileShown` of `platform/thread`.
   */
  readonly canReadFile?: (tx: Tx, id: string, fileId: string) => Promise<boolean>
  /**
   * For a kind that keeps the due instant of its open visit in its own row: lock the row, then ask `dueOf`, then write
   * its answer. Called when the work calendar has moved deadlines.
   */
  readonly moveDue?: (tx: Tx, id: string, dueOf: () => Promise<Date | null>) => Promise<void>
  /** Address of its page in the workbench and in the portal. */
  readonly deskPath: (id: string) => string
  readonly portalPath: (id: string) => string | null
}

/** What a module is to the platform. Listed in `modules/index.ts`, in dependency order. */
export interface Module {
  readonly name: string
  readonly operations: readonly AnyHandled[]
  readonly pages?: readonly PortalPage[]
  readonly flows?: readonly FlowDefinition[]
  readonly reactions?: readonly Reaction[]
  readonly jobs?: readonly Job[]
  readonly matterKinds?: readonly MatterKind[]
}
