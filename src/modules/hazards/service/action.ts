import { mayAct } from '#kernel/flow'
import type { Can } from '#kernel/flow'
import { maskText } from '#kernel/mask'
import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import type { ClockState } from '#kernel/time'
import { reportCase } from '#modules/cases'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import type { Tx } from '#platform/context'
import { findEntry } from '#platform/thread'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { checkExtension, type HazardAction, hazardFlow, limitDaysOf } from '../rules/hazard-flow.ts'
import { findKinds } from '../store/catalogue.ts'
import type { HazardRow } from '../store/hazard.ts'
import { findSite, type SiteRow } from '../store/site.ts'
import { cansOf, carryOut, clocksOf, config, type Doing, lockHazard, nextNumber, standingOf } from './flow.ts'
import { type Names, namesOfHazards } from './names.ts'

type Decision = Omit<Doing, 'action' | 'words' | 'fileIds'>

/** A hazard after something was done with it, with everything its answer says. */
export interface Done {
  readonly row: HazardRow
  readonly names: Names
  readonly clock: ClockState | null
  readonly can: Record<string, Can>
}

export const doneWith = async (tx: Tx, row: HazardRow): Promise<Done> => ({
  row,
  names: await namesOfHazards(tx, [row]),
  clock: (await clocksOf(tx, [row.id])).get(row.id) ?? null,
  can: cansOf(tx, row),
})

interface Told {
  readonly id: string
  readonly words?: string | null
  readonly fileIds?: readonly string[]
}

const siteOf = async (tx: Tx, row: HazardRow): Promise<SiteRow> => {
  const site = await findSite(tx, row.site_id)
  if (!site) throw new Error(`hazard ${row.id} has no site`)
  return site
}

/** Locks a hazard, asks the flow whether this may happen at all, then `decide` what it changes, and carries it out. */
const act = async (
  tx: Tx,
  action: HazardAction,
  told: Told,
  decide: (row: HazardRow, site: SiteRow) => Decision | Promise<Decision> = () => ({}),
): Promise<Done> => {
  const row = await lockHazard(tx, told.id)
  const verdict = mayAct(hazardFlow, action, standingOf(tx, row))
  if (!verdict.ok) throw new Refusal(verdict.error.code, verdict.error.data)
  const site = await siteOf(tx, row)
  const decision = await decide(row, site)
  const { words = null, fileIds = [] } = told
  return doneWith(tx, await carryOut(tx, row, site.name, { action, words, fileIds, ...decision }))
}

export interface NoticeDraft {
  readonly measures: string
  readonly limitDays: number | null
  readonly severity: contract.Severity
}

/** A notice 整改通知书 with its number; the deadline is counted from now. */
export const noticeOf = async (tx: Tx, row: HazardRow, draft: NoticeDraft): Promise<Decision> => {
  const limitDays = orRefuse(limitDaysOf(draft.severity, draft.limitDays, config), {
    daysMax: config.rectificationDays[draft.severity],
  })
  const noticeNumber = await nextNumber(tx, 'ZG')
  return {
    data: { noticeNumber, limitDays, measures: draft.measures },
    change: {
      severity: draft.severity,
      measures: draft.measures,
      limit_days: limitDays,
      notice_number: noticeNumber,
      notice_count: row.notice_count + 1,
      noticed_at: tx.now(),
      extension_count: 0,
      extension_days: null,
      extension_by_person_id: null,
    },
  }
}

export const notifyHazard = (tx: Tx, input: InputOf<typeof contract.notifyHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.notify', { id: input.id }, (row) =>
    noticeOf(tx, row, { ...input, severity: input.severity ?? row.severity }),
  )

/** Who put it right, and when; a photo shows it. */
export const rectifiedBy = (tx: Tx, fileIds: readonly string[]): Partial<HazardRow> => {
  if (fileIds.length === 0) throw new Refusal('hazards.photo_missing')
  return { rectified_by_person_id: tx.actor.personId, rectified_at: tx.now() }
}

export const settleHazard = (tx: Tx, input: InputOf<typeof contract.settleHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.settle', input, () => ({
    change: { ...rectifiedBy(tx, input.fileIds), is_on_the_spot: true },
  }))

export const rectifyHazard = (tx: Tx, input: InputOf<typeof contract.rectifyHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.rectify', input, () => ({
    change: { ...rectifiedBy(tx, input.fileIds), extension_days: null, extension_by_person_id: null },
  }))

export const passHazard = (tx: Tx, input: InputOf<typeof contract.passHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.pass', input)

/** 复查不合格: a new notice, counted; without new measures those of the last one hold. */
export const failHazard = (tx: Tx, input: InputOf<typeof contract.failHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.fail', input, async (row) => {
    const measures = input.measures ?? row.measures ?? input.words
    const decision = await noticeOf(tx, row, { measures, limitDays: input.limitDays, severity: row.severity })
    return {
      ...decision,
      change: {
        ...decision.change,
        failed_count: row.failed_count + 1,
        rectified_by_person_id: null,
        rectified_at: null,
        is_on_the_spot: false,
      },
    }
  })

export const requestExtension = (tx: Tx, input: InputOf<typeof contract.requestExtension>): Promise<Done> =>
  act(tx, 'hazards.hazard.requestExtension', input, (row) => {
    const limitDays = row.limit_days ?? 0
    orRefuse(checkExtension(input.days, limitDays, config), { daysMax: limitDays * config.extensionShareMax })
    return {
      data: { days: input.days },
      change: { extension_days: input.days, extension_by_person_id: tx.actor.personId },
    }
  })

export const grantExtension = (tx: Tx, input: InputOf<typeof contract.grantExtension>): Promise<Done> =>
  act(tx, 'hazards.hazard.grantExtension', input, (row) => ({
    extendBy: row.extension_days ?? 0,
    data: { days: row.extension_days },
    change: { extension_count: 1, extension_days: null, extension_by_person_id: null },
  }))

export const denyExtension = (tx: Tx, input: InputOf<typeof contract.denyExtension>): Promise<Done> =>
  act(tx, 'hazards.hazard.denyExtension', input, (row) => ({
    data: { days: row.extension_days },
    change: { extension_days: null, extension_by_person_id: null },
  }))

const TITLE_LENGTH_MAX = 100

/** What the case says: the site, what was found, what was asked for, why it is handed on, and to whom. */
const caseBody = (row: HazardRow, site: SiteRow, reason: string, department: string | null): string =>
  [
    say('zh-CN', 'hazards:case.found', { number: row.number, kind: row.kind_name, site: site.name, words: row.words }),
    row.notice_number === null
      ? null
      : say('zh-CN', 'hazards:case.noticed', { number: row.notice_number, measures: row.measures ?? '' }),
    say('zh-CN', 'hazards:case.reason', { reason }),
    department === null ? null : say('zh-CN', 'hazards:case.department', { name: department }),
  ]
    .filter((line) => line !== null)
    .join('\n')

/** 转为案件: a case of the channel 巡查 in the category of the kind, so that its rules suggest the department. */
export const escalateHazard = (tx: Tx, input: InputOf<typeof contract.escalateHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.escalate', input, async (row, site) => {
    const [kind] = await findKinds(tx, [row.kind_id])
    const department = input.organizationId === null ? null : await loadOrganization(tx, input.organizationId)
    if (department) refuseClosed(tx, department)
    // An officer of a department inspects, and reports no cases otherwise: the post of an inspector vouches.
    const { row: opened } = await reportCase(
      tx,
      {
        title: `${row.kind_name} · ${site.name}`.slice(0, TITLE_LENGTH_MAX),
        body: caseBody(row, site, input.words, department?.name ?? null),
        channel: 'patrol',
        sourceNumber: row.escalation_count === 0 ? row.number : `${row.number}-${row.escalation_count + 1}`,
        point: null,
        placeId: row.place_id,
        address: site.address,
        occurredAt: null,
        categoryId: kind?.category_id ?? null,
        urgency: row.severity === 'major' ? 'urgent' : 'normal',
        reporterName: null,
        reporterPhone: null,
        fileIds: [],
      },
      true,
    )
    return {
      data: { caseNumber: opened.number, ...(department ? { organizationName: department.short_name } : {}) },
      change: {
        case_id: opened.id,
        escalation_count: row.escalation_count + 1,
        extension_days: null,
        extension_by_person_id: null,
      },
    }
  })

export const voidHazard = (tx: Tx, input: InputOf<typeof contract.voidHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.void', input)

export const noteHazard = (tx: Tx, input: InputOf<typeof contract.noteHazard>): Promise<Done> =>
  act(tx, 'hazards.hazard.note', input)

/** The case of a hazard was closed: with its words the hazard is. Done by the platform. */
export const solveHazard = (tx: Tx, id: string, words: string | null): Promise<Done> =>
  act(tx, contract.SOLVE_ACTION, { id, words: words && maskText(words) })

/** The case was declined or taken back: the hazard is ours again, and may become another case. */
export const handBackHazard = (tx: Tx, id: string, words: string | null): Promise<Done> =>
  act(tx, contract.HAND_BACK_ACTION, { id, words: words && maskText(words) }, () => ({ change: { case_id: null } }))

export const wordsOfEntry = async (tx: Tx, entryId: string): Promise<string | null> =>
  (await findEntry(tx, entryId))?.words ?? null
