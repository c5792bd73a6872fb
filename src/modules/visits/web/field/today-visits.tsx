import { Link } from '@tanstack/react-router'
import { t } from '#web/i18n.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useMyContacts, useMyVisits } from './use-mine.ts'
import { VisitRow } from './visit-row.tsx'

const SHOWN = 3

/** The visits that are due next, on the first screen; nothing for whoever has none. */
export const TodayVisits = () => {
  const visits = useMyVisits()
  const contacts = useMyContacts()
  if (!visits || visits.length + contacts.length === 0) return null
  return (
    <section className="field-section" aria-labelledby="my-visits">
      <h2 id="my-visits">{t('visits:field.mine')}</h2>
      {visits.length > 0 ? (
        <ul className="field-list">
          {visits.slice(0, SHOWN).map((visit) => (
            <VisitRow key={visit.id} visit={visit} />
          ))}
        </ul>
      ) : null}
      <Link to="/field/visits" className="field-more">
        <Icon name="walk" />
        {t('visits:field.more')}
      </Link>
    </section>
  )
}
