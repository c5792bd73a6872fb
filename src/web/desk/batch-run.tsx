import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newRequestId } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Dialog } from '#web/ui/live/dialog.tsx'
import { Progress } from '#web/ui/notice.tsx'
import { problemOf, problemWords, readAgain } from './acting.ts'
import type { BatchDeed, MatterLine } from './matter.ts'

const WORDS_LENGTH_MAX = 2_000

interface Result {
  readonly line: MatterLine
  readonly isDone: boolean
  readonly words: string
}

type Phase = 'before' | 'running' | 'after'

/** Does it to one after another and notes the answer of each; stops between two when told to. */
const useRunner = (deed: BatchDeed, lines: readonly MatterLine[]) => {
  const queryClient = useQueryClient()
  const [phase, setPhase] = useState<Phase>('before')
  const [results, setResults] = useState<readonly Result[]>([])
  const stopped = useRef(false)
  // One id for each, for as long as the dialog is open: trying again does nothing twice.
  const requestIds = useRef(new Map(lines.map((line) => [line.id, newRequestId()])))

  const run = async (words: string): Promise<void> => {
    setPhase('running')
    stopped.current = false
    const done = results.filter((result) => result.isDone)
    setResults(done)
    for (const line of lines.filter((known) => !done.some((result) => result.line.id === known.id))) {
      if (stopped.current) break
      const result = await oneResult(deed, line, words, requestIds.current.get(line.id) ?? newRequestId())
      // A refusal is an answer to this request: after it, another try is another request.
      if (!result.isDone) requestIds.current.set(line.id, newRequestId())
      setResults((before) => [...before, result])
    }
    readAgain(queryClient, deed.id.split('.')[0] ?? deed.id)
    setPhase('after')
  }
  return {
    phase,
    results,
    run,
    stop: () => {
      stopped.current = true
    },
  }
}

const oneResult = async (deed: BatchDeed, line: MatterLine, words: string, requestId: string): Promise<Result> => {
  try {
    return { line, isDone: true, words: await deed.run(line, words, requestId) }
  } catch (fault) {
    return { line, isDone: false, words: problemWords(problemOf(fault)) }
  }
}

const ResultList = ({ results }: { readonly results: readonly Result[] }) => (
  <ul className="desk-results" aria-label={t('desk:batch.results')}>
    {results.map(({ line, isDone, words }) => (
      <li key={line.id} className={isDone ? 'good' : 'bad'}>
        <Icon name={isDone ? 'check' : 'warning'} label={t(isDone ? 'desk:batch.isDone' : 'desk:batch.isNotDone')} />
        <span>
          <b>{line.title}</b> {words}
        </span>
      </li>
    ))}
  </ul>
)

export interface BatchRunProps {
  readonly deed: BatchDeed
  readonly lines: readonly MatterLine[]
  /** Those that were done are no longer chosen. */
  readonly onClose: (doneIds: readonly string[]) => void
}

/** One act for each of the chosen, with what came of each: never half of them silently. */
export const BatchRun = ({ deed, lines, onClose }: BatchRunProps) => {
  const { phase, results, run, stop } = useRunner(deed, lines)
  const [words, setWords] = useState('')
  const [missing, setMissing] = useState(false)
  const doneIds = results.filter((result) => result.isDone).map((result) => result.line.id)
  const refusedCount = results.length - doneIds.length
  const start = (): void => {
    if (deed.asks && words.trim() === '') return setMissing(true)
    void run(words.trim())
  }
  const close = (): void => (phase === 'running' ? stop() : onClose(doneIds))
  const restCount = lines.length - doneIds.length
  return (
    <Dialog
      open
      onClose={close}
      title={t('desk:batch.title', { label: deed.label, count: lines.length })}
      actions={
        <>
          <Button onClick={close}>
            {t(phase === 'running' ? 'desk:batch.stop' : phase === 'after' ? 'ui:close' : 'ui:cancel')}
          </Button>
          {phase === 'after' && restCount === 0 ? null : (
            <Button tone="main" busy={phase === 'running'} onClick={start}>
              {t(phase === 'after' ? 'desk:batch.again' : 'desk:batch.do', { label: deed.label, count: restCount })}
            </Button>
          )}
        </>
      }
    >
      {phase === 'before' ? <p className="soft">{deed.intro(lines.length)}</p> : null}
      {phase === 'before' && deed.asks ? (
        <TextArea
          name="batch-words"
          label={deed.asks.label}
          hint={deed.asks.hint}
          error={missing ? t('desk:batch.wordsMissing') : undefined}
          maxLength={WORDS_LENGTH_MAX}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setMissing(false)
          }}
        />
      ) : null}
      {phase === 'before' ? null : (
        <>
          <Progress label={deed.label} done={results.length} count={lines.length} />
          <p role="status">
            {t('desk:batch.sum', { done: doneIds.length, refused: refusedCount, rest: lines.length - results.length })}
          </p>
          <ResultList results={results} />
        </>
      )}
    </Dialog>
  )
}
