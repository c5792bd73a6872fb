import type { CaseSort, Channel } from '#modules/cases/contract'
import type { Input } from '#web/api.ts'
import type { Params } from '#web/desk/address.ts'
import { caseStageList } from './stages.ts'

/** What a list, its export and its board are narrowed to. */
export type CaseFilter = Omit<Input<'cases.case.export'>, never>

export const VIEWS = ['all', 'assigned', 'mine'] as const
export const CLOCKS = ['soon', 'late', 'paused'] as const
export const SHOWS = ['table', 'list', 'board'] as const
export type Show = (typeof SHOWS)[number]
export const STAGES = [...caseStageList, 'ended'] as const
export const RATINGS = [5, 4, 3, 2, 1] as const

/** In the order in which staff meet them; a test of the types keeps it whole. */
export const CHANNELS = [
  'portal',
  'grid',
  'hotline',
  'mailbox',
  'wechat',
  'patrol',
  'visit',
  'correspondent',
  'online',
  'petition',
  'police',
  'video',
  'import',
] as const satisfies readonly Channel[]

const SORTS = ['due', 'newest', 'oldest', 'number'] as const satisfies readonly CaseSort[]

const among = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find((candidate) => candidate === value)

const CIVIL_DATE = /^\d{4}-\d{2}-\d{2}$/
const dateOf = (value: string | undefined): string | undefined => (value && CIVIL_DATE.test(value) ? value : undefined)

/** Leaves out what is undefined, so that two equal filters are one question. */
const defined = <T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as never

/** The filter an address says. Parts that make no sense are left out, so an old or mistyped link still opens. */
export const filterOf = (params: Params, workPlaceId: number | null): CaseFilter =>
  defined({
    view: among(VIEWS, params['view']),
    placeId: Number(params['place']) || workPlaceId || undefined,
    words: params['words'] || undefined,
    stage: among(STAGES, params['stage']),
    isOpen: params['open'] === '1' ? 'true' : params['open'] === '0' ? 'false' : undefined,
    clock: among(CLOCKS, params['clock']),
    channel: among(CHANNELS, params['channel']),
    urgency: params['urgency'] === 'urgent' ? ('urgent' as const) : undefined,
    categoryId: Number(params['category']) || undefined,
    organizationId: params['unit'] || undefined,
    rating: RATINGS.find((rating) => String(rating) === params['rating']),
    from: dateOf(params['from']),
    until: dateOf(params['until']),
  })

export const sortOf = (params: Params): CaseSort => among(SORTS, params['sort']) ?? 'newest'
export const showOf = (params: Params): Show => among(SHOWS, params['show']) ?? 'table'
