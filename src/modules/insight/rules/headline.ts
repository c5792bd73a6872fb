/** What the headline of a front page is made from. */
export interface HeadlineFacts {
  readonly reported: { readonly now: number; readonly before: number }
  readonly late: number
  readonly open: number
  readonly categories: readonly { readonly name: string; readonly now: number; readonly before: number }[]
}

/** A clause: the phrase `insight:headline.<key>` and what fills it. */
export interface Clause {
  readonly key:
    | 'none'
    | 'first'
    | 'same'
    | 'fewer'
    | 'more'
    | 'fewerShare'
    | 'moreShare'
    | 'rising'
    | 'late'
    | 'allInTime'
    | 'nothingOpen'
  readonly data: Readonly<Record<string, string | number>>
}

/** A change smaller than these is no news. */
const CHANGE_COUNT_MIN = 3
const CHANGE_SHARE_MIN = 0.1
/** From here on a share says more than a difference. */
const SHARE_BASE_MIN = 20
/** Twice as many and more: said as a difference. */
const SHARE_MAX = 1
const RISE_COUNT_MIN = 2

const aboutReports = ({ now, before }: HeadlineFacts['reported']): Clause => {
  if (now === 0) return { key: 'none', data: { before } }
  if (before === 0) return { key: 'first', data: { count: now } }
  const count = Math.abs(now - before)
  const share = count / before
  if (count < CHANGE_COUNT_MIN || share < CHANGE_SHARE_MIN) return { key: 'same', data: { count: now } }
  const isShare = before >= SHARE_BASE_MIN && share < SHARE_MAX
  const key = now < before ? (isShare ? 'fewerShare' : 'fewer') : isShare ? 'moreShare' : 'more'
  return { key, data: isShare ? { percent: Math.round(share * 100) } : { count } }
}

const risingMost = (categories: HeadlineFacts['categories']): Clause | null => {
  const [most] = categories
    .filter(({ now, before }) => now - before >= RISE_COUNT_MIN)
    .sort((one, other) => other.now - other.before - (one.now - one.before) || one.name.localeCompare(other.name, 'zh'))
  return most ? { key: 'rising', data: { name: most.name, count: most.now - most.before } } : null
}

/**
 * What changed, in two clauses: how many raised something, compared with the same days before; then what is late, else
 * what is raised more often, else that nothing is late. A state, never praise.
 */
export const headlineOf = (facts: HeadlineFacts): readonly Clause[] => {
  const first = aboutReports(facts.reported)
  if (facts.late > 0) return [first, { key: 'late', data: { count: facts.late } }]
  const rising = risingMost(facts.categories)
  if (rising) return [first, rising]
  return [first, facts.open > 0 ? { key: 'allInTime', data: { count: facts.open } } : { key: 'nothingOpen', data: {} }]
}
