import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull, textOf, textOrNull } from '#web/desk/administration.tsx'
import { OrganizationPicker, type Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'

const CONDITION_LENGTH_MAX = 500
const PHOTOS_MAX = 9
const UNITS = ['work_day', 'work_hour', 'natural_day', 'urgent_hour'] as const
const HANDLERS = ['department', 'street', 'community', 'property', 'institution'] as const
const CLOCKS = [
  'acceptance',
  'filing',
  'dispatch',
  'handling',
  'verification',
  'closing',
  'evaluation',
  'correction',
] as const
const URGENCIES = ['normal', 'urgent'] as const

type Found = Output<'cases.category.find'>
type Clock = (typeof CLOCKS)[number]
type Limit = { readonly unit: (typeof UNITS)[number]; readonly amount: number }
type Urgency = (typeof URGENCIES)[number]

const limitsOf = (form: FormData, urgency: Urgency): Partial<Record<Clock, Limit>> =>
  Object.fromEntries(
    CLOCKS.flatMap((clock) => {
      const amount = numberOrNull(form, `${urgency}-${clock}`)
      const unit = UNITS.find((known) => known === form.get(`${urgency}-${clock}-unit`)) ?? 'work_day'
      return amount === null ? [] : [[clock, { unit, amount }] as const]
    }),
  )

/** The limits of the newest own rule, as a beginning: what is not written here comes from above. */
const LimitFields = ({
  urgency,
  limits,
}: {
  readonly urgency: Urgency
  readonly limits: Partial<Record<Clock, Limit>>
}) => (
  <fieldset className="rule-limits">
    <legend>{t(urgency === 'normal' ? 'cases:desk.rule.normal' : 'cases:desk.rule.urgent')}</legend>
    {CLOCKS.map((clock) => (
      <div className="desk-two" key={clock}>
        <TextField
          name={`${urgency}-${clock}`}
          type="number"
          min={0}
          step="any"
          figures
          optional
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

/** What holds for a category from a day on. The past is never changed. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
export const RuleDialog = ({ found, onClose }: { readonly found: Found; readonly onClose: () => void }) => {
  const setting = useActing('cases.category.setRule')
  const [newest] = found.rules
  const [validFrom, setValidFrom] = useState('')
  const [organization, setOrganization] = useState<Picked | null>(newest?.handlerOrganization ?? null)
  const submit = async (form: FormData): Promise<void> => {
    const done = await setting.run({
      categoryId: found.category.id,
      ...(validFrom ? { validFrom } : {}),
      limits: limitsOf(form, 'normal'),
      urgentLimits: limitsOf(form, 'urgent'),
      handlerKind: HANDLERS.find((known) => known === form.get('handlerKind')) ?? null,
      handlerOrganizationId: organization?.id ?? null,
      filingCondition: textOrNull(form, 'filingCondition'),
      closingCondition: textOrNull(form, 'closingCondition'),
      requiredPhotoCount: Number(textOf(form, 'requiredPhotoCount')) || 0,
    })
    if (!done) return
    toast({ words: t('cases:desk.rule.done', { name: found.category.name, on: formatFullDay(done.validFrom) }) })
    onClose()
  }
  return (
    <FormDialog
      wide
      title={t('cases:desk.rule.setOf', { name: found.category.name })}
      doWords={t('cases:desk.rule.set')}
      busy={setting.busy}
      problem={setting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <DateField
        name="validFrom"
        label={t('administration:from')}
        hint={t('cases:desk.rule.fromHint')}
        value={validFrom}
        onChange={setValidFrom}
      />
      <p className="soft">{t('cases:desk.rule.emptyHint')}</p>
      <LimitFields urgency="normal" limits={newest?.limits ?? {}} />
      <LimitFields urgency="urgent" limits={newest?.urgentLimits ?? {}} />
      <SelectField
        name="handlerKind"
        label={t('cases:desk.rule.handlerKind')}
        defaultValue={newest?.handlerKind ?? ''}
        choices={[
          { value: '', label: t('administration:none') },
          ...HANDLERS.map((value) => ({ value, label: t(`organizations:kind.${value}`) })),
        ]}
      />
      <OrganizationPicker
        label={t('cases:desk.rule.handler')}
        optional
        value={organization}
        onChange={setOrganization}
      />
      <TextArea
        name="filingCondition"
        optional
        label={t('cases:desk.rule.filing')}
        defaultValue={newest?.filingCondition ?? ''}
        maxLength={CONDITION_LENGTH_MAX}
      />
      <TextArea
        name="closingCondition"
        optional
        label={t('cases:desk.rule.closing')}
        defaultValue={newest?.closingCondition ?? ''}
        maxLength={CONDITION_LENGTH_MAX}
      />
      <TextField
        name="requiredPhotoCount"
        type="number"
        min={0}
        max={PHOTOS_MAX}
        figures
        label={t('cases:desk.rule.photos')}
        defaultValue={newest?.requiredPhotoCount ?? 0}
      />
    </FormDialog>
  )
}
