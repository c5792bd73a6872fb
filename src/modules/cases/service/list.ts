import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { isWithin, pathIds, type PlaceLevel } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { addDays, type CivilDate, civilDateAt, type ClockState, instantOf } from '#kernel/time'
import { loadDistrict, loadPlace, type PlaceRow } from '#modules/places'
import { type FileRow, findFiles } from '#modules/workplace'
import { requirePerson, type Tx } from '#platform/context'
import { openVisitsOf } from '#platform/thread'
import * as contract from '../contract.ts'
import { caseActions, caseStageOf, isOpenState } from '../rules/case-flow.ts'
import { readerOf } from '../rules/reading.ts'
import * as store from '../store.ts'
import * as lists from '../store/list.ts'
import { loadCategory } from './category.ts'
import { configOf } from './config.ts'
import { CASE_KIND, cansOf } from './flow.ts'
import { readableOf } from './load.ts'
import { type Names, namesOf } from './names.ts'

type Filter = InputOf<typeof contract.exportCases>

const NUMBER = /^[a-z0-9]{1,6}-\d{6}-\d{4,}$/i
const COLUMN_OF_LEVEL = { street: 'street_id', community: 'community_id', grid: 'grid_id' } as const

/** A street, community or grid by the column that is indexed for it, any other place by its path. */
export const placeFilter = (
  place: Pick<PlaceRow, 'id' | 'path' | 'level'>,
): Pick<lists.CaseFilter, 'place' | 'placePaths'> => {
  const column = COLUMN_OF_LEVEL[place.level as keyof typeof COLUMN_OF_LEVEL]
  if (column) return { place: { column, id: place.id }, placePaths: null }
  return { place: null, placePaths: place.level === 'district' ? null : [place.path] }
}

/** The places whose cases the actor reads, without those inside another. */
export const placesRead = (tx: Tx): { readonly placeId: number; readonly placePath: string }[] => {
  const posts = tx.actor.posts.filter((post) => contract.placeReaders.includes(post.role))
  const unique = [...new Map(posts.map((post) => [post.placePath, post])).values()]
  return unique.filter((post) => !unique.some((other) => other !== post && isWithin(post.placePath, other.placePath)))
}

/** The levels that stand one below the other without exception: there the length of a path tells the level. */
const FIXED_LEVELS: readonly (PlaceLevel | undefined)[] = [undefined, 'city', 'district', 'street', 'community']

const placeOfPost = async (tx: Tx, post: { readonly placeId: number; readonly placePath: string }) => {
  const level = FIXED_LEVELS[pathIds(post.placePath).length]
  return level ? { id: post.placeId, path: post.placePath, level } : loadPlace(tx, post.placeId)
}

/** Cases at the places of the actor's posts, narrowed to a place: refused when the actor reads nothing there. */
const atPlaces = async (
  tx: Tx,
  placeId: number | undefined,
): Promise<Pick<lists.CaseFilter, 'place' | 'placePaths'>> => {
  const asked = placeId === undefined ? null : await loadPlace(tx, placeId)
  if (tx.actor.kind === 'system') return placeFilter(asked ?? (await loadDistrict(tx)))
  const read = placesRead(tx)
  if (read.length === 0) throw new Refusal('auth.forbidden', { roles: contract.placeReaders })
  if (asked && read.some((post) => isWithin(asked.path, post.placePath))) return placeFilter(asked)
  const within = asked ? read.filter((post) => isWithin(post.placePath, asked.path)) : read
  const [only] = within
  if (!only) throw new Refusal('auth.forbidden', { roles: contract.placeReaders })
  if (within.length === 1) return placeFilter(await placeOfPost(tx, only))
  return { place: null, placePaths: within.map((post) => post.placePath) }
}

/** Whose cases: at the places read, given to the actor's organisations or the actor, or reported by the actor. */
const viewFilter = async (tx: Tx, filter: Pick<Filter, 'view' | 'placeId' | 'organizationId'>) => {
  const { view, placeId, organizationId } = filter
  const none = { organizationIds: null, handlerPersonId: null, reporterPersonId: null }
  if (view === 'all') {
    const organizationIds = organizationId === undefined ? null : [organizationId]
    return { ...none, organizationIds, ...(await atPlaces(tx, placeId)) }
  }
  const personId = requirePerson(tx)
  const asked = placeId === undefined ? null : await loadPlace(tx, placeId)
  const where = asked ? placeFilter(asked) : { place: null, placePaths: null }
  if (view === 'mine') return { ...none, ...where, reporterPersonId: personId }
  const organizationIds = tx.actor.posts.flatMap((post) =>
    post.role === 'resident' || post.organizationId === null ? [] : post.organizationId,
  )
  return { ...none, ...where, organizationIds: [...new Set(organizationIds)], handlerPersonId: personId }
}

export const instantAfter = (on: string): Date => instantOf(addDays(on as CivilDate, 1))

/** Step and state, and what follows from them: each has an index, and open cases have one of their own. */
const standOf = ({ stage, state, isOpen }: Pick<Filter, 'stage' | 'state' | 'isOpen'>) => {
  const ofStage = contract.caseStates.filter((candidate) => caseStageOf(candidate) === stage)
  const only = state ?? (ofStage.length === 1 ? ofStage[0] : undefined)
  const isSurelyOpen = state ? isOpenState(state) : ofStage.some(isOpenState)
  return { stage: stage ?? null, state: only ?? null, isOpen: isOpen ?? (isSurelyOpen || null) }
}

/** What was asked for, as the store needs it. Refuses a place that the actor does not read. */
export const filterOf = async (tx: Tx, filter: Filter): Promise<lists.CaseFilter> => {
  const words = filter.words || null
  const isNumber = words !== null && NUMBER.test(words)
  return {
    ...(await viewFilter(tx, filter)),
    words: isNumber ? null : words,
    number: isNumber ? words.toUpperCase() : null,
    ...standOf(filter),
    clock: filter.clock ?? null,
    channel: filter.channel ?? null,
    urgency: filter.urgency ?? null,
    category: filter.categoryId === undefined ? null : await loadCategory(tx, filter.categoryId),
    rating: filter.rating ?? null,
    reportedFrom: filter.from === undefined ? null : instantOf(filter.from),
    reportedBefore: filter.until === undefined ? null : instantAfter(filter.until),
  }
}

/** A line of a list, with its clock and what the actor may do with it. */
export interface ListedCase {
  readonly row: store.CaseFileRow
  readonly clock: ClockState | null
  readonly allowed: readonly string[]
}

export interface CaseList extends Page<ListedCase> {
  readonly names: Names
  readonly total: { readonly count: number; readonly isMore: boolean } | null
}

const CURSORS = {
  due: z.tuple([z.union([cursorInstant, z.literal('infinity')]), idShape]),
  newest: z.tuple([cursorInstant, idShape]),
  oldest: z.tuple([cursorInstant, idShape]),
  number: z.tuple([z.string().max(40), idShape]),
} as const

const sortValue = (row: store.CaseFileRow, sort: contract.CaseSort): string => {
  if (sort === 'number') return row.number
  if (sort === 'due') return row.due_at?.toISOString() ?? 'infinity'
  return row.reported_at.toISOString()
}

const withClocks = async (tx: Tx, rows: readonly store.CaseFileRow[]): Promise<ListedCase[]> => {
  const ids = rows.map((row) => row.id)
  const config = await configOf(tx)
  const [visits, reporters] = await Promise.all([openVisitsOf(tx, CASE_KIND, ids), store.listReporterPersons(tx, ids)])
  return rows.map((row) => {
    const persons = reporters.flatMap((reporter) => (reporter.case_id === row.id ? (reporter.person_id ?? []) : []))
    const reader = readerOf(tx.actor, readableOf(row, persons)) ?? 'public'
    const isReporter = tx.actor.personId !== null && persons.includes(tx.actor.personId)
    const can = cansOf(tx, { config, row, reporters: [], reader, isReporter })
    const allowed = caseActions.filter((action) => can[action]?.allowed)
    return { row, clock: visits.get(row.id)?.clock ?? null, allowed }
  })
}

export const listCases = async (tx: Tx, input: InputOf<typeof contract.listCases>): Promise<CaseList> => {
  const filter = await filterOf(tx, input)
  const { sort, limit } = input
  const after = readCursorAs(input.cursor, CURSORS[sort])
  const [rows, count] = await Promise.all([
    lists.listCases(tx, filter, { sort, after, limit }),
    input.withTotal ? lists.countUpTo(tx, filter) : null,
  ])
  const page = cutPage(rows, limit, (row) => [sortValue(row, sort), row.id])
  const [items, names] = await Promise.all([withClocks(tx, page.items), namesOf(tx, page.items)])
  return {
    items,
    nextCursor: page.nextCursor,
    names,
    total: count === null ? null : { count: Math.min(count, contract.TOTAL_MAX), isMore: count > contract.TOTAL_MAX },
  }
}

const ENDED_DAYS = 30

export interface CaseCounts {
  readonly states: readonly lists.StateCount[]
  readonly endedFrom: CivilDate
}

/** By state: open cases, and those that ended lately. */
export const countCases = async (tx: Tx, input: InputOf<typeof contract.countCases>): Promise<CaseCounts> => {
  const endedFrom = input.endedFrom ?? addDays(civilDateAt(tx.now()), -ENDED_DAYS)
  const filter = await filterOf(tx, input)
  return { states: await lists.countByState(tx, filter, instantOf(endedFrom)), endedFrom }
}

export interface PublicCases extends Page<store.CaseFileRow> {
  readonly names: Names
  readonly files: readonly FileRow[]
}

/** 因为您的反映: published cases of a place, the last closed first. */
export const listPublicCases = async (
  tx: Tx,
  input: InputOf<typeof contract.listPublicCases>,
): Promise<PublicCases> => {
  const where =
    input.placeId === undefined ? { place: null, placePaths: null } : placeFilter(await loadPlace(tx, input.placeId))
  const after = readCursorAs(input.cursor, CURSORS.newest)
  const rows = await lists.listPublic(tx, where, { after, limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.closed_at?.toISOString(), row.id])
  const files = await findFiles(
    tx,
    page.items.flatMap((row) => row.public_files),
  )
  return { ...page, names: await namesOf(tx, page.items), files }
}
