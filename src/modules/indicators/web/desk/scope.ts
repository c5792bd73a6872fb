import { useAddress } from '#web/desk/address.ts'
import { useNow } from '#web/desk/now.ts'
import { useWhere } from '#web/desk/where.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { formatCount } from '#web/ui/format.ts'
import { civilDateAt, type CivilDate } from '#kernel/time'

/** What was asked for, from the address: the month so far unless another period was chosen. */
export const useScope = () => {
  const { params } = useAddress()
  const where = useWhere()
  const today = civilDateAt(useNow())
  const placeId = Number(params['place'] ?? where.placeId ?? '') || undefined
  return {
    from: (params['from'] ?? `${today.slice(0, 8)}01`) as CivilDate,
    until: (params['until'] ?? today) as CivilDate,
    ...(placeId ? { placeId } : {}),
    ...(params['unit'] ? { organizationId: params['unit'] } : {}),
    ...(params['person'] ? { personId: params['person'] } : {}),
    ...(params['role'] ? { role: params['role'] as never } : {}),
    ...(params['channel'] ? { channel: params['channel'] } : {}),
  }
}
export type Scope = ReturnType<typeof useScope>

/** The same scope on another page of indicators. */
export const scopeParams = (scope: Scope): Readonly<Record<string, unknown>> => ({
  from: scope.from,
  until: scope.until,
  place: scope.placeId,
  unit: scope.organizationId,
  person: scope.personId,
  role: scope.role,
  channel: scope.channel,
})

export const nameOf = (id: string): string => wordsOr(`indicators:name.${id}`, id)

type Unit = 'case' | 'percent' | 'minute'

/** 75%, 12, 340; nothing counted is said, never shown as a zero. */
export const valueWords = (value: number | null, unit: Unit): string => {
  if (value === null) return t('indicators:desk.noValue')
  return unit === 'percent' ? `${formatCount(value, 1)}%` : formatCount(value)
}

export const changeWords = (now: number | null, before: number | null): string => {
  if (now === null || before === null) return ''
  const by = formatCount(Math.abs(Math.round((now - before) * 10) / 10), Number.isInteger(now - before) ? 0 : 1)
  if (now === before) return t('indicators:desk.same')
  return t(now > before ? 'indicators:desk.higher' : 'indicators:desk.lower', { by })
}
