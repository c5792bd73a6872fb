import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiProblem, type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, textOrNull } from '#web/desk/administration.tsx'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { CheckCards, TextArea, TextField } from '#web/ui/field.tsx'
import type { Option } from '#web/ui/live/select.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence } from '#web/ui/notice.tsx'
import { PersonField } from './person-field.tsx'

const DOOR_LENGTH_MAX = 40
const NAME_LENGTH_MAX = 60
const REASON_LENGTH_MAX = 200
const MARKS_MAX = 20
const DEFAULT_MARKS = ['alone', 'hardship', 'disabled', 'veteran', 'leftBehind'] as const

export type Household = Output<'visits.household.find'>['household']

const useMarks = () => {
  const { may } = useSession()
  return useQuery({
    queryKey: ['visits.mark.list'],
    queryFn: ({ signal }) => query('visits.mark.list', {}, signal),
    enabled: may('visits.mark.list'),
  })
}

interface FactFieldsProps {
  readonly household?: Household
  readonly problem: ApiProblem | null
}

/** What is masked is not shown again to be changed: an empty field leaves it as it is. */
const FactFields = ({ household, problem }: FactFieldsProps) => {
  const marks = useMarks()
  return (
    <>
      <TextField
        name="door"
        label={t('visits:desk.door')}
        hint={t('visits:desk.doorHint')}
        defaultValue={household?.door}
        maxLength={DOOR_LENGTH_MAX}
        error={problem?.messageFor('door')}
      />
      <TextField
        name="label"
        optional
        label={t('visits:desk.label')}
        hint={household?.label ?? t('visits:desk.labelHint')}
        maxLength={DOOR_LENGTH_MAX}
      />
      <TextField
        name="contactName"
        optional
        label={t('visits:desk.contact')}
        hint={household?.contactName ?? undefined}
        maxLength={NAME_LENGTH_MAX}
      />
      <TextField
        name="contactPhone"
        type="tel"
        optional
        label={t('visits:desk.phone')}
        hint={household?.contactPhone ?? undefined}
        error={problem?.messageFor('contactPhone')}
      />
      {marks.data && marks.data.items.length > 0 ? (
        <CheckCards
          name="markIds"
          label={t('visits:desk.mark')}
          optional
          two
          defaultValues={household?.marks.map((mark) => mark.id) ?? []}
          choices={marks.data.items.map((mark) => ({ value: mark.id, label: mark.name }))}
        />
      ) : null}
    </>
  )
}

interface CreateProps {
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** A new household at a place. */
export const CreateHouseholdDialog = ({ onClose, onDone }: CreateProps) => {
  const creating = useActing('visits.household.create')
  const where = useWhere()
  const only = where.places.length === 1 ? where.places[0] : undefined
  const [place, setPlace] = useState<Picked | null>(only ? { id: String(only.id), name: only.name } : null)
  const [isMissing, setMissing] = useState(false)
  const submit = async (form: FormData): Promise<void> => {
    if (!place) return setMissing(true)
    const done = await creating.run({
      placeId: Number(place.id),
      door: textOf(form, 'door'),
      label: textOrNull(form, 'label'),
      contactName: textOrNull(form, 'contactName'),
      contactPhone: textOrNull(form, 'contactPhone'),
      markIds: form.getAll('markIds').map(String),
    })
    if (!done) return
    toast({ words: t('visits:desk.createdHousehold', { door: done.door }) })
    onDone(done.id)
  }
  return (
    <FormDialog
      title={t('visits:desk.createHousehold')}
      doWords={t('visits:desk.createHousehold')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <PlacePicker
        label={t('visits:desk.place')}
        hint={t('visits:desk.placeHint')}
        value={place}
        onChange={(chosen) => {
          setPlace(chosen)
          setMissing(false)
        }}
        error={isMissing ? t('visits:desk.placeMissing') : undefined}
      />
      <FactFields problem={creating.problem} />
    </FormDialog>
  )
}

interface DialogProps {
  readonly household: Household
  readonly onClose: () => void
}

/** Corrects what is known of a household. */
export const EditHouseholdDialog = ({ household, onClose }: DialogProps) => {
  const updating = useActing('visits.household.update')
  const submit = async (form: FormData): Promise<void> => {
    const [label, contactName, contactPhone] = ['label', 'contactName', 'contactPhone'].map((name) =>
      textOrNull(form, name),
    )
    const done = await updating.run({
      id: household.id,
      version: household.version,
      door: textOf(form, 'door'),
      ...(label ? { label } : {}),
      ...(contactName ? { contactName } : {}),
      ...(contactPhone ? { contactPhone } : {}),
      ...(form.has('markIds') || household.marks.length > 0 ? { markIds: form.getAll('markIds').map(String) } : {}),
    })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.editHousehold', { door: household.door })}
      doWords={t('administration:save')}
      busy={updating.busy}
      problem={updating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <FactFields household={household} problem={updating.problem} />
    </FormDialog>
  )
}

const ReasonField = ({ error, optional }: { readonly error: string | undefined; readonly optional?: boolean }) => (
  <TextArea
    name="reason"
    label={t('administration:reason')}
    hint={t('administration:reasonHint')}
    error={error}
    optional={optional}
    rows={2}
    maxLength={REASON_LENGTH_MAX}
  />
)

/** Nobody is to be visited there any more. */
export const CloseHouseholdDialog = ({ household, onClose }: DialogProps) => {
  const closing = useActing('visits.household.close')
  const submit = async (form: FormData): Promise<void> => {
    const { id, version, door } = household
    const done = await closing.run({ id, version, reason: textOf(form, 'reason') })
    if (!done) return
    toast({ words: t('visits:desk.closedHousehold', { door }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.closeHouseholdOf', { door: household.door })}
      doWords={t('visits:desk.closeHousehold')}
      busy={closing.busy}
      problem={closing.problem}
      danger
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('visits:desk.closeHouseholdWords')}</p>
      <ReasonField error={closing.problem?.messageFor('reason')} />
    </FormDialog>
  )
}

export type Revealed = Output<'visits.household.reveal'>

/** A look behind the mask asks the reason, which is written down. */
export const RevealDialog = ({
  household,
  onClose,
  onRevealed,
}: DialogProps & { readonly onRevealed: (answer: Revealed) => void }) => {
  const revealing = useActing('visits.household.reveal', { readsAgain: false })
  const submit = async (form: FormData): Promise<void> => {
    const answer = await revealing.run({ id: household.id, reason: textOf(form, 'reason') })
    if (answer) onRevealed(answer)
  }
  return (
    <FormDialog
      title={t('visits:desk.revealOf', { door: household.door })}
      doWords={t('visits:desk.revealDo')}
      busy={revealing.busy}
      problem={revealing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('visits:desk.revealHint')}</p>
      <ReasonField error={revealing.problem?.messageFor('reason')} />
    </FormDialog>
  )
}

interface AssignProps {
  readonly ids: readonly string[]
  /** The door, when it is one. */
  readonly door?: string | undefined
  readonly onClose: (isDone: boolean) => void
}

/** Makes one person responsible for one or many households. */
export const AssignDialog = ({ ids, door, onClose }: AssignProps) => {
  const assigning = useActing('visits.household.assign')
  const [person, setPerson] = useState<Option | null>(null)
  const [isMissing, setMissing] = useState(false)
  const submit = async (form: FormData): Promise<void> => {
    if (!person) return setMissing(true)
    const done = await assigning.run({ ids: [...ids], personId: person.id, reason: textOrNull(form, 'reason') })
    if (!done) return
    toast({ words: t('visits:desk.assignDone', { begun: done.begunCount, handed: done.handedOverCount }) })
    onClose(true)
  }
  return (
    <FormDialog
      title={
        door === undefined
          ? t('visits:desk.assignHouseholds', { count: ids.length })
          : t('visits:desk.assignOf', { door })
      }
      doWords={t('visits:desk.assign')}
      busy={assigning.busy}
      problem={assigning.problem}
      onSubmit={(form) => void submit(form)}
      onClose={() => onClose(false)}
    >
      <PersonField
        value={person}
        onChange={(chosen) => {
          setPerson(chosen)
          setMissing(false)
        }}
        isMissing={isMissing}
      />
      <TextArea
        name="reason"
        optional
        label={t('visits:desk.handOverReason')}
        rows={2}
        maxLength={REASON_LENGTH_MAX}
        error={assigning.problem?.messageFor('reason')}
      />
      <Consequence title={t('posts:desk.then')}>{t('visits:desk.assignThen')}</Consequence>
    </FormDialog>
  )
}

/** What households may be marked with: one name a line. */
export const MarksDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const setting = useActing('visits.mark.set')
  const marks = useMarks()
  const known = marks.data?.items ?? []
  const submit = async (form: FormData): Promise<void> => {
    const names = textOf(form, 'marks')
      .split('\n')
      .map((name) => name.trim())
      .filter(Boolean)
    const done = await setting.run({
      marks: names.map((name) => ({ id: known.find((mark) => mark.name === name)?.id ?? null, name })),
    })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  if (!marks.data) return null
  const shown = known.length > 0 ? known.map((mark) => mark.name) : DEFAULT_MARKS.map((key) => t(`visits:mark.${key}`))
  return (
    <FormDialog
      title={t('visits:desk.marks')}
      doWords={t('visits:desk.marksDo')}
      busy={setting.busy}
      problem={setting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextArea
        name="marks"
        label={t('visits:desk.marks')}
        hint={t('visits:desk.marksHint')}
        rows={Math.min(MARKS_MAX, shown.length + 2)}
        defaultValue={shown.join('\n')}
      />
    </FormDialog>
  )
}
