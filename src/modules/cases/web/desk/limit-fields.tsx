import { type CaseClock, caseClocks, type Urgency } from '#modules/cases/contract'
import { numberOrNull } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextField } from '#web/ui/field.tsx'

const UNITS = ['work_day', 'work_hour', 'natural_day', 'urgent_hour'] as const
export type LimitValue = { readonly unit: (typeof UNITS)[number]; readonly amount: number }
export type LimitValues = Partial<Record<CaseClock, LimitValue>>

/** What a form says of the clocks; those left empty are left out. */
export const limitsOf = (form: FormData, urgency: Urgency): LimitValues =>
  Object.fromEntries(
    caseClocks.flatMap((clock) => {
      const amount = numberOrNull(form, `${urgency}-${clock}`)
      const unit = UNITS.find((known) => known === form.get(`${urgency}-${clock}-unit`)) ?? 'work_day'
      return amount === null ? [] : [[clock, { unit, amount }] as const]
    }),
  )

interface LimitFieldsProps {
  readonly urgency: Urgency
  readonly limits: LimitValues
  /** Every clock must have one. */
  readonly whole?: boolean
}

/** A number and a unit for each clock. */
export const LimitFields = ({ urgency, limits, whole = false }: LimitFieldsProps) => (
  <fieldset className="rule-limits">
    <legend>{t(urgency === 'normal' ? 'cases:desk.rule.normal' : 'cases:desk.rule.urgent')}</legend>
    {caseClocks.map((clock) => (
      <div className="desk-two" key={clock}>
        <TextField
          name={`${urgency}-${clock}`}
          type="number"
          min={0}
          step="any"
          figures
          optional={!whole}
          label={t(`cases:clock.${clock}`)}
          defaultValue={limits[clock]?.amount ?? ''}
        />
        <SelectField
          name={`${urgency}-${clock}-unit`}
          label={t('cases:desk.rule.unitOf', { clock: t(`cases:clock.${clock}`) })}
          labelHidden
          defaultValue={limits[clock]?.unit ?? 'work_day'}
          choices={UNITS.map((value) => ({ value, label: t(`calendar:desk.unit.${value}`) }))}
        />
      </div>
    ))}
  </fieldset>
)
