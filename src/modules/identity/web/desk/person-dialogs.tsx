import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, textOrNull } from '#web/desk/administration.tsx'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'

const NAME_LENGTH_MAX = 60
const PHONE_LENGTH_MAX = 24
const ADDRESS_LENGTH_MAX = 200
const REASON_LENGTH_MAX = 200

type Person = Output<'identity.person.find'>
export type MaskedField = 'phone' | 'address' | 'bornOn'

const GENDERS = ['female', 'male'] as const

const genderOf = (form: FormData): (typeof GENDERS)[number] | null =>
  GENDERS.find((known) => known === form.get('gender')) ?? null

interface BirthFieldsProps {
  readonly person?: Person
  readonly bornOn: string
  readonly onBornOn: (value: string) => void
  readonly error: string | undefined
}

/** Gender is shown as it is; a date of birth that is known stays masked and is only replaced. */
const BirthFields = ({ person, bornOn, onBornOn, error }: BirthFieldsProps) => (
  <>
    <SelectField
      name="gender"
      label={t('identity:desk.person.gender')}
      defaultValue={person?.gender ?? ''}
      choices={[
        { value: '', label: t('administration:unknown') },
        ...GENDERS.map((value) => ({ value, label: t(`identity:gender.${value}`) })),
      ]}
    />
    <DateField
      name="bornOn"
      optional
      label={t(person ? 'identity:desk.person.bornOnNew' : 'identity:desk.person.bornOn')}
      hint={person?.bornOn ? t('identity:desk.person.isNow', { value: person.bornOn }) : undefined}
      error={error}
      value={bornOn}
      onChange={onBornOn}
    />
  </>
)

export interface CreatePersonDialogProps {
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** A new person, who signs in later with the phone given here. */
export const CreatePersonDialog = ({ onClose, onDone }: CreatePersonDialogProps) => {
  const creating = useActing('identity.person.create')
  const [place, setPlace] = useState<Picked | null>(null)
  const [bornOn, setBornOn] = useState('')
  const submit = async (form: FormData): Promise<void> => {
    const made = await creating.run({
      name: textOf(form, 'name'),
      placeId: Number(place?.id ?? 0),
      phone: textOrNull(form, 'phone'),
      address: textOrNull(form, 'address'),
      gender: genderOf(form),
      bornOn: bornOn || null,
    })
    if (!made) return
    toast({ words: t('identity:desk.person.created', { name: made.name }) })
    onDone(made.id)
  }
  const { problem } = creating
  return (
    <FormDialog
      title={t('identity:desk.person.create')}
      doWords={t('identity:desk.person.create')}
      busy={creating.busy}
      problem={problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('identity:desk.person.name')}
        maxLength={NAME_LENGTH_MAX}
        error={problem?.messageFor('name')}
      />
      <TextField
        name="phone"
        type="tel"
        optional
        label={t('identity:desk.person.phone')}
        hint={t('identity:desk.person.phoneHint')}
        maxLength={PHONE_LENGTH_MAX}
        error={problem?.messageFor('phone')}
      />
      <PlacePicker
        label={t('administration:place')}
        value={place}
        onChange={setPlace}
        error={problem?.messageFor('placeId')}
      />
      <TextField name="address" optional label={t('identity:desk.person.address')} maxLength={ADDRESS_LENGTH_MAX} />
      <BirthFields bornOn={bornOn} onBornOn={setBornOn} error={problem?.messageFor('bornOn')} />
    </FormDialog>
  )
}

interface PersonDialogProps {
  readonly person: Person
  readonly onClose: () => void
}

/** Name and place; what is masked is only replaced when something new is written. */
export const EditPersonDialog = ({ person, onClose }: PersonDialogProps) => {
  const updating = useActing('identity.person.update')
  const [place, setPlace] = useState<Picked | null>({ id: String(person.placeId), name: person.placeName })
  const [bornOn, setBornOn] = useState('')
  const submit = async (form: FormData): Promise<void> => {
    const phone = textOf(form, 'phone')
    const address = textOf(form, 'address')
    const done = await updating.run({
      id: person.id,
      version: person.version,
      name: textOf(form, 'name'),
      ...(place ? { placeId: Number(place.id) } : {}),
      ...(phone ? { phone } : {}),
      ...(address ? { address } : {}),
      gender: genderOf(form),
      ...(bornOn ? { bornOn } : {}),
    })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  const { problem } = updating
  return (
    <FormDialog
      title={t('identity:desk.person.editOf', { name: person.name })}
      doWords={t('administration:save')}
      busy={updating.busy}
      problem={problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('identity:desk.person.name')}
        defaultValue={person.name}
        maxLength={NAME_LENGTH_MAX}
        error={problem?.messageFor('name')}
      />
      <PlacePicker
        label={t('administration:place')}
        value={place}
        onChange={setPlace}
        error={problem?.messageFor('placeId')}
      />
      <TextField
        name="phone"
        type="tel"
        optional
        label={t('identity:desk.person.phoneNew')}
        hint={person.phone ? t('identity:desk.person.isNow', { value: person.phone }) : undefined}
        maxLength={PHONE_LENGTH_MAX}
        error={problem?.messageFor('phone')}
      />
      <TextField
        name="address"
        optional
        label={t('identity:desk.person.addressNew')}
        hint={person.address ? t('identity:desk.person.isNow', { value: person.address }) : undefined}
        maxLength={ADDRESS_LENGTH_MAX}
      />
      <BirthFields person={person} bornOn={bornOn} onBornOn={setBornOn} error={problem?.messageFor('bornOn')} />
    </FormDialog>
  )
}

export interface RevealFieldDialogProps extends PersonDialogProps {
  readonly field: MaskedField
  readonly onRevealed: (value: string | null) => void
}

/** A look behind one mask, with the reason, which the person can read. */
export const RevealFieldDialog = ({ person, field, onClose, onRevealed }: RevealFieldDialogProps) => {
  const revealing = useActing('identity.person.reveal')
  const submit = async (form: FormData): Promise<void> => {
    const answer = await revealing.run({ id: person.id, field, reason: textOf(form, 'reason') })
    if (answer) onRevealed(answer.value)
  }
  return (
    <FormDialog
      title={t('identity:desk.person.revealOf', { name: person.name, field: t(`identity:desk.person.${field}`) })}
      doWords={t('identity:desk.person.reveal')}
      busy={revealing.busy}
      problem={revealing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('identity:desk.person.revealWords')}</p>
      <TextArea
        name="reason"
        rows={2}
        label={t('identity:desk.person.revealReason')}
        maxLength={REASON_LENGTH_MAX}
        error={revealing.problem?.messageFor('reason')}
      />
    </FormDialog>
  )
}
