import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull, textOf, textOrNull } from '#web/desk/administration.tsx'
import { OrganizationPicker, type Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { CheckField, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { LimitFields, limitsOf } from './limit-fields.tsx'

const CONDITION_LENGTH_MAX = 500
const PHOTOS_MAX = 9
const RADIUS_MIN = 10
const RADIUS_MAX = 5_000
const HANDLERS = ['department', 'street', 'community', 'property', 'institution'] as const
type Found = Output<'cases.category.find'>
/** 核查: what the category asks of whoever verifies. */
const VerificationFields = ({ newest }: { readonly newest: Found['rules'][number] | undefined }) => (
  <fieldset className="rule-limits">
    <legend>{t('cases:desk.rule.verification')}</legend>
    <TextField
      name="verificationPhotoCount"
      type="number"
      min={0}
      max={PHOTOS_MAX}
      figures
      label={t('cases:desk.rule.verificationPhotos')}
      defaultValue={newest?.verificationPhotoCount ?? 0}
    />
    <TextField
      name="verificationRadius"
      type="number"
      min={RADIUS_MIN}
      max={RADIUS_MAX}
      figures
      optional
      label={t('cases:desk.rule.verificationRadius')}
      defaultValue={newest?.verificationRadius ?? ''}
    />
    <CheckField
      name="verificationSamePeriod"
      label={t('cases:desk.rule.verificationSamePeriod')}
      defaultChecked={newest?.verificationSamePeriod ?? false}
    />
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
      verificationPhotoCount: Number(textOf(form, 'verificationPhotoCount')) || 0,
      verificationRadius: numberOrNull(form, 'verificationRadius'),
      verificationSamePeriod: form.get('verificationSamePeriod') !== null,
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
      <VerificationFields newest={newest} />
    </FormDialog>
  )
}
