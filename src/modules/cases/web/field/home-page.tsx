import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { query } from '#web/api.ts'
import { useKept } from '#web/field/kept.ts'
import { discard, type OutboxItem, retry, sendAll } from '#web/field/outbox.ts'
import { homeParts } from '#web/field/routes.ts'
import { useOutbox } from '#web/field/use-outbox.ts'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { formatDay, formatMoment, formatTime, formatWeekday } from '#web/ui/format.ts'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { Bits } from '#web/ui/tag.tsx'
import { TaskList } from './task-list.tsx'

const TASKS_ON_HOME = 3
const SENT_SHOWN = 5

/** The worker's first screen: what is still on the phone, what waits for me. */
const HomePage = () => {
  const me = useQuery({ queryKey: ['identity.me.find'], queryFn: () => query('identity.me.find', {}) })
  const tasks = useQuery({
    queryKey: ['workplace.inbox.list', TASKS_ON_HOME],
    queryFn: () => query('workplace.inbox.list', { limit: TASKS_ON_HOME }),
  })
  const items = useOutbox()
  const waiting = items.filter((item) => item.state !== 'sent')
  const sent = items.filter((item) => item.state === 'sent').slice(0, SENT_SHOWN)
  const isKept = useKept()
  const now = new Date()
  return (
    <>
      <header className="field-head">
        <h1>{me.data ? <Bits bits={[me.data.placeName, me.data.name]} /> : t('field:name')}</h1>
        <Bits bits={[`${formatDay(now, { now })} ${formatWeekday(now)}`, formatTime(now)]} />
      </header>
      <section className="field-section" aria-labelledby="waiting">
        <h2 id="waiting">{waiting.length > 0 ? t('field:waiting', { count: waiting.length }) : t('field:allSent')}</h2>
        {waiting.length > 0 && (
          <ul className="field-list">
            {waiting.map((item) => (
              <OutboxLine key={item.id} item={item} />
            ))}
          </ul>
        )}
        <Promises isKept={isKept} />
        {waiting.length > 0 && (
          <Button icon="sync" onClick={() => void sendAll()}>
            {t('field:sendNow')}
          </Button>
        )}
      </section>
      {homeParts.map(({ id, Part }) => (
        <Part key={id} />
      ))}
      <section className="field-section" aria-labelledby="tasks">
        <h2 id="tasks">{t('field:forMe')}</h2>
        <TaskList tasks={tasks.data?.items} isWaiting={tasks.isPending} isFailed={tasks.isError} />
        {tasks.data?.nextCursor && (
          <Link to="/field/tasks" className="field-more">
            {t('field:allTasks')}
          </Link>
        )}
      </section>
      <Sent items={sent} now={now} />
    </>
  )
}

/** What a worker may rely on: nothing is lost, and it opens without a network. */
const Promises = ({ isKept }: { readonly isKept: boolean }) => (
  <>
    <p className="field-safe">
      <Icon name="shield" />
      <span>{t('field:safe')}</span>
    </p>
    {isKept && (
      <p className="field-safe">
        <Icon name="check" />
        <span>{t('field:kept')}</span>
      </p>
    )}
  </>
)

/** What arrived lately. */
const Sent = ({ items, now }: { readonly items: readonly OutboxItem[]; readonly now: Date }) =>
  items.length > 0 && (
    <section className="field-section" aria-labelledby="sent">
      <h2 id="sent">{t('field:sent')}</h2>
      <ul className="field-list">
        {items.map((item) => (
          <li key={item.id} className="field-line">
            <b>{item.title}</b>
            <span className="field-state">
              <Icon name="check" />
              {t('field:sentAt', { time: formatMoment(item.createdAt, now) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )

const STATE_LOOKS: Readonly<Record<OutboxItem['state'], { icon: IconName; className: string }>> = {
  waiting: { icon: 'lock', className: 'field-state' },
  sending: { icon: 'sync', className: 'field-state' },
  needsSignIn: { icon: 'warning', className: 'field-state soon' },
  refused: { icon: 'warning', className: 'field-state bad' },
  sent: { icon: 'check', className: 'field-state' },
}

const OutboxLine = ({ item }: { readonly item: OutboxItem }) => {
  const look = STATE_LOOKS[item.state]
  return (
    <li className="field-line">
      <b>{item.title}</b>
      <span className={look.className} role={item.state === 'refused' ? 'alert' : undefined}>
        <Icon name={look.icon} />
        {item.problem ?? t(`field:state.${item.state}`)}
      </span>
      {item.state === 'refused' && (
        <Actions>
          <Button icon="sync" onClick={() => void retry(item.id)}>
            {t('field:retry')}
          </Button>
          <Button tone="danger" onClick={() => void discard(item.id)}>
            {t('field:discard')}
          </Button>
        </Actions>
      )}
    </li>
  )
}

export default HomePage
