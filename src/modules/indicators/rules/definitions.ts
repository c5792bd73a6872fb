import type { ExclusionReason, Measure } from '../contract.ts'
import { exclusionReasons } from '../contract.ts'

/** An indicator as data: what reaches it, out of what, since when, from which source. */
export interface Definition {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly unit: 'case' | 'percent' | 'minute'
  /** Numerator; of a `case` the count itself, of a `minute` what took the time. */
  readonly part: readonly Measure[]
  /** Denominator; null for what is only counted. */
  readonly all: readonly Measure[] | null
  /** Only cases that came this way. */
  readonly channel?: string
  readonly exclusionReasons: readonly ExclusionReason[]
  /** The formula holds from this day on; a changed formula is a line of its own. */
  readonly validFrom: string
  readonly source: string
}

const FROM = '2026-01-01'
const STAT = 'eGova to_stat_info (cases §6.6)'

const count = (id: string, zh: string, en: string, part: Measure | readonly Measure[], source = STAT): Definition => ({
  id,
  zh,
  en,
  unit: 'case',
  part: typeof part === 'string' ? [part] : part,
  all: null,
  exclusionReasons: [],
  validFrom: FROM,
  source,
})

const rate = (
  id: string,
  zh: string,
  en: string,
  [part, all]: readonly [Measure | readonly Measure[], Measure | readonly Measure[]],
  source = STAT,
  reasons: readonly ExclusionReason[] = exclusionReasons,
): Definition => ({
  ...count(id, zh, en, part, source),
  unit: 'percent',
  all: typeof all === 'string' ? [all] : all,
  exclusionReasons: reasons,
})

const SOLVED: readonly Measure[] = ['solvedCommunity', 'solvedStreet', 'solvedDistrict']
const THREE_RATES = '12345 三率 (cases §5.3)'

/** Every indicator of cases, in the order in which they are read. */
export const definitions: readonly Definition[] = [
  count('reported', '上报', 'Reported', 'reported'),
  count('accepted', '受理', 'Accepted', 'accepted'),
  count('filed', '立案', 'Filed', 'filed'),
  rate('filingRate', '立案率', 'Filing rate', ['filedOfReported', 'reported']),
  rate('responseRate', '响应率', 'Response rate', ['respondedInTime', 'responseDue'], THREE_RATES),
  rate('resolutionRate', '解决率', 'Resolution rate', ['solved', 'closedOnce'], THREE_RATES),
  rate('satisfactionRate', '满意率', 'Satisfaction rate', ['satisfied', 'judged'], THREE_RATES),
  rate('quickHandoverRate', '快速交办率', 'Quick handover rate', ['handedOverQuickly', 'handoverOf'], 'S2-45, F2-44'),
  count('dispatched', '派遣', 'Dispatched', 'dispatched'),
  rate('dispatchAccuracy', '派遣准确率', 'Dispatch accuracy', ['dispatchHeld', 'dispatched']),
  rate('returnRate', '回退率', 'Return rate', ['dispatchReturned', 'dispatched']),
  count('handlingDue', '应处置', 'Due for handling', 'handlingDue'),
  count('handled', '已处置', 'Handled', 'handled'),
  count('handledInTime', '按期处置', 'Handled in time', 'handledInTime'),
  count('handlingLate', '超时处置', 'Handled late', 'handlingLate'),
  rate('onTimeHandlingRate', '按期处置率', 'On-time handling rate', ['handledInTime', 'handlingDue']),
  { ...count('handlingTime', '处置用时', 'Handling time', 'handled'), unit: 'minute' },
  rate('reworkRate', '返工率', 'Rework rate', ['reworked', 'handled']),
  count('extended', '延期', 'Extended', 'extended'),
  count('suspended', '挂账', 'Suspended', 'suspended'),
  rate('checkRate', '核实率', 'Check rate', ['checked', 'checkAsked']),
  rate('onTimeCheckRate', '按时核实率', 'On-time check rate', ['checkedInTime', 'checkDue']),
  rate('verificationRate', '核查率', 'Verification rate', ['verified', 'verificationAsked']),
  count('closed', '结案', 'Closed', 'closed'),
  rate('closingRate', '结案率', 'Closing rate', ['closedOfFiled', 'filed']),
  rate('onTimeClosingRate', '按期结案率', 'On-time closing rate', ['closedInTime', 'closedOnce']),
  rate('revisitRate', '回访率', 'Revisit rate', ['revisited', 'closedOnce']),
  rate('localResolutionRate', '就地解决率', 'Solved locally', ['solvedCommunity', SOLVED], 'S4-53', []),
  count('solvedCommunity', '社区解决', 'Solved in communities', 'solvedCommunity', 'S4-16'),
  count('solvedStreet', '街道解决', 'Solved by streets', 'solvedStreet', 'S4-16'),
  count('solvedDistrict', '区级解决', 'Solved by the district', 'solvedDistrict', 'S4-16'),
  {
    ...rate(
      'onlineClosureRate',
      '网络理政办结率',
      'Online closure rate',
      ['closedOfReported', 'reported'],
      'S4-59, F4-117',
    ),
    channel: 'online',
  },
]

const byId = new Map(definitions.map((definition) => [definition.id, definition]))
export const definitionOf = (id: string): Definition | undefined => byId.get(id)

export const measuresOf = ({ part, all }: Definition): readonly Measure[] => [...new Set([...part, ...(all ?? [])])]

export interface Sum {
  readonly part: number
  readonly all: number
  readonly excluded: number
  readonly value: number | null
}

/** What was counted of one measure. */
export interface Tally {
  readonly count: number
  readonly minutes: number
}

const NONE: Tally = { count: 0, minutes: 0 }

/** The value of an indicator from what was counted, less what is left out; nothing counted is no value, never a zero. */
export const sumUp = (
  definition: Definition,
  counted: ReadonlyMap<string, Tally>,
  left: ReadonlyMap<string, Tally>,
): Sum => {
  const total = (measures: readonly Measure[], of: ReadonlyMap<string, Tally>): Tally =>
    measures
      .map((measure) => of.get(measure) ?? NONE)
      .reduce((sum, one) => ({ count: sum.count + one.count, minutes: sum.minutes + one.minutes }), NONE)
  const base = definition.all ?? definition.part
  const excluded = total(base, left).count
  const part = total(definition.part, counted).count - total(definition.part, left).count
  const all = total(base, counted).count - excluded
  if (definition.unit === 'case') return { part, all, excluded, value: part }
  if (all === 0) return { part, all, excluded, value: null }
  const minutes = total(definition.part, counted).minutes - total(definition.part, left).minutes
  const value = definition.unit === 'minute' ? Math.round(minutes / all) : Math.round((part / all) * 1_000) / 10
  return { part, all, excluded, value }
}

/** The three rates weighted; null as long as one of them has no value. */
export const scoreOf = (
  rates: { readonly response: number | null; readonly resolution: number | null; readonly satisfaction: number | null },
  weights: { readonly response: number; readonly resolution: number; readonly satisfaction: number },
): number | null => {
  const { response, resolution, satisfaction } = rates
  if (response === null || resolution === null || satisfaction === null) return null
  const sum = response * weights.response + resolution * weights.resolution + satisfaction * weights.satisfaction
  return Math.round(sum / 10) / 10
}

/** 响应率 30, 解决率 35, 满意率 35: as 准格尔旗 weighs them (cases §5.3), until a district says otherwise. */
export const DEFAULT_WEIGHTS = { response: 30, resolution: 35, satisfaction: 35 } as const
