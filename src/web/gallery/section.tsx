import type { ReactNode } from 'react'
import { t, type WordKey } from '#web/i18n.ts'
import { ColumnHead } from '../ui/column-head.tsx'

export interface SectionProps {
  readonly id: string
  readonly title: WordKey
  readonly wide?: boolean
  readonly children: ReactNode
}

/** One kind of part in all its states. */
export const Section = ({ id, title, wide, children }: SectionProps) => (
  <section aria-labelledby={id} className={wide ? 'wide' : undefined}>
    <ColumnHead id={id} title={t(title)} />
    <div className="show">{children}</div>
  </section>
)
