import './config.css'
import { useState } from 'react'
import { type CaseConfig, channels, RATING_MAX, tiers } from '#modules/cases/contract'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { CheckField, SelectField, TextField } from '#web/ui/field.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { LimitFields, limitsOf } from './limit-fields.tsx'

const SKIPPING = ['never', 'urgent', 'reason'] as const
const SENDING_BACK = ['free', 'decided'] as const
const RATINGS = Array.from({ length: RATING_MAX }, (_, index) => RATING_MAX - index)
/** As many tiers as a form offers at once; a chain seldom has more than five. */
const TIERS_OFFERED = 6

const among = <T extends string>(known: readonly T[], value: FormDataEntryValue | null, otherwise: T): T =>
  known.find((candidate) => candidate === value) ?? otherwise

/** What the form says; what it does not show stays as it was. */
const configOf = (form: FormData, old: CaseConfig): CaseConfig => {
  const number = (name: string, otherwise: number): number => numberOrNull(form, name) ?? otherwise
  const chain = Array.from({ length: TIERS_OFFERED }, (_, index) => form.get(`tier-${index}`)).flatMap((value) =>
    tiers.filter((tier) => tier === value),
  )
  return {
    ...old,
    limits: {
      normal: { ...old.limits.normal, ...limitsOf(form, 'normal') },
      urgent: { ...old.limits.urgent, ...limitsOf(form, 'urgent') },
    },
    chain,
    skipping: among(SKIPPING, form.get('skipping'), old.skipping),
    sendingBack: among(SENDING_BACK, form.get('sendingBack'), old.sendingBack),
    checkedChannels: channels.filter((channel) => form.get(`channel-${channel}`) !== null),
    correction: {
      ratings: RATINGS.filter((rating) => form.get(`rating-${rating}`) !== null),
      countMax: number('correctionCountMax', old.correction.countMax),
    },
    reopeningDays: number('reopeningDays', old.reopeningDays),
    extension: {
      countMax: number('extensionCountMax', old.extension.countMax),
      shareMax: number('extensionShareMax', old.extension.shareMax),
    },
    suspensionDaysMax: number('suspensionDaysMax', old.suspensionDaysMax),
    samePeriodHours: number('samePeriodHours', old.samePeriodHours),
    whistleMinutes: number('whistleMinutes', old.whistleMinutes),
    whistlesAMonth: {
      min: number('whistlesMin', old.whistlesAMonth.min),
      max: number('whistlesMax', old.whistlesAMonth.max),
    },
  }
}

interface FieldsProps {
  readonly config: CaseConfig
}

const ChainFields = ({ config }: FieldsProps) => (
  <fieldset className="rule-limits">
    <legend>{t('cases:desk.config.chain')}</legend>
    <span className="hint">{t('cases:desk.config.chainHint')}</span>
    <div className="config-grid">
      {Array.from({ length: TIERS_OFFERED }, (_, index) => `tier-${index}`).map((name, index) => (
        <SelectField
          key={name}
          name={name}
          label={t('cases:desk.config.tier', { count: index + 1 })}
          defaultValue={config.chain[index] ?? ''}
          choices={[
            { value: '', label: t('administration:none') },
            ...tiers.map((value) => ({ value, label: t(`cases:tier.${value}`) })),
          ]}
        />
      ))}
      <SelectField
        name="skipping"
        label={t('cases:desk.config.skipping')}
        defaultValue={config.skipping}
        choices={SKIPPING.map((value) => ({ value, label: t(`cases:desk.config.skip.${value}`) }))}
      />
      <SelectField
        name="sendingBack"
        label={t('cases:desk.config.sendingBack')}
        defaultValue={config.sendingBack}
        choices={SENDING_BACK.map((value) => ({ value, label: t(`cases:desk.config.back.${value}`) }))}
      />
    </div>
  </fieldset>
)

const CheckedChannels = ({ config }: FieldsProps) => (
  <fieldset className="rule-limits">
    <legend>{t('cases:desk.config.checked')}</legend>
    <div className="config-grid">
      {channels.map((channel) => (
        <CheckField
          key={channel}
          name={`channel-${channel}`}
          label={t(`cases:channel.${channel}`)}
          defaultChecked={config.checkedChannels.includes(channel)}
        />
      ))}
    </div>
  </fieldset>
)

const NUMBERS = [
  ['correctionCountMax', (config: CaseConfig) => config.correction.countMax],
  ['reopeningDays', (config: CaseConfig) => config.reopeningDays],
  ['extensionCountMax', (config: CaseConfig) => config.extension.countMax],
  ['extensionShareMax', (config: CaseConfig) => config.extension.shareMax],
  ['suspensionDaysMax', (config: CaseConfig) => config.suspensionDaysMax],
  ['samePeriodHours', (config: CaseConfig) => config.samePeriodHours],
  ['whistleMinutes', (config: CaseConfig) => config.whistleMinutes],
  ['whistlesMin', (config: CaseConfig) => config.whistlesAMonth.min],
  ['whistlesMax', (config: CaseConfig) => config.whistlesAMonth.max],
] as const

const Bounds = ({ config }: FieldsProps) => (
  <fieldset className="rule-limits">
    <legend>{t('cases:desk.config.bounds')}</legend>
    <div className="config-grid">
      {RATINGS.map((rating) => (
        <CheckField
          key={rating}
          name={`rating-${rating}`}
          label={t('cases:desk.config.corrects', { rating: t(`cases:rating.${rating as 1 | 2 | 3 | 4 | 5}`) })}
          defaultChecked={config.correction.ratings.includes(rating)}
        />
      ))}
      {NUMBERS.map(([name, valueOf]) => (
        <TextField
          key={name}
          name={name}
          type="number"
          min={0}
          step="any"
          figures
          label={t(`cases:desk.config.${name}`)}
          defaultValue={valueOf(config)}
        />
      ))}
    </div>
  </fieldset>
)

/** How the flow goes from a day on; what runs keeps the limits it began with. */
export const ConfigDialog = ({ config, onClose }: FieldsProps & { readonly onClose: () => void }) => {
  const setting = useActing('cases.config.set')
  const [validFrom, setValidFrom] = useState('')
  const submit = async (form: FormData): Promise<void> => {
    const done = await setting.run({ validFrom, config: configOf(form, config) } as Parameters<typeof setting.run>[0])
    if (!done) return
    toast({ words: t('cases:desk.config.done', { on: formatFullDay(done.validFrom) }) })
    onClose()
  }
  return (
    <FormDialog
      wide
      title={t('cases:desk.config.set')}
      doWords={t('cases:desk.config.set')}
      busy={setting.busy}
      problem={setting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <DateField
        name="validFrom"
        label={t('administration:from')}
        hint={t('cases:desk.config.fromHint')}
        error={setting.problem?.messageFor('validFrom')}
        value={validFrom}
        onChange={setValidFrom}
      />
      <ChainFields config={config} />
      <CheckedChannels config={config} />
      <Bounds config={config} />
      <LimitFields whole urgency="normal" limits={config.limits.normal} />
      <LimitFields whole urgency="urgent" limits={config.limits.urgent} />
    </FormDialog>
  )
}
