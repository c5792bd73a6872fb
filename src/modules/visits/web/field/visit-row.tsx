import { Link } from '@tanstack/react-router'
import { t } from '#web/i18n.ts'
import { formatFullDay } from '#web/ui/format.ts'
import { Bits, Tag } from '#web/ui/tag.tsx'
import type { MyVisit } from './use-mine.ts'

/** Whom a visit is to: the door, or the place. */
export const whomOf = (visit: MyVisit): string => visit.door ?? visit.placeName

/** One visit to be made; a tap opens its record. */
export const VisitRow = ({ visit }: { readonly visit: MyVisit }) => (
  <li>
    <Link to="/field/visits/record" search={{ visit: visit.id } as never}>
      <b>{whomOf(visit)}</b>
      <span className="row row-w">
        <span className="soft">
          <Bits
            bits={[
              visit.door === null ? t(`visits:kind.${visit.kind}`) : visit.placeName,
              ...(visit.dueOn ? [t('visits:field.dueOn', { on: formatFullDay(visit.dueOn) })] : []),
              ...(visit.attemptCount > 0 ? [t('visits:desk.attempts', { count: visit.attemptCount })] : []),
            ]}
          />
        </span>
        {visit.isLate ? <Tag tone="late">{t('visits:field.late')}</Tag> : null}
      </span>
    </Link>
  </li>
)
