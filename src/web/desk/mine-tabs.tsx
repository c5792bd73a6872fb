import { t } from '#web/i18n.ts'
import { Tabs } from '#web/ui/tabs.tsx'

const PAGES = { settings: '/desk/me', account: '/desk/me/account' } as const

/** Tabs of everything that is mine alone. */
export const MineTabs = ({ current }: { readonly current: keyof typeof PAGES }) => (
  <div className="desk-views">
    <Tabs
      label={t('desk:me.settings')}
      tabs={(['settings', 'account'] as const).map((page) => ({
        href: PAGES[page],
        label: t(`desk:mine.${page}`),
        current: page === current,
      }))}
    />
  </div>
)
