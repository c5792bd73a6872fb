import { maskText } from '#kernel/mask'
import type { Tx } from '#platform/context'
import type { CaseState } from '../contract.ts'
import * as store from '../store/standing.ts'
import { namesOf } from './names.ts'

/** How a case stands, for a module whose finding it is: who has it and what came of it (S2-10). */
export interface CaseStanding {
  readonly number: string
  readonly title: string
  readonly state: CaseState
  readonly ownerName: string | null
  readonly result: string | null
  readonly isSolved: boolean
}

const SOLVED: readonly CaseState[] = ['closed', 'evaluated', 'notEvaluated']

/** Cases by id; the titles are masked. At most five queries, however many cases. */
export const standingsOf = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, CaseStanding>> => {
  const rows = await store.findCases(tx, ids)
  const names = await namesOf(tx, rows)
  return new Map(
    rows.map((row) => {
      const person = row.handler_person_id === null ? null : names.person(row.handler_person_id)
      const organization = row.handler_organization_id === null ? null : names.organization(row.handler_organization_id)
      return [
        row.id,
        {
          number: row.number,
          title: maskText(row.title),
          state: row.state,
          ownerName: organization ?? person,
          result: row.headline,
          isSolved: SOLVED.includes(row.state),
        },
      ] as const
    }),
  )
}

/** How many of these cases were closed. */
export const countSolved = (tx: Tx, ids: readonly string[]): Promise<number> => store.countInStates(tx, ids, SOLVED)
