import { Link } from '@tanstack/react-router'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { t } from '#web/i18n.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'

const SHOWN = 3

/** The checks given to me, on the first screen; nothing for whoever inspects nothing. */
export const TodayChecks = () => {
  const mine = useKeptAnswer('hazards.task.list', { view: 'mine', limit: 100 })
  // Known at once, so that a check begins without a network.
  useKeptAnswer('hazards.catalogue.find', {})
  if (!mine.data) return null
  return (
    <section className="field-section" aria-labelledby="checks">
      <h2 id="checks">{t('hazards:field.checks')}</h2>
      <ul className="field-list">
        {mine.data.items.slice(0, SHOWN).map((task) => (
          <li key={task.id}>
            <Link to="/field/checks/$siteId" params={{ siteId: task.site.id }} search={{ task: task.id } as never}>
              <b>{task.site.name}</b>
              <Bits bits={[task.site.placeName, t('hazards:field.until', { on: task.dueOn })]} />
              {task.isLate ? <Tag tone="late">{t('hazards:desk.clock.late')}</Tag> : null}
            </Link>
          </li>
        ))}
      </ul>
      <Link to="/field/checks" className="field-more">
        <Icon name="shield" />
        {t('hazards:field.toChecks')}
      </Link>
    </section>
  )
}
