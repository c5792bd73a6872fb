import { Link } from '@tanstack/react-router'
import { civilDateAt } from '#kernel/time'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { t } from '#web/i18n.ts'
import { formatDay, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Bits, Tag, type TagTone } from '#web/ui/tag.tsx'
import { useLocalWalk, type Walk } from './use-walk.ts'

const TONES: Readonly<Record<Walk['state'], TagTone>> = {
  planned: 'plain',
  underWay: 'brand',
  done: 'done',
  missed: 'late',
}
const AHEAD_SHOWN = 3

export const windowWords = (walk: Pick<Walk, 'windowFrom' | 'windowUntil'>): string =>
  t('fieldwork:field.window', {
    from: formatTime(new Date(walk.windowFrom)),
    until: formatTime(new Date(walk.windowUntil)),
  })

const WalkLine = ({ walk: kept, withDay }: { readonly walk: Walk; readonly withDay?: boolean }) => {
  const walk = useLocalWalk(kept) ?? kept
  const words = t('fieldwork:field.points', { done: walk.validCount, count: walk.pointCount })
  return (
    <li>
      <Link to="/field/patrols/$id" params={{ id: walk.id }}>
        <span className="row row-w">
          <b className="grow">{walk.routeName}</b>
          <Tag tone={TONES[walk.state]}>{t(`fieldwork:state.${walk.state}`)}</Tag>
        </span>
        <span className="soft">
          <Bits bits={[...(withDay ? [formatDay(walk.on)] : []), windowWords(walk), words]} />
        </span>
      </Link>
    </li>
  )
}

/** Today's patrols on the first screen, what is still open of yesterday, and one tap to log an action. */
export const TodayPatrols = () => {
  const mine = useKeptAnswer('fieldwork.patrol.mine', {})
  const today = civilDateAt(new Date())
  const items = mine.data?.items ?? []
  const isUnsaid = (walk: Walk): boolean => walk.state === 'missed' && walk.reason === null
  const now = items.filter(
    (walk) => walk.on === today || (walk.on < today && (walk.state === 'underWay' || isUnsaid(walk))),
  )
  const ahead = items.filter((walk) => walk.on > today).slice(0, AHEAD_SHOWN)
  return (
    <section className="field-section" aria-labelledby="patrols">
      <h2 id="patrols">{t('fieldwork:field.today')}</h2>
      {now.length > 0 ? (
        <ul className="field-list">
          {now.map((walk) => (
            <WalkLine key={walk.id} walk={walk} withDay={walk.on !== today} />
          ))}
        </ul>
      ) : (
        <p className="soft">
          {t(mine.isError ? 'fieldwork:field.later' : mine.isPending ? 'ui:loading' : 'fieldwork:field.none')}
        </p>
      )}
      {ahead.length > 0 && (
        <details className="patrol-ahead">
          <summary>{t('fieldwork:field.week')}</summary>
          <ul className="field-list">
            {ahead.map((walk) => (
              <WalkLine key={walk.id} walk={walk} withDay />
            ))}
          </ul>
        </details>
      )}
      <Link to="/field/action" className="field-more">
        <Icon name="edit" />
        {t('fieldwork:field.action')}
      </Link>
    </section>
  )
}
