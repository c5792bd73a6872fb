import { type ComponentType, createContext, use } from 'react'
import type { WordKey } from '#web/i18n.ts'
import type { ClockView } from '#web/ui/clock.tsx'

/** What a list knows of a matter of any kind. */
export interface MatterLine {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly stage: string
  readonly clock: ClockView | null
  /** Operation ids that are allowed now, where the list says so. */
  readonly allowed?: readonly string[] | undefined
}

/** One thing that can be done with several matters at once: one act for each, each with its own answer. */
export interface BatchDeed {
  /** The operation it performs. */
  readonly id: string
  /** 受理 */
  readonly label: string
  readonly fits: (line: MatterLine) => boolean
  /** Said before it is done: what will happen to these. */
  readonly intro: (count: number) => string
  /** Words that go to each of them: the answer to the reporters. Left out, nothing is asked. */
  readonly asks?: { readonly label: string; readonly hint: string }
  /** Does it to one and says what was done. Throws an `ApiProblem` when it is refused. */
  readonly run: (line: MatterLine, words: string, requestId: string) => Promise<string>
}

export interface MatterDetailProps {
  readonly id: string
  /** Something was done that takes it out of the hands of who works on it. */
  readonly onDone?: (() => void) | undefined
}

/** A kind of matter as the workbench shows it; offered by the module that owns it (`web/desk.ts`). */
export interface DeskMatter {
  readonly kind: string
  /** 诉求事件 */
  readonly name: WordKey
  readonly stages: readonly string[]
  readonly stageWords: (stage: string) => string
  /** One matter, beside the list it was opened from. */
  readonly Detail: ComponentType<MatterDetailProps>
  readonly loadBatch: () => Promise<readonly BatchDeed[]>
}

const MattersContext = createContext<readonly DeskMatter[]>([])
export const MattersProvider = MattersContext.Provider

/** All kinds of matters that wait in the inbox. */
export const useMatters = (): readonly DeskMatter[] => use(MattersContext)
