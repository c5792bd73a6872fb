import type { TimeLimit } from '#kernel/time'
import type { CaseClock, CaseState, Urgency } from '../contract.ts'

/** What may differ from district to district without another flow: lengths, counts, periods. */
export interface CaseConfig {
  /** The limit of every clock when neither the category nor those above it say otherwise. */
  readonly limits: Readonly<Record<Urgency, Readonly<Record<CaseClock, TimeLimit>>>>
  /** Ratings that take a case up again 差评整改, and how often they may. */
  readonly correction: { readonly ratings: readonly number[]; readonly countMax: number }
  /** Days after its end in which a case may be taken up again. */
  readonly reopeningDays: number
  /** 延期: how often in one stay, and at most which share of the limit. */
  readonly extension: { readonly countMax: number; readonly shareMax: number }
  /** Where 重新办理 by staff leads to, by the end it comes from: what was never filed is looked at first. */
  readonly reopensTo: Readonly<Partial<Record<CaseState, 'accepted' | 'filed'>>>
}

const workHours = (amount: number): TimeLimit => ({ unit: 'work_hour', amount })
const urgentHours = (amount: number): TimeLimit => ({ unit: 'urgent_hour', amount })
const workDays = (amount: number): TimeLimit => ({ unit: 'work_day', amount })
const naturalDays = (amount: number): TimeLimit => ({ unit: 'natural_day', amount })

export const defaultCaseConfig: CaseConfig = {
  limits: {
    normal: {
      // Online intake is answered within 2 h (DB11/T 2021-2022, cases §5.3).
      acceptance: workHours(2),
      // Ordinary matters are dispatched within 24 h (ibid.); a work day has 7 hours, filing and dispatch share them.
      filing: workHours(2),
      dispatch: workHours(3),
      // Ordinary matters are fed back within 7 days (ibid.).
      handling: naturalDays(7),
      // 核查 30 minutes (eGova default, cases §5.1), of work time.
      verification: workHours(0.5),
      // Set by each city (cases §5.1); ours.
      closing: workHours(2),
      // The link for judging is open 14 days (Signalen, cases §3 and §11).
      evaluation: naturalDays(14),
      // 差评 is put right within 15 work days (国办发〔2019〕51号, cases §5.5).
      correction: workDays(15),
    },
    urgent: {
      // Emergencies are dispatched within 1 h, day and night (DB11/T 2021-2022, cases §5.3): three steps share it.
      acceptance: urgentHours(0.25),
      filing: urgentHours(0.25),
      dispatch: urgentHours(0.5),
      // Feedback on emergencies 2 h (ibid.).
      handling: urgentHours(2),
      verification: urgentHours(0.5),
      closing: workHours(2),
      evaluation: naturalDays(14),
      correction: workDays(15),
    },
  },
  // 不满意 2, 非常不满意 1 (cases §5.5). A third bad rating is kept as it is and shows in the figures.
  correction: { ratings: [1, 2], countMax: 2 },
  reopeningDays: 30,
  // As much again as it was given, once: the bounded extension of 数字城管 (cases §5.1); the bound is ours.
  extension: { countMax: 1, shareMax: 1 },
  reopensTo: { refused: 'accepted', closed: 'filed', evaluated: 'filed', notEvaluated: 'filed' },
}
