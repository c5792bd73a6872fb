import { t } from '#web/i18n.ts'
import { Tabs } from '#web/ui/tabs.tsx'

const PAGES = { title: '/desk/indicators', exclusions: '/desk/indicators/exclusions' } as const

export const IndicatorsTabs = ({ current }: { readonly current: keyof typeof PAGES }) => (
  <Tabs
    label={t('indicators:desk.tabs')}
    tabs={(['title', 'exclusions'] as const).map((page) => ({
      href: PAGES[page],
      label: t(`indicators:desk.${page}`),
      current: page === current,
    }))}
  />
)
