import type { TimeLimit } from '#kernel/time'
import type { CaseConfig } from '../contract.ts'

const workHours = (amount: number): TimeLimit => ({ unit: 'work_hour', amount })
const urgentHours = (amount: number): TimeLimit => ({ unit: 'urgent_hour', amount })
const workDays = (amount: number): TimeLimit => ({ unit: 'work_day', amount })
const naturalDays = (amount: number): TimeLimit => ({ unit: 'natural_day', amount })

/** What holds where a district has set nothing. */
export const defaultCaseConfig: CaseConfig = {
  limits: {
    normal: {
      // Online intake is answered within 2 h (DB11/T 2021-2022, cases §5.3).
      acceptance: workHours(2),
      // As long as taking it in; ours.
      checking: workHours(4),
      // Ordinary matters are dispatched within 24 h (ibid.); a work day has 7 hours, filing and dispatch share them.
      filing: workHours(2),
      dispatch: workHours(3),
      // What goes to another system is answered within 14 days (Signalen, cases §3).
      transfer: naturalDays(14),
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
      // 核实 30 minutes (eGova default, cases §5.1).
      checking: urgentHours(0.5),
      filing: urgentHours(0.25),
      dispatch: urgentHours(0.5),
      transfer: urgentHours(24),
      // Feedback on emergencies 2 h (ibid.).
      handling: urgentHours(2),
      verification: urgentHours(0.5),
      closing: workHours(2),
      evaluation: naturalDays(14),
      correction: workDays(15),
    },
  },
  chain: [],
  skipping: 'urgent',
  checkedChannels: [],
  sendingBack: 'free',
  // 不满意 2, 非常不满意 1 (cases §5.5). A third bad rating is kept as it is and shows in the figures.
  correction: { ratings: [1, 2], countMax: 2 },
  reopeningDays: 30,
  // As much again as it was given, once: the bounded extension of 数字城管 (cases §5.1); the bound is ours.
  extension: { countMax: 1, shareMax: 1 },
  // 缓办 60 days, then back (cases §5.1).
  suspensionDaysMax: 60,
  // 同时段核查: the tolerance is ours.
  samePeriodHours: 2,
  // Pinggu: sixteen departments within 30 minutes (cases §5.4).
  whistleMinutes: 30,
  // “Neither too high nor too low” (ibid.); the numbers are ours.
  whistlesAMonth: { min: 1, max: 30 },
}
