import { err, ok, type Result } from '#kernel/result'
import type { ItemResult } from '../contract.ts'
import type { HazardConfig } from './hazard-config.ts'

const DAY_MS = 86_400_000
/** A phone's clock may be ahead of ours by as much. */
const AHEAD_MS = 5 * 60_000

/** When an inspection was done: as the phone says, not after now, not longer ago than field work may wait. */
export const inspectedAtOf = (
  said: Date | null,
  now: Date,
  config: HazardConfig,
): Result<Date, 'hazards.time_not_possible'> => {
  if (said === null) return ok(now)
  const age = now.getTime() - said.getTime()
  if (age < -AHEAD_MS || age > config.recordedWithinDays * DAY_MS) return err('hazards.time_not_possible')
  return ok(age < 0 ? now : said)
}

interface Finding {
  readonly kindId: string
  readonly photos: readonly number[]
  readonly isOnTheSpot: boolean
  readonly rectifiedPhotos: readonly number[]
}

/**
 * Every kind is looked at once; a finding stands for exactly one item that says `hazard`; a finding is shown by a photo, and
 * so is what was put right on the spot; every photo named is there.
 */
export const checkInspection = (
  items: readonly { readonly kindId: string; readonly result: ItemResult }[],
  findings: readonly Finding[],
  fileCount: number,
): Result<void, 'hazards.item_twice' | 'hazards.items_and_hazards_differ' | 'hazards.photo_missing'> => {
  if (new Set(items.map(({ kindId }) => kindId)).size !== items.length) return err('hazards.item_twice')
  const found = items.filter(({ result }) => result === 'hazard').map(({ kindId }) => kindId)
  const told = findings.map(({ kindId }) => kindId)
  if ([...found].sort().join() !== [...told].sort().join()) return err('hazards.items_and_hazards_differ')
  const isShown = ({ photos, isOnTheSpot, rectifiedPhotos }: Finding): boolean =>
    photos.length > 0 &&
    (!isOnTheSpot || rectifiedPhotos.length > 0) &&
    [...photos, ...rectifiedPhotos].every((index) => index < fileCount)
  return findings.every(isShown) ? ok(undefined) : err('hazards.photo_missing')
}

/** What people call these by: 排查编号 PC-260618-0001, 隐患 YH-…, 整改通知书 ZG-…. The year is in it. */
export const numberOf = (series: string, running: number): string => `${series}-${String(running).padStart(4, '0')}`
export const seriesOf = (letters: 'PC' | 'YH' | 'ZG', on: string): string =>
  `${letters}-${on.slice(2).replaceAll('-', '')}`

/** Was it this near that the inspector must have been there? Null when one of the two positions is not known. */
export const isOnSite = (meters: number | null, config: HazardConfig): boolean | null =>
  meters === null ? null : meters <= config.onSiteMeters
