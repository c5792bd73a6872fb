import { Link } from '@tanstack/react-router'
import { t } from '#web/i18n.ts'
import { Empty } from '#web/ui/notice.tsx'
import { Bits } from '#web/ui/tag.tsx'
import { useMyContacts, useMyVisits } from './use-mine.ts'
import { VisitRow } from './visit-row.tsx'

/** 我要走访的: next due first; and the communities I keep contact with, for a visit that nobody planned. */
const VisitsPage = () => {
  const visits = useMyVisits()
  const contacts = useMyContacts()
  return (
    <>
      <header className="field-head">
        <h1>{t('visits:field.title')}</h1>
      </header>
      <section className="field-section" aria-labelledby="to-visit">
        <h2 id="to-visit">{t('visits:field.mine')}</h2>
        {visits === undefined ? <p className="soft">{t('visits:field.later')}</p> : null}
        {visits?.length === 0 ? <Empty title={t('visits:field.none')} words={t('visits:field.noneHint')} /> : null}
        {visits && visits.length > 0 ? (
          <ul className="field-list">
            {visits.map((visit) => (
              <VisitRow key={visit.id} visit={visit} />
            ))}
          </ul>
        ) : null}
      </section>
      {contacts.length > 0 ? (
        <section className="field-section" aria-labelledby="contacts">
          <h2 id="contacts">{t('visits:field.contacts')}</h2>
          <ul className="field-list">
            {contacts.map((contact) => (
              <li key={contact.id}>
                <Link to="/field/visits/record" search={{ contact: contact.id } as never}>
                  <b>{contact.placeName}</b>
                  <Bits bits={[t(`visits:kind.${contact.kind}`), contact.programmeName ?? '']} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

export default VisitsPage
