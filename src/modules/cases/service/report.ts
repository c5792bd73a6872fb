import type { Can } from '#kernel/flow'
import type { InputOf } from '#kernel/operation'
import { orRefuse } from '#kernel/refusal'
import { type ClockState, clockState } from '#kernel/time'
import { calendarOf } from '#platform/calendar'
import type { Tx } from '#platform/context'
import type { reportCase as contract } from '../contract.ts'
import { titleFrom } from '../rules/case-number.ts'
import { readerOf, workPlaceIdOf, worksOnCases } from '../rules/reading.ts'
import { checkReport, occurrenceOf, reporterOf } from '../rules/report.ts'
import type { CaseFileRow } from '../store.ts'
import { usableCategory } from './category.ts'
import { configOf } from './config.ts'
import { cansOf, flow, limitsOf, loadRules } from './flow.ts'
import { type Names, namesOfPlaces } from './names.ts'
import { openCases } from './open.ts'
import { placementOf } from './place.ts'

export interface Reported {
  readonly row: CaseFileRow
  readonly queryCode: string
  readonly names: Names
  readonly clock: ClockState | null
  readonly can: Record<string, Can>
}

/** The clock of a case that was opened just now: nothing is read again for it. */
const firstClock = async (tx: Tx, row: CaseFileRow): Promise<ClockState | null> => {
  const { clock } = flow.definition.states[row.state]
  const limit = clock ? limitsOf(row, await loadRules(tx, row.category_path), await configOf(tx))(clock) : null
  if (!limit) return null
  return clockState({ limit, startAt: row.reported_at, pauses: [], endedAt: null }, tx.now(), await calendarOf(tx))
}

/**
 * Takes in what somebody reports. Refuses with the codes of its contract. `isVouched`: a module above answers for it
 * that this person may report through the channel, a volunteer without a post on a patrol (S0-16).
 */
export const reportCase = async (tx: Tx, input: InputOf<typeof contract>, isVouched = false): Promise<Reported> => {
  // On rounds without a position, or a step outside every boundary, it is put where the worker works.
  const ownPlaceId = input.channel === 'grid' ? workPlaceIdOf(tx.actor) : null
  const placement = await placementOf(tx, { point: input.point, placeId: input.placeId ?? ownPlaceId })
  const matter = {
    placePath: placement.place.path,
    handlerOrganizationId: null,
    handlerPersonId: null,
    calledOrganizationIds: [],
    reporterPersonIds: [],
    isPublic: false,
  }
  const isStaff = readerOf(tx.actor, matter) === 'staff'
  const occurredAt = occurrenceOf(input.occurredAt === null ? null : new Date(input.occurredAt), tx.now())
  const works = isVouched || worksOnCases(tx.actor)
  orRefuse(checkReport({ channel: input.channel, urgency: input.urgency, occurredAt, isStaff: works }, tx.now()))
  const reporter = reporterOf({ name: input.reporterName, phone: input.reporterPhone }, { ...tx.actor, isStaff: works })
  const [opened] = await openCases(tx, [
    {
      title: input.title ?? titleFrom(input.body),
      body: input.body,
      channel: input.channel,
      sourceNumber: input.sourceNumber,
      urgency: input.urgency,
      placement,
      point: input.point,
      address: input.address,
      category: input.categoryId === null ? null : await usableCategory(tx, input.categoryId),
      occurredAt,
      reporter,
      fileIds: input.fileIds,
    },
  ])
  if (!opened) throw new Error('one draft opens one case')
  const { row } = opened
  const reader = isStaff ? 'staff' : 'parties'
  const isReporter = reporter.personId !== null && reporter.personId === tx.actor.personId
  return {
    row,
    queryCode: opened.reporter.query_code,
    names: await namesOfPlaces(tx, row, [...placement.above, placement.place]),
    clock: await firstClock(tx, row),
    can: cansOf(tx, {
      config: await configOf(tx),
      row,
      reporters: [opened.reporter],
      reader,
      isReporter: isReporter || !isStaff,
    }),
  }
}
