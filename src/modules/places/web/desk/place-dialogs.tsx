import { type Output } from '#web/api.ts'
import { type Acting, useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { FormDialog, numberOrNull, textOf, textOrNull } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'

const NAME_LENGTH_MAX = 60
const CODE_LENGTH_MAX = 32
const ADDRESS_LENGTH_MAX = 200
const REASON_LENGTH_MAX = 200
const COMPOUND_KINDS = ['old', 'resettlement', 'commercial', 'unit', 'selfBuilt'] as const

export type Place = Output<'places.place.find'>['place']

/** What can stand below each level. The server has the last word. */
const BELOW: Readonly<Record<Place['level'], readonly Place['level'][]>> = {
  city: ['district'],
  district: ['street'],
  street: ['community'],
  community: ['grid', 'villageGroup', 'compound', 'building'],
  villageGroup: ['compound', 'building'],
  grid: ['compound', 'building'],
  compound: ['building'],
  building: [],
}

const factsOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  code: textOf(form, 'code'),
  address: textOrNull(form, 'address'),
  householdCount: numberOrNull(form, 'householdCount'),
  residentCount: numberOrNull(form, 'residentCount'),
})

const FactFields = ({
  place,
  problem,
}: {
  readonly place?: Place
  readonly problem: Acting<'places.place.update'>['problem']
}) => (
  <>
    <TextField
      name="name"
      label={t('places:desk.name')}
      defaultValue={place?.name}
      maxLength={NAME_LENGTH_MAX}
      error={problem?.messageFor('name')}
    />
    <TextField
      name="code"
      label={t('places:desk.code')}
      hint={t('places:desk.codeHint')}
      defaultValue={place?.code}
      maxLength={CODE_LENGTH_MAX}
      error={problem?.messageFor('code')}
    />
    <div className="desk-two">
      <TextField
        name="householdCount"
        type="number"
        min={0}
        figures
        optional
        label={t('places:desk.households')}
        defaultValue={place?.householdCount ?? ''}
      />
      <TextField
        name="residentCount"
        type="number"
        min={0}
        figures
        optional
        label={t('places:desk.residents')}
        defaultValue={place?.residentCount ?? ''}
      />
    </div>
    <TextField
      name="address"
      optional
      label={t('places:desk.address')}
      defaultValue={place?.address ?? ''}
      maxLength={ADDRESS_LENGTH_MAX}
    />
  </>
)

/** A new place below another. */
export const CreatePlaceDialog = ({ parent, onClose }: { readonly parent: Place; readonly onClose: () => void }) => {
  const creating = useActing('places.place.create')
  const { go } = useAddress()
  const levels = BELOW[parent.level]
  const submit = async (form: FormData): Promise<void> => {
    const level = levels.find((known) => known === form.get('level'))
    const compoundKind = COMPOUND_KINDS.find((known) => known === form.get('compoundKind')) ?? null
    if (!level) return
    const made = await creating.run({
      parentId: parent.id,
      level,
      ...factsOf(form),
      ...(level === 'compound' ? { compoundKind } : {}),
    })
    if (!made) return
    toast({ words: t('places:desk.created', { name: made.name }) })
    onClose()
    go(`/desk/places/${made.id}`)
  }
  return (
    <FormDialog
      title={t('places:desk.createIn', { name: parent.name })}
      doWords={t('places:desk.create')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <SelectField
        name="level"
        label={t('places:desk.level')}
        choices={levels.map((value) => ({ value, label: t(`places:level.${value}`) }))}
      />
      <FactFields problem={creating.problem} />
      {levels.includes('compound') ? (
        <SelectField
          name="compoundKind"
          label={t('places:desk.compoundKind')}
          hint={t('places:desk.compoundKindHint')}
          choices={[
            { value: '', label: t('administration:unknown') },
            ...COMPOUND_KINDS.map((value) => ({ value, label: t(`places:compoundKind.${value}`) })),
          ]}
        />
      ) : null}
    </FormDialog>
  )
}

interface PlaceDialogProps {
  readonly place: Place
  readonly onClose: () => void
}

/** Corrects what is known of a place. */
export const EditPlaceDialog = ({ place, onClose }: PlaceDialogProps) => {
  const updating = useActing('places.place.update')
  const submit = async (form: FormData): Promise<void> => {
    const done = await updating.run({ id: place.id, version: place.version, ...factsOf(form) })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('places:desk.editOf', { name: place.name })}
      doWords={t('administration:save')}
      busy={updating.busy}
      problem={updating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <FactFields place={place} problem={updating.problem} />
    </FormDialog>
  )
}

/** Ends a place that has nothing below it. */
export const ClosePlaceDialog = ({ place, onClose }: PlaceDialogProps) => {
  const closing = useActing('places.place.close')
  const submit = async (form: FormData): Promise<void> => {
    const done = await closing.run({ id: place.id, version: place.version, reason: textOf(form, 'reason') })
    if (!done) return
    toast({ words: t('places:desk.closed', { name: place.name }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('places:desk.closeOf', { name: place.name })}
      doWords={t('places:desk.close')}
      busy={closing.busy}
      problem={closing.problem}
      danger
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('places:desk.closeWords')}</p>
      <TextArea
        name="reason"
        rows={2}
        label={t('administration:reason')}
        hint={t('administration:reasonHint')}
        maxLength={REASON_LENGTH_MAX}
        error={closing.problem?.messageFor('reason')}
      />
    </FormDialog>
  )
}
