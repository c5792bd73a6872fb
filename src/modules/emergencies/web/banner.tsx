import type { Output } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/notice.tsx'

export type Mine = Output<'emergencies.response.mine'>['items'][number]

const NEXT = { told: 'received', received: 'onWay', onWay: 'inPlace', inPlace: null } as const

export interface BannerProps {
  readonly mine: Mine
  readonly busy?: boolean
  readonly onAnswer: (state: 'received' | 'onWay' | 'inPlace') => void
}

/** An emergency to which I am called: what it is, what my duty is, and the next step with one press. */
export const EmergencyBanner = ({ mine, busy = false, onAnswer }: BannerProps) => {
  const next = NEXT[mine.state]
  return (
    <Notice
      tone="late"
      icon="bell"
      title={t('emergencies:banner.title', { level: t(`emergencies:level.${mine.level as 1}`), title: mine.title })}
    >
      <p>{mine.words}</p>
      {mine.duty ? <p>{t('emergencies:banner.duty', { duty: mine.duty })}</p> : null}
      {mine.tasks.map((task) => (
        <p key={task.id}>{t('emergencies:banner.task', { words: task.words })}</p>
      ))}
      <p>
        {next ? (
          <Button tone="main" busy={busy} onClick={() => onAnswer(next)}>
            {t(`emergencies:banner.do.${next}`)}
          </Button>
        ) : (
          t('emergencies:response.inPlace')
        )}
      </p>
    </Notice>
  )
}
