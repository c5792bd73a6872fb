import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { query } from '#web/api.ts'
import type { Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'

const PAUSE_MS = 600
const WORDS_MIN = 6
const PERCENT = 100
const UNLIKELY = 0.1

/** What was typed, once the hands rest. */
const useRested = (words: string): string => {
  const [rested, setRested] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setRested(words), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words])
  return rested
}

interface CategorySuggestionProps {
  readonly words: string
  readonly chosenId: string | null
  readonly onChoose: (category: Picked) => void
}

/** What the words look like, to be taken with one press; never taken by itself. */
export const CategorySuggestion = ({ words, chosenId, onChoose }: CategorySuggestionProps) => {
  const rested = useRested(words.trim())
  const found = useQuery({
    queryKey: ['cases.category.suggest', rested],
    queryFn: ({ signal }) => query('cases.category.suggest', { words: rested }, signal),
    enabled: rested.length >= WORDS_MIN,
  })
  const data = found.data
  if (!data?.model || rested.length < WORDS_MIN) return null
  const likely = data.suggestions.filter(({ confidence }) => confidence >= UNLIKELY)
  return (
    <div className="case-suggest" role="group" aria-label={t('cases:desk.suggest.label')}>
      <span className="hint">{data.isSure ? t('cases:desk.suggest.label') : t('cases:desk.suggest.unsure')}</span>
      <div className="acts">
        {likely.map(({ id, name, names, confidence }) => (
          <Button
            key={id}
            size="small"
            aria-pressed={chosenId === String(id)}
            title={names.join(' › ')}
            onClick={() => onChoose({ id: String(id), name })}
          >
            {name} {t('cases:desk.suggest.sure', { percent: Math.round(confidence * PERCENT) })}
          </Button>
        ))}
      </div>
      <span className="meta">
        {t('cases:desk.suggest.learnt', {
          count: data.model.exampleCount,
          percent: Math.round(data.model.macroF1 * PERCENT),
        })}
      </span>
    </div>
  )
}
