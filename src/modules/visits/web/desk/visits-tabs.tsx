import { t } from '#web/i18n.ts'
import { Tabs } from '#web/ui/tabs.tsx'

const PAGES = {
  visits: '/desk/visits',
  coverage: '/desk/visits/coverage',
  findings: '/desk/visits/findings',
  programmes: '/desk/visits/programmes',
} as const

/** What there is of visits, each with its own address. */
export const VisitsTabs = ({ current }: { readonly current: keyof typeof PAGES }) => (
  <Tabs
    label={t('visits:desk.tabs')}
    tabs={(['visits', 'coverage', 'findings', 'programmes'] as const).map((page) => ({
      href: PAGES[page],
      label: t(`visits:desk.${page}`),
      current: page === current,
    }))}
  />
)
