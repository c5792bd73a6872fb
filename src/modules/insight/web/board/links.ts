import type { Output } from '#web/api.ts'
import { writeParams } from '#web/desk/address.ts'

export type Board = Output<'insight.board.find'>

/** The figures whose records are listed here; every other opens the list of cases. */
export const FIGURES = ['acceptance', 'handling', 'closed', 'judged', 'satisfied'] as const
export type FigureName = (typeof FIGURES)[number]
export const OUTCOMES = ['all', 'inTime', 'late'] as const
export type Outcome = (typeof OUTCOMES)[number]

type Filter = Readonly<Record<string, string | number>>

/** The list of cases at a place, narrowed. */
export const casesHref = (placeId: number, filter: Filter): string =>
  `/desk/cases${writeParams({ place: placeId, ...filter })}`

/** The open cases at a place, narrowed. */
export const openHref = (placeId: number, filter: Filter = {}): string => casesHref(placeId, { open: 1, ...filter })

export const recordsHref = (
  board: Board,
  figure: FigureName,
  outcome?: Outcome,
  when: 'now' | 'before' = 'now',
): string => `/desk/records${writeParams({ place: board.place.id, figure, outcome, ...board.period[when] })}`

export const boardHref = (placeId: number): string => `/board${writeParams({ place: placeId })}`
