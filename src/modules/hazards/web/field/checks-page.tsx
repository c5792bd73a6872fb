import { Link } from '@tanstack/react-router'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { useOutbox } from '#web/field/use-outbox.ts'
import { t } from '#web/i18n.ts'
import { Empty } from '#web/ui/notice.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'

const SITES_SHOWN = 100

/** 我的检查: what was given to me, and every site near me; kept on the phone so that it opens anywhere. */
const ChecksPage = () => {
  const tasks = useKeptAnswer('hazards.task.list', { view: 'mine', limit: 100 }).data
  const sites = useKeptAnswer('hazards.site.list', { sort: 'checked', limit: SITES_SHOWN }).data
  const hazards = useKeptAnswer('hazards.hazard.list', { stage: 'recheck', sort: 'due', limit: 20 }).data
  const sent = new Set(
    useOutbox()
      .filter((item) => item.operation === 'hazards.inspection.record' && item.state !== 'refused')
      .map((item) => String(item.input['taskId'] ?? '')),
  )
  // Asked for here, so that a check begins without a network too.
  useKeptAnswer('hazards.catalogue.find', {})
  const waiting = (tasks?.items ?? []).filter((task) => !sent.has(task.id))
  return (
    <>
      <header className="field-head">
        <h1>{t('hazards:field.checks')}</h1>
      </header>
      <section className="field-section" aria-labelledby="given">
        <h2 id="given">{t('hazards:field.given')}</h2>
        {waiting.length === 0 ? (
          <Empty title={t('hazards:field.noneGiven')} words={t('hazards:field.noneGivenHint')} />
        ) : (
          <ul className="field-list">
            {waiting.map((task) => (
              <li key={task.id}>
                <Link to="/field/checks/$siteId" params={{ siteId: task.site.id }} search={{ task: task.id } as never}>
                  <b>{task.site.name}</b>
                  <Bits
                    bits={[task.site.kindName, task.site.placeName, t('hazards:field.until', { on: task.dueOn })]}
                  />
                  {task.isLate ? <Tag tone="late">{t('hazards:desk.clock.late')}</Tag> : null}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="field-section" aria-labelledby="recheck">
        <h2 id="recheck">{t('hazards:stage.recheck')}</h2>
        <ul className="field-list">
          {(hazards?.items ?? []).map((hazard) => (
            <li key={hazard.id}>
              <Link to="/field/hazards/$id" params={{ id: hazard.id }}>
                <b>{hazard.title}</b>
                <Bits bits={[t(`hazards:severity.${hazard.severity}`), hazard.place.name]} />
              </Link>
            </li>
          ))}
        </ul>
        {hazards?.items.length === 0 ? <p className="soft">{t('hazards:field.noRechecks')}</p> : null}
      </section>
      <section className="field-section" aria-labelledby="sites">
        <h2 id="sites">{t('hazards:field.allSites')}</h2>
        <ul className="field-list">
          {(sites?.items ?? []).map((site) => (
            <li key={site.id}>
              <Link to="/field/checks/$siteId" params={{ siteId: site.id }}>
                <b>{site.name}</b>
                <Bits bits={[site.kind.name, site.address ?? site.place.name]} />
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

export default ChecksPage
