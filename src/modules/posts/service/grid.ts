import { z } from 'zod'
import type { InputOf, OutputOf } from '#kernel/operation'
import { PAGE_ROWS_MAX, readCursorAs } from '#kernel/page'
import { pathIds, pathsAbove } from '#kernel/place'
import { findPlaces, listPlaces, type PlaceRow } from '#modules/places'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { presentPosts } from '../present.ts'
import { isComplete, isShownGrid } from '../rules/grid.ts'
import * as store from '../store.ts'
import { isClosed, today } from './guard.ts'

const gridCursor = z.tuple([z.number().int()])

const gridsWithin = async (tx: Tx, withinId: number | undefined): Promise<PlaceRow[]> => {
  const grids: PlaceRow[] = []
  const asked = { withinId: withinId ?? tx.districtId, level: 'grid', sort: 'name', limit: PAGE_ROWS_MAX } as const
  for (let cursor: string | undefined; ; ) {
    const page = await listPlaces(tx, { ...asked, cursor })
    grids.push(...page.items)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  return grids.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

/** The posts of a role that serve a grid: its own, else those of the nearest place above it. */
const nearest = (
  posts: ReadonlyMap<string, readonly contract.Post[]>,
  role: contract.Post['role'],
  gridPath: string,
): readonly contract.Post[] => {
  for (const path of pathsAbove(gridPath).toReversed()) {
    const found = posts.get(`${role} ${path}`)
    if (found) return found
  }
  return []
}

const levelOf = (
  role: contract.PostRole,
  posts: readonly contract.Post[],
): contract.GridStaffing['levels'][number] => ({
  role,
  isMissing: posts.length === 0,
  isShared: posts.some((post) => post.isShared),
  vacantCount: posts.reduce((sum, post) => sum + post.vacantCount, 0),
  holders: posts.flatMap((post) =>
    post.holders.map(({ personId, name, manner, otherPostCount }) => ({ personId, name, manner, otherPostCount })),
  ),
})

interface Staffing {
  readonly grids: readonly contract.GridStaffing[]
  readonly posts: readonly contract.Post[]
}

/** Who serves every grid today at the four levels (S2-15), a grid once. Some thousand grids at most. */
const staffingOf = async (tx: Tx, withinId: number | undefined): Promise<Staffing> => {
  const grids = await gridsWithin(tx, withinId)
  const placeIds = [...new Set(grids.flatMap((grid) => pathIds(grid.path)))]
  const open = (await store.listOpenAt(tx, placeIds)).filter((post) => !isClosed(tx, post))
  const ofGrids = open.filter((post) => contract.gridRoles.some((role) => role === post.role))
  const posts = await presentPosts(tx, ofGrids, today(tx))
  const byRoleAndPlace = Map.groupBy(posts, (post) => `${post.role} ${post.placePath}`)
  const placeById = new Map((await findPlaces(tx, placeIds)).map((place) => [place.id, place]))
  const nameAbove = (grid: PlaceRow, level: 'community' | 'street'): string =>
    pathIds(grid.path).flatMap((id) => {
      const place = placeById.get(id)
      return place?.level === level ? place.name : []
    })[0] ?? ''
  return {
    posts,
    grids: grids.map((grid) => ({
      placeId: grid.id,
      placeName: grid.name,
      communityName: nameAbove(grid, 'community'),
      streetName: nameAbove(grid, 'street'),
      levels: contract.gridRoles.map((role) => levelOf(role, nearest(byRoleAndPlace, role, grid.path))),
    })),
  }
}

/** Each post once, however many grids it serves. */
const countManners = (posts: readonly contract.Post[]): OutputOf<typeof contract.listGrids>['manners'] => {
  const held = posts.flatMap((post) => post.holders)
  return contract.manners
    .map((manner) => ({ manner, count: held.filter((holder) => holder.manner === manner).length }))
    .filter(({ count }) => count > 0)
}

const countHeadsAndWorkers = (posts: readonly contract.Post[]): number =>
  new Set(
    posts
      .filter(({ role }) => role === 'gridLeader' || role === 'gridWorker')
      .flatMap((post) => post.holders.map((holder) => holder.personId)),
  ).size

export const listGrids = async (
  tx: Tx,
  input: InputOf<typeof contract.listGrids>,
): Promise<OutputOf<typeof contract.listGrids>> => {
  const { grids, posts } = await staffingOf(tx, input.withinId)
  const shown = grids.filter((grid) => isShownGrid(grid, input.show))
  const [after] = readCursorAs(input.cursor, gridCursor) ?? []
  const from = after === undefined ? 0 : shown.findIndex((grid) => grid.placeId === after) + 1
  const items = shown.slice(from, from + input.limit)
  const last = items.at(-1)
  return {
    items,
    nextCursor: last && from + input.limit < shown.length ? JSON.stringify([last.placeId]) : null,
    gridCount: grids.length,
    completeCount: grids.filter(isComplete).length,
    personCount: countHeadsAndWorkers(posts),
    manners: countManners(posts),
  }
}

const levelWords = (ctx: Ctx, level: contract.GridStaffing['levels'][number]): string => {
  if (level.isMissing) return say(ctx.language, 'posts:grid.missing')
  const names = level.holders.map(({ name, manner }) => `${name} ${say(ctx.language, `posts:manner.${manner}`)}`)
  const vacant = level.vacantCount > 0 ? [say(ctx.language, 'posts:desk.vacant', { count: level.vacantCount })] : []
  return [...names, ...vacant].join('、')
}

/** 网格人员配备表, a row for each grid. */
export const exportGrids = async (ctx: Ctx, input: InputOf<typeof contract.exportGrids>): Promise<FileAnswer> => {
  const { grids } = await inTransaction(ctx, (tx) => staffingOf(tx, input.withinId))
  const rows = grids
    .filter((grid) => isShownGrid(grid, input.show))
    .map(
      (grid): ExportRow => ({
        street: grid.streetName,
        community: grid.communityName,
        grid: grid.placeName,
        ...Object.fromEntries(grid.levels.map((level) => [level.role, levelWords(ctx, level)])),
      }),
    )
  const word = (key: string): string => say(ctx.language, `posts:${key}`)
  const places = ['street', 'community', 'grid'].map((key) => ({
    key,
    heading: say(ctx.language, `places:level.${key}`),
    width: 18,
    kind: 'text' as const,
  }))
  const levels = contract.gridRoles.map((key) => ({
    key,
    heading: word(`role.${key}`),
    width: 28,
    kind: 'text' as const,
  }))
  return workbookFile(word('desk.grids'), [{ name: word('desk.grids'), columns: [...places, ...levels], rows }])
}
