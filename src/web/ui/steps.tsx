import './steps.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { classes } from './classes.ts'
import { Clock, type ClockView } from './clock.tsx'

export interface Stage {
  readonly key: string
  readonly name: ReactNode
  /** The time it took or may take: 用 31 分, 限 2 小时. */
  readonly note?: ReactNode
  readonly place: 'past' | 'now' | 'ahead'
  /** Only of the stage that is now. */
  readonly clock?: ClockView | undefined
}

const PLACE_WORDS = { past: 'ui:steps.done', now: 'ui:steps.now', ahead: 'ui:steps.ahead' } as const

/** The stages of a matter across its head: which are past, where it is, which are ahead. */
export const StageBar = ({ stages, label }: { readonly stages: readonly Stage[]; readonly label: string }) => (
  <ol className="rail" aria-label={label}>
    {stages.map(({ key, name, note, place, clock }) => (
      <li
        key={key}
        className={classes(place, place === 'now' && clock?.state)}
        aria-current={place === 'now' ? 'step' : undefined}
      >
        <b>{name}</b>
        {note}
        <span className="vh">{t(PLACE_WORDS[place])}</span>
      </li>
    ))}
  </ol>
)

export interface StageTime {
  readonly key: string
  readonly name: ReactNode
  /** 限 3 个工作日 */
  readonly limit?: ReactNode
  readonly clock: ClockView
  readonly now?: boolean | undefined
}

/** How long each stage took, for residents. */
export const StageTimes = ({ stages, label }: { readonly stages: readonly StageTime[]; readonly label: string }) => (
  <ol className="stage-times" aria-label={label}>
    {stages.map(({ key, name, limit, clock, now }) => (
      <li key={key} className={now ? 'now' : undefined} aria-current={now ? 'step' : undefined}>
        <b>{name}</b>
        <span className="lim">{limit}</span>
        <Clock clock={clock} form={now ? 'page' : 'list'} wraps />
      </li>
    ))}
  </ol>
)

/** 第 2 步，共 4 步: above the one question of a screen. */
export const FormSteps = ({ step, count }: { readonly step: number; readonly count: number }) => (
  <div className="form-steps">
    <ol aria-hidden="true">
      {Array.from({ length: count }, (_, place) => (
        <li key={place} className={place < step ? 'on' : undefined} />
      ))}
    </ol>
    <p>{t('ui:steps.progress', { step, count })}</p>
  </div>
)
