import './tabs.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { buttonClass } from './button.tsx'
import { formatCount } from './format.ts'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import { Count } from './tag.tsx'

export interface Tab {
  readonly href: string
  readonly label: ReactNode
  readonly count?: number | undefined
  readonly hot?: boolean | undefined
  readonly current?: boolean | undefined
}

/** Views of one thing, each with its own address. */
export const Tabs = ({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) => (
  <nav className="tabs" aria-label={label}>
    {tabs.map((tab) => (
      <a key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined}>
        {tab.label}
        {tab.count === undefined ? null : <Count count={tab.count} hot={tab.hot} bare />}
      </a>
    ))}
  </nav>
)

export interface PaginationProps {
  /** Counted from 1. */
  readonly page: number
  readonly pageSize: number
  readonly total: number
  readonly hrefOf: (page: number) => string
}

const NEIGHBOURS_SHOWN = 1

/** The pages to list: the first, the last, the current with its neighbours; 0 stands for a gap. */
export const pagesShown = (page: number, last: number): number[] => {
  const near = new Set([1, last])
  for (let number = page - NEIGHBOURS_SHOWN; number <= page + NEIGHBOURS_SHOWN; number += 1) near.add(number)
  const pages = [...near].filter((number) => number >= 1 && number <= last).sort((a, b) => a - b)
  return pages.flatMap((number, place) => {
    const before = pages[place - 1] ?? number - 1
    if (number - before === 1) return [number]
    return number - before === 2 ? [number - 1, number] : [0, number]
  })
}

/** Pages of a list, as links: which records these are, and the way to the others. */
export const Pagination = ({ page, pageSize, total, hrefOf }: PaginationProps) => {
  const last = Math.max(1, Math.ceil(total / pageSize))
  const from = total === 0 ? 0 : (page - 1) * pageSize + 1
  const small = buttonClass({ size: 'small' })
  return (
    <nav className="pages" aria-label={t('ui:page.label')}>
      <span className="grow">
        {t('ui:page.range', {
          from: formatCount(from),
          to: formatCount(Math.min(page * pageSize, total)),
          total: formatCount(total),
        })}
      </span>
      {page > 1 ? (
        <a className={small} href={hrefOf(page - 1)} rel="prev">
          <Icon name="back" />
          {t('ui:page.previous')}
        </a>
      ) : null}
      <ol>
        {pagesShown(page, last).map((number, place) =>
          number === 0 ? (
            <li key={`gap${place}`} className="gap" aria-hidden="true">
              …
            </li>
          ) : (
            <li key={number}>
              <a
                className={small}
                href={hrefOf(number)}
                aria-label={t('ui:page.go', { page: number })}
                aria-current={number === page ? 'page' : undefined}
              >
                {number}
              </a>
            </li>
          ),
        )}
      </ol>
      {page < last ? (
        <a className={small} href={hrefOf(page + 1)} rel="next">
          {t('ui:page.next')}
          <Icon name="next" />
        </a>
      ) : null}
    </nav>
  )
}

export interface MorePagesProps {
  /** Records on this page. */
  readonly shown: number
  /** Null on the first page. */
  readonly firstHref: string | null
  /** Null at the end. */
  readonly nextHref: string | null
}

/** Pages by cursor, as lists of the API come: back to the beginning, and on. */
export const MorePages = ({ shown, firstHref, nextHref }: MorePagesProps) => (
  <nav className="pages" aria-label={t('ui:page.label')}>
    <span className="grow">{t('ui:page.shown', { count: shown })}</span>
    {firstHref === null ? null : (
      <a className={buttonClass({ size: 'small' })} href={firstHref} rel="first">
        {t('ui:page.first')}
      </a>
    )}
    {nextHref === null ? null : (
      <a className={buttonClass({ size: 'small' })} href={nextHref} rel="next">
        {t('ui:page.next')}
        <Icon name="next" />
      </a>
    )}
  </nav>
)

export interface Chip {
  readonly href: string
  readonly label: ReactNode
  readonly count?: number | undefined
  readonly on?: boolean | undefined
}

/** Filters with counts, each an address: 等我办 23. */
export const FilterChips = ({ chips }: { readonly chips: readonly Chip[] }) => (
  <>
    {chips.map((chip) => (
      <a
        key={chip.href}
        className={classes('flt', chip.on && 'on')}
        href={chip.href}
        aria-current={chip.on ? 'true' : undefined}
      >
        {chip.label}
        {chip.count === undefined ? null : <b>{formatCount(chip.count)}</b>}
      </a>
    ))}
  </>
)

export interface View {
  readonly href: string
  readonly icon: IconName
  readonly label: string
  readonly current?: boolean | undefined
}

/** The same list drawn in other ways: list, table, board, calendar, map. Icons alone, so desk only. */
export const ViewSwitch = ({ views }: { readonly views: readonly View[] }) => (
  <nav className="views" aria-label={t('ui:views.label')}>
    {views.map((view) => (
      <a key={view.href} href={view.href} title={view.label} aria-current={view.current ? 'page' : undefined}>
        <Icon name={view.icon} label={view.label} />
      </a>
    ))}
  </nav>
)
