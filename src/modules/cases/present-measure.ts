import { maskName, maskPhone, maskText } from '#kernel/mask'
import type { OutputOf } from '#kernel/operation'
import type { EntryView } from '#platform/thread'
import { presentFile } from '#modules/workplace'
import type * as contract from './contract.ts'
import { minutesSince } from './rules/mediation.ts'
import { supervisionStateAt } from './rules/supervision.ts'
import { isLateAt, minutesToArrive } from './rules/whistle.ts'
import type { Around } from './service/measure.ts'
import type { ListedMediation, MediationView } from './service/mediation-view.ts'
import type { NoticeView } from './service/notice.ts'
import type { SupervisionView } from './service/supervision.ts'
import { attendanceOf, type ListedWhistle, type WhistleView } from './service/whistle-view.ts'
import type { ParticipationRow } from './store/whistle.ts'

/** The case that something belongs to. */
const presentMatter = (row: { readonly case_id: string; readonly place_id: number }, around: Around) => {
  const matter = around.caseOf(row.case_id)
  return {
    caseId: row.case_id,
    caseNumber: matter?.number ?? '',
    caseTitle: matter ? maskText(matter.title) : '',
    placeName: around.names.place(row.place_id)?.name ?? '',
  }
}

const mean = (scores: readonly (number | null)[]): number | null => {
  const given = scores.filter((score) => score !== null)
  return given.length === 0 ? null : given.reduce((sum, score) => sum + score, 0) / given.length
}

export const presentWhistleRow = ({
  row,
  called,
  around,
  now,
}: ListedWhistle): OutputOf<typeof contract.listWhistles>['items'][number] => ({
  id: row.id,
  ...presentMatter(row, around),
  streetName: row.street_id === null ? null : (around.names.place(row.street_id)?.name ?? null),
  reason: row.reason,
  state: row.state,
  words: maskText(row.words),
  blownAt: row.blown_at,
  calledAt: row.called_at,
  endedAt: row.ended_at,
  calledCount: called.length,
  arrivedCount: called.filter((one) => one.arrived_at !== null).length,
  lateCount: called.filter((one) => isLateAt(attendanceOf(one), now)).length,
  streetScore: mean(called.map((one) => one.street_score)),
  whistleScore: mean(called.map((one) => one.whistle_score)),
})

const presentParticipation = (
  one: ParticipationRow,
  { around, now, files, canOf }: WhistleView,
): contract.Whistle['participations'][number] => ({
  organization: { id: one.organization_id, name: around.names.organization(one.organization_id) },
  calledAt: one.called_at,
  dueAt: one.due_at,
  takenAt: one.taken_at,
  arrivedAt: one.arrived_at,
  minutes: minutesToArrive(one.called_at, one.arrived_at),
  isLate: isLateAt(attendanceOf(one), now),
  point: one.longitude === null || one.latitude === null ? null : { longitude: one.longitude, latitude: one.latitude },
  files: files.filter((file) => one.file_ids.includes(file.id)).map(presentFile),
  did: one.did === null ? null : maskText(one.did),
  leftAt: one.left_at,
  excuse: one.excuse,
  streetScore: one.street_score,
  whistleScore: one.whistle_score,
  can: canOf(one),
})

export const presentWhistle = (view: WhistleView): contract.Whistle => ({
  ...presentWhistleRow(view),
  blownByName: view.around.person(view.row.blown_by_person_id),
  endWords: view.row.end_words === null ? null : maskText(view.row.end_words),
  participations: view.called.map((one) => presentParticipation(one, view)),
  can: view.can,
})

export const presentLink = ({
  link,
  entry,
}: {
  readonly link: contract.ResponsibilityLink
  readonly entry: EntryView | null
}): OutputOf<typeof contract.findWhistles>['links'][number] => ({
  link,
  at: entry?.at ?? null,
  who: entry ? maskName(entry.actorName) : null,
})

export const presentSupervision = ({ row, around, now, can }: SupervisionView): contract.Supervision => ({
  id: row.id,
  ...presentMatter(row, around),
  kind: row.kind,
  points: row.points,
  state: supervisionStateAt({ replyDueAt: row.reply_due_at, repliedAt: row.replied_at, liftedAt: row.lifted_at }, now),
  organization:
    row.organization_id === null
      ? null
      : { id: row.organization_id, name: around.names.organization(row.organization_id) },
  person: row.person_id === null ? null : { id: row.person_id, name: around.person(row.person_id) },
  words: maskText(row.words),
  issuedAt: row.issued_at,
  issuedByName: around.person(row.issued_by_person_id),
  replyDueAt: row.reply_due_at,
  repliedAt: row.replied_at,
  reply: row.reply === null ? null : maskText(row.reply),
  liftedAt: row.lifted_at,
  liftReason: row.lift_reason,
  can,
})

const presentMediator = (
  one: { readonly organization_id: string | null; readonly person_id: string | null },
  around: Around,
) => ({
  organization:
    one.organization_id === null
      ? null
      : { id: one.organization_id, name: around.names.organization(one.organization_id) },
  person: one.person_id === null ? null : { id: one.person_id, name: around.person(one.person_id) },
})

export const presentMediationRow = ({
  row,
  mediators,
  sessions,
  around,
}: ListedMediation): OutputOf<typeof contract.listMediations>['items'][number] => ({
  id: row.id,
  ...presentMatter(row, around),
  state: row.state,
  subject: maskText(row.subject),
  mediators: mediators.map((one) => presentMediator(one, around)),
  sessionCount: sessions.length,
  openedAt: row.opened_at,
  minutesFromReport: minutesSince(around.caseOf(row.case_id)?.reported_at ?? row.opened_at, row.opened_at),
  result: row.result,
  concludedAt: row.concluded_at,
  followUpOn: row.follow_up_on,
  fulfilment: row.fulfilment,
})

export const presentMediation = (view: MediationView): contract.Mediation => ({
  ...presentMediationRow(view),
  openedByName: view.around.person(view.row.opened_by_person_id),
  parties: view.parties.map(({ number, name, phone }) => ({
    number,
    name: maskName(name),
    phone: phone === null ? null : maskPhone(phone),
  })),
  sessions: view.sessions.map((one) => ({
    number: one.number,
    heldAt: one.held_at,
    heldWhere: one.held_where,
    words: maskText(one.words),
  })),
  resultWords: view.row.result_words === null ? null : maskText(view.row.result_words),
  agreement: view.row.agreement === null ? null : maskText(view.row.agreement),
  followedUpAt: view.row.followed_up_at,
  followUpWords: view.row.follow_up_words,
  can: view.can,
})

export const presentMediationSums = ({
  sums,
  mediators,
  around,
}: {
  readonly sums: Omit<OutputOf<typeof contract.sumMediations>, 'mediators'>
  readonly mediators: readonly {
    readonly organization_id: string | null
    readonly person_id: string | null
    readonly count: number
    readonly agreed: number
  }[]
  readonly around: Around
}): OutputOf<typeof contract.sumMediations> => ({
  ...sums,
  mediators: mediators.map((one) => ({ ...presentMediator(one, around), count: one.count, agreed: one.agreed })),
})

export const presentNotice = ({ row, placeName, around, can }: NoticeView): contract.CaseNotice => ({
  id: row.id,
  caseId: row.case_id,
  headline: row.headline,
  words: row.words,
  placeName,
  publishedAt: row.published_at,
  publishedByName: around.person(row.published_by_person_id),
  withdrawnAt: row.withdrawn_at,
  minutesFromReport: minutesSince(around.caseOf(row.case_id)?.reported_at ?? row.published_at, row.published_at),
  can,
})
