import { useState } from 'react'
import { type ApiProblem, type Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, textOrNull } from '#web/desk/administration.tsx'
import { OrganizationPicker, type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { KINDS } from './kinds.ts'

const NAME_LENGTH_MAX = 80
const SHORT_NAME_LENGTH_MAX = 30
const PHONE_LENGTH_MAX = 30
const DUTY_LENGTH_MAX = 500

export type Organization = Output<'organizations.organization.find'>['organization']

interface FactFieldsProps {
  readonly organization?: Organization
  readonly problem: ApiProblem | null
}

const FactFields = ({ organization, problem }: FactFieldsProps) => (
  <>
    <SelectField
      name="kind"
      label={t('organizations:desk.kind')}
      defaultValue={organization?.kind ?? 'unit'}
      choices={KINDS.map((value) => ({ value, label: t(`organizations:kind.${value}`) }))}
    />
    <TextField
      name="name"
      label={t('organizations:desk.name')}
      defaultValue={organization?.name}
      maxLength={NAME_LENGTH_MAX}
      error={problem?.messageFor('name')}
    />
    <TextField
      name="shortName"
      optional
      label={t('organizations:desk.shortName')}
      hint={t('organizations:desk.shortNameHint')}
      defaultValue={organization?.shortName}
      maxLength={SHORT_NAME_LENGTH_MAX}
    />
    <TextField
      name="phone"
      type="tel"
      optional
      label={t('organizations:desk.phone')}
      defaultValue={organization?.phone ?? ''}
      maxLength={PHONE_LENGTH_MAX}
    />
    <TextArea
      name="duty"
      optional
      label={t('organizations:desk.duty')}
      defaultValue={organization?.duty ?? ''}
      maxLength={DUTY_LENGTH_MAX}
    />
  </>
)

const factsOf = (form: FormData) => {
  const shortName = textOf(form, 'shortName')
  return {
    kind: KINDS.find((known) => known === form.get('kind')) ?? 'unit',
    name: textOf(form, 'name'),
    phone: textOrNull(form, 'phone'),
    duty: textOrNull(form, 'duty'),
    ...(shortName ? { shortName } : {}),
  }
}

interface CreateProps {
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** A new organisation, below another or at the top. */
export const CreateOrganizationDialog = ({ onClose, onDone }: CreateProps) => {
  const creating = useActing('organizations.organization.create')
  const [place, setPlace] = useState<Picked | null>(null)
  const [parent, setParent] = useState<Picked | null>(null)
  const submit = async (form: FormData): Promise<void> => {
    const made = await creating.run({ ...factsOf(form), placeId: Number(place?.id ?? 0), parentId: parent?.id ?? null })
    if (!made) return
    toast({ words: t('organizations:desk.created', { name: made.name }) })
    onDone(made.id)
  }
  return (
    <FormDialog
      title={t('organizations:desk.create')}
      doWords={t('organizations:desk.create')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <FactFields problem={creating.problem} />
      <PlacePicker
        label={t('organizations:desk.serves')}
        value={place}
        onChange={setPlace}
        error={creating.problem?.messageFor('placeId')}
      />
      <OrganizationPicker
        label={t('organizations:desk.parent')}
        hint={t('organizations:desk.parentHint')}
        value={parent}
        onChange={setParent}
        optional
      />
    </FormDialog>
  )
}

interface DialogProps {
  readonly organization: Organization
  readonly onClose: () => void
}

/** Corrects what is known of an organisation. */
export const EditOrganizationDialog = ({ organization, onClose }: DialogProps) => {
  const updating = useActing('organizations.organization.update')
  const [place, setPlace] = useState<Picked | null>({ id: String(organization.placeId), name: organization.placeName })
  const submit = async (form: FormData): Promise<void> => {
    const { id, version } = organization
    const done = await updating.run({ id, version, ...factsOf(form), ...(place ? { placeId: Number(place.id) } : {}) })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('organizations:desk.editOf', { name: organization.name })}
      doWords={t('administration:save')}
      busy={updating.busy}
      problem={updating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <FactFields organization={organization} problem={updating.problem} />
      <PlacePicker label={t('organizations:desk.serves')} value={place} onChange={setPlace} />
    </FormDialog>
  )
}

/** Puts it with all below it under another one. */
export const MoveOrganizationDialog = ({ organization, onClose }: DialogProps) => {
  const moving = useActing('organizations.organization.move')
  const [parent, setParent] = useState<Picked | null>(null)
  const submit = async (): Promise<void> => {
    const done = await moving.run({ id: organization.id, version: organization.version, parentId: parent?.id ?? null })
    if (!done) return
    toast({
      words: t('organizations:desk.moved', { name: done.name, parent: parent?.name ?? t('organizations:desk.top') }),
    })
    onClose()
  }
  return (
    <FormDialog
      title={t('organizations:desk.moveOf', { name: organization.name })}
      doWords={t('organizations:desk.move')}
      busy={moving.busy}
      problem={moving.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <OrganizationPicker
        label={t('organizations:desk.parent')}
        hint={t('organizations:desk.parentHint')}
        value={parent}
        onChange={setParent}
        optional
      />
    </FormDialog>
  )
}

/** Ends an organisation that has none below it. */
export const CloseOrganizationDialog = ({ organization, onClose }: DialogProps) => {
  const closing = useActing('organizations.organization.close')
  const [on, setOn] = useState('')
  const submit = async (): Promise<void> => {
    const done = await closing.run({ id: organization.id, version: organization.version, ...(on ? { on } : {}) })
    if (!done) return
    toast({ words: t('organizations:desk.closed', { name: done.name }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('organizations:desk.closeOf', { name: organization.name })}
      doWords={t('organizations:desk.close')}
      busy={closing.busy}
      problem={closing.problem}
      danger
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <p className="soft">{t('organizations:desk.closeWords')}</p>
      <DateField
        name="on"
        label={t('administration:from')}
        hint={t('organizations:desk.onHint')}
        value={on}
        onChange={setOn}
      />
    </FormDialog>
  )
}
