// The matters that the gallery draws. Invented, as everything here.
import { t } from '#web/i18n.ts'
import type { ClockView } from '../ui/clock.tsx'

export interface SampleMatter {
  readonly number: string
  readonly title: string
  readonly stage: string
  readonly handler: string
  readonly place: string
  readonly followers: number
  readonly clock: ClockView
  readonly costFen: number
}

export const CLOCKS = (): Readonly<Record<'ok' | 'soon' | 'late' | 'paused' | 'done', ClockView>> => ({
  ok: { state: 'ok', usedShare: 0.3, leftMinutes: 3130 },
  soon: { state: 'soon', usedShare: 0.83, leftMinutes: 50 },
  late: { state: 'late', usedShare: 1, lateMinutes: 200 },
  paused: { state: 'paused', usedShare: 0.4, reason: t('gallery:clock.reason') },
  done: { state: 'done', usedShare: 0.6, usedMinutes: 18, limit: t('ui:unit.minuteAlone', { count: 30 }) },
})

export const sampleMatters = (): readonly SampleMatter[] => {
  const clocks = CLOCKS()
  return [
    {
      number: '0618-0021',
      title: t('gallery:matter.fumes'),
      stage: t('gallery:stage.dispatch'),
      handler: t('gallery:person.chen'),
      place: t('gallery:place.market'),
      followers: 9,
      clock: { ...clocks.late, lateMinutes: 40 },
      costFen: 0,
    },
    {
      number: '0618-0027',
      title: t('gallery:matter.sewage'),
      stage: t('gallery:stage.handle'),
      handler: t('gallery:person.wang'),
      place: t('gallery:place.village'),
      followers: 4,
      clock: clocks.soon,
      costFen: 186_000,
    },
    {
      number: '0617-0019',
      title: t('gallery:matter.wall'),
      stage: t('gallery:stage.handle'),
      handler: t('gallery:person.liu'),
      place: t('gallery:place.garden'),
      followers: 6,
      clock: { state: 'paused' },
      costFen: 12_640_000,
    },
    {
      number: '0616-0004',
      title: t('gallery:matter.wheelchair'),
      stage: t('gallery:stage.claim'),
      handler: t('gallery:person.chen'),
      place: t('gallery:place.village'),
      followers: 0,
      clock: clocks.ok,
      costFen: 38_050,
    },
  ]
}
