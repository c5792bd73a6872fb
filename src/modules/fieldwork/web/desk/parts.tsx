import type { Output } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { t } from '#web/i18n.ts'
import { formatDay, formatTime } from '#web/ui/format.ts'
import { Tabs } from '#web/ui/tabs.tsx'
import { Tag, type TagTone } from '#web/ui/tag.tsx'

export type Patrol = Output<'fieldwork.patrol.list'>['items'][number]
export type Route = Output<'fieldwork.route.list'>['items'][number]

const TONES: Readonly<Record<Patrol['timing'], TagTone>> = {
  ahead: 'plain',
  open: 'brand',
  overdue: 'soon',
  onTime: 'done',
  late: 'soon',
  missed: 'late',
}

/** Where a patrol stands, and when that is not as it should be, how it stands to its window. */
export const PatrolState = ({ patrol }: { readonly patrol: Pick<Patrol, 'state' | 'timing'> }) => {
  const isSaid = patrol.timing === 'overdue' || patrol.timing === 'late'
  return (
    <Tag tone={TONES[patrol.timing]}>
      {t(isSaid ? `fieldwork:timing.${patrol.timing}` : `fieldwork:state.${patrol.state}`)}
    </Tag>
  )
}

/** 6月18日 9:00—11:00 */
export const whenWords = ({
  on,
  windowFrom,
  windowUntil,
}: Pick<Patrol, 'on' | 'windowFrom' | 'windowUntil'>): string => {
  const window = t('fieldwork:field.window', {
    from: formatTime(new Date(windowFrom)),
    until: formatTime(new Date(windowUntil)),
  })
  return `${formatDay(on)} ${window}`
}

export const rhythmWords = (rhythm: Route['rhythm']): string => {
  if (rhythm.kind === 'workDays') return t('fieldwork:desk.rhythm.workDays')
  if (rhythm.kind === 'interval') return t('fieldwork:desk.rhythm.every', { count: rhythm.everyDays })
  return rhythm.weekdays
    .map((day) => t(`fieldwork:desk.weekday.${day as 1 | 2 | 3 | 4 | 5 | 6 | 7}`))
    .join(t('fieldwork:desk.between'))
}

const TABS = [
  ['/desk/patrols', 'fieldwork:desk.list'],
  ['/desk/patrols/coverage', 'fieldwork:desk.coverage'],
  ['/desk/patrols/routes', 'fieldwork:desk.routes'],
] as const

/** The three views of patrols, in the line of the page's name. */
export const PatrolTabs = () => {
  const { path } = useAddress()
  return (
    <Tabs
      label={t('fieldwork:desk.views')}
      tabs={TABS.map(([href, label]) => ({ href, label: t(label), current: path === href }))}
    />
  )
}
