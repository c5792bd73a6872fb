import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { useNow } from '#web/desk/now.ts'
import { ALL, OrganizationPicker, usePlaceOptions } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { DateRangeField } from '#web/ui/live/date-picker.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { civilDateAt } from '#kernel/time'
import type { Scope } from './scope.ts'

const UNIT_STALE_MS = 600_000

/** When, where, whose: the tools of every page of indicators. */
export const PeriodTools = ({ scope }: { readonly scope: Scope }) => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const unit = useQuery({
    queryKey: ['organizations.organization.find', scope.organizationId],
    queryFn: ({ signal }) => query('organizations.organization.find', { id: scope.organizationId ?? '' }, signal),
    enabled: scope.organizationId !== undefined,
    staleTime: UNIT_STALE_MS,
  })
  const chosen = scope.organizationId ? { id: scope.organizationId, name: unit.data?.organization.name ?? '' } : null
  return (
    <div className="indicator-tools">
      <DateRangeField
        label={t('indicators:desk.period')}
        today={civilDateAt(useNow())}
        value={{ from: scope.from, to: scope.until }}
        onChange={({ from, to }) => change({ from, until: to })}
      />
      <OrganizationPicker
        label={t('indicators:desk.organization')}
        optional
        value={chosen}
        onChange={(picked) => change({ unit: picked?.id ?? null })}
      />
      <FilterSelect
        label={t('administration:place')}
        allId={ALL}
        options={places}
        value={params['place'] ?? ALL}
        onChange={(value) => change({ place: value === ALL ? null : value })}
      />
    </div>
  )
}
