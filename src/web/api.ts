// The one way from a browser page to the server. Types come from the contracts, their code does not.
import type { z } from 'zod'
import type * as calendar from '#modules/calendar/contract'
import type * as cases from '#modules/cases/contract'
import type * as emergencies from '#modules/emergencies/contract'
import type * as fieldwork from '#modules/fieldwork/contract'
import type * as hazards from '#modules/hazards/contract'
import type * as identity from '#modules/identity/contract'
import type * as indicators from '#modules/indicators/contract'
import type * as insight from '#modules/insight/contract'
import type * as organizations from '#modules/organizations/contract'
import type * as places from '#modules/places/contract'
import type * as posts from '#modules/posts/contract'
import type * as visits from '#modules/visits/contract'
import type * as workplace from '#modules/workplace/contract'

type Exports<Contract> = Contract[keyof Contract]
type AnyExport =
  | Exports<typeof calendar>
  | Exports<typeof cases>
  | Exports<typeof emergencies>
  | Exports<typeof fieldwork>
  | Exports<typeof hazards>
  | Exports<typeof identity>
  | Exports<typeof indicators>
  | Exports<typeof insight>
  | Exports<typeof organizations>
  | Exports<typeof places>
  | Exports<typeof posts>
  | Exports<typeof visits>
  | Exports<typeof workplace>

interface Shape {
  readonly id: string
  readonly kind: string
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly access: unknown
}
type AnyOperation = Extract<AnyExport, Shape>
export type OperationId = AnyOperation['id']
type OperationOf<Id extends OperationId> = Extract<AnyOperation, { readonly id: Id }>

/** What JSON makes of a value: instants become text. */
export type Json<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? Json<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: Json<Value[Key]> }
      : Value

/** What an operation wants, as the caller writes it. */
export type Input<Id extends OperationId> = z.input<OperationOf<Id>['input']>
/** What an operation answers, as it arrives. */
export type Output<Id extends OperationId> = Json<z.output<OperationOf<Id>['output']>>

export interface FieldProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** A refusal of the server (or of the network: code `network.offline`), with the sentence to show. */
export class ApiProblem extends Error {
  readonly code: string
  readonly status: number
  readonly data: Readonly<Record<string, unknown>>
  readonly fields: readonly FieldProblem[]
  constructor(problem: {
    code: string
    message: string
    status: number
    data?: Readonly<Record<string, unknown>>
    fields?: readonly FieldProblem[]
  }) {
    super(problem.message)
    this.name = 'ApiProblem'
    this.code = problem.code
    this.status = problem.status
    this.data = problem.data ?? {}
    this.fields = problem.fields ?? []
  }
  /** The sentence for one field of the request. */
  messageFor(path: string): string | undefined {
    return this.fields.find((field) => field.path === path)?.message
  }
}

const problemFrom = async (response: Response): Promise<ApiProblem> => {
  const body: unknown = await response.json().catch(() => null)
  const known = body as {
    code?: string
    message?: string
    data?: Record<string, unknown>
    fields?: FieldProblem[]
  } | null
  return new ApiProblem({
    code: known?.code ?? 'request.fault',
    message: known?.message ?? response.statusText,
    status: response.status,
    data: known?.data ?? {},
    fields: known?.fields ?? [],
  })
}

const send = async <Answer>(address: string, init: RequestInit): Promise<Answer> => {
  let response: Response
  try {
    response = await fetch(address, { credentials: 'same-origin', ...init })
  } catch {
    throw new ApiProblem({ code: 'network.offline', message: '', status: 0 })
  }
  if (!response.ok) throw await problemFrom(response)
  return (await response.json()) as Answer
}

/** The address of a read or a stream with its parameters: also what a download link points to. */
export const addressOf = <Id extends OperationId>(id: Id, input: Input<Id>): string => {
  const entries = Object.entries((input ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
    if (value === undefined || value === null || value === '') return []
    return Array.isArray(value) ? value.map((item) => [name, String(item)]) : [[name, String(value)]]
  })
  const search = new URLSearchParams(entries).toString()
  return `/api/${id}${search ? `?${search}` : ''}`
}

/** Reads. */
export const query = <Id extends OperationId>(id: Id, input: Input<Id>, signal?: AbortSignal): Promise<Output<Id>> =>
  send(addressOf(id, input), signal ? { signal } : {})

export const newRequestId = (): string => crypto.randomUUID()

/** Acts. The same `requestId` again is the same act: keep it when a person presses the button once more after a fault. */
export const act = <Id extends OperationId>(
  id: Id,
  input: Input<Id>,
  requestId: string = newRequestId(),
): Promise<Output<Id>> =>
  send(`/api/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': requestId },
    body: JSON.stringify(input ?? {}),
  })

/** Uploads one file. */
export const upload = <Id extends OperationId>(
  id: Id,
  input: Input<Id>,
  file: Blob,
  fileName: string,
  requestId: string = newRequestId(),
): Promise<Output<Id>> => {
  const form = new FormData()
  form.append('file', file, fileName)
  return send(addressOf(id, input), { method: 'POST', headers: { 'idempotency-key': requestId }, body: form })
}
