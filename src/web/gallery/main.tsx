import '#web/styles/tokens.css'
import '#web/styles/base.css'
import { createRoot } from 'react-dom/client'
import { loadLocale } from '#web/load-words.ts'
import { Button } from '#web/ui/button.tsx'
import { Clock } from '#web/ui/clock.tsx'

const start = async (): Promise<void> => {
  await loadLocale('zh-CN', ['ui', 'gallery'])
  const root = document.getElementById('root')
  if (root)
    createRoot(root).render(
      <>
        <Button tone="main">派给</Button>
        <Clock clock={{ state: 'soon', usedShare: 0.8, leftMinutes: 50 }} />
      </>,
    )
}
void start()
