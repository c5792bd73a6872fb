import type { FlowDefinition } from '#kernel/flow'
import type { Operation } from '#kernel/operation'
import type { Job, MatterKind, Module, Reaction } from './module.ts'

/** What all modules together are: read by the inbox, by the jobs, by the page that draws flows. */
export interface Registry {
  readonly operations: readonly Operation[]
  readonly flows: readonly FlowDefinition[]
  /** The operations whose turn an open visit can be. */
  readonly turnOperations: readonly Operation[]
  readonly jobs: readonly Job[]
  readonly reactionsTo: (event: string) => readonly Reaction[]
  readonly hasReaction: (event: string) => boolean
  readonly matterKind: (kind: string) => MatterKind
}

export const createRegistry = (modules: readonly Module[]): Registry => {
  const operations = modules.flatMap((module) => module.operations.map((handled) => handled.operation))
  const flows = modules.flatMap((module) => module.flows ?? [])
  const turns = new Set(flows.flatMap((flow) => Object.values(flow.states).map((state) => state.turn?.operation)))
  const reactions = modules.flatMap((module) => module.reactions ?? [])
  const kinds = new Map(modules.flatMap((module) => module.matterKinds ?? []).map((kind) => [kind.kind, kind]))
  const reactionsTo = (event: string): Reaction[] =>
    reactions.filter(
      (reaction) => reaction.to === event || (reaction.to.endsWith('*') && event.startsWith(reaction.to.slice(0, -1))),
    )
  return {
    operations,
    flows,
    turnOperations: operations.filter((operation) => turns.has(operation.id)),
    jobs: modules.flatMap((module) => module.jobs ?? []),
    reactionsTo,
    hasReaction: (event) => reactionsTo(event).length > 0,
    matterKind: (kind) => {
      const known = kinds.get(kind)
      if (!known) throw new Error(`no module owns matters of kind ${kind}`)
      return known
    },
  }
}
