import { useState } from 'react'
import type { ApiProblem, Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull, textOf } from '#web/desk/administration.tsx'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import type { Option } from '#web/ui/live/select.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence } from '#web/ui/notice.tsx'
import { PersonField } from './person-field.tsx'
import { weekdayWords } from './rhythm-words.ts'

const NAME_LENGTH_MAX = 60
const REASON_LENGTH_MAX = 200
const GRACE_DAYS = 3
const GRACE_DAYS_MAX = 60
const KINDS = ['household', 'leader', 'frontLine', 'stationed'] as const
const RHYTHMS = ['days', 'week', 'month', 'none'] as const
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

type Kind = (typeof KINDS)[number]
type Rhythm = (typeof RHYTHMS)[number]
export type Programme = Output<'visits.programme.find'>['programme']

/** What each kind begins with: 四包干 for leaders, the guiding fields for stationed talents. */
const DEFAULTS: Readonly<
  Record<Kind, { readonly rhythm: Rhythm; readonly number: number; readonly duties: () => string[] }>
> = {
  household: { rhythm: 'days', number: 30, duties: () => [] },
  leader: {
    rhythm: 'month',
    number: 17,
    duties: () => [t('visits:duty.policy'), t('visits:duty.work'), t('visits:duty.problem'), t('visits:duty.deed')],
  },
  frontLine: { rhythm: 'none', number: 0, duties: () => [t('visits:duty.problem')] },
  stationed: {
    rhythm: 'week',
    number: 4,
    duties: () => [t('visits:duty.deliberation'), t('visits:duty.mediation'), t('visits:duty.civility')],
  },
}

const linesOf = (form: FormData, name: string): string[] =>
  textOf(form, name)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

interface WordsFieldsProps {
  readonly name?: string
  readonly duties: readonly string[]
  readonly graceDays: number
  readonly problem: ApiProblem | null
}

const NameField = ({ name, problem }: Pick<WordsFieldsProps, 'name' | 'problem'>) => (
  <TextField
    name="name"
    label={t('visits:desk.programmeName')}
    defaultValue={name}
    maxLength={NAME_LENGTH_MAX}
    error={problem?.messageFor('name')}
  />
)

const DutyFields = ({ duties, graceDays }: Omit<WordsFieldsProps, 'name' | 'problem'>) => (
  <>
    <TextArea
      key={duties.join()}
      name="duties"
      optional
      label={t('visits:desk.dutiesList')}
      hint={t('visits:desk.dutiesHint')}
      defaultValue={duties.join('\n')}
      rows={4}
    />
    <TextField
      name="graceDays"
      type="number"
      min={0}
      max={GRACE_DAYS_MAX}
      figures
      label={t('visits:desk.grace')}
      hint={t('visits:desk.graceHint')}
      defaultValue={String(graceDays)}
    />
  </>
)

const RhythmNumber = ({ rhythm, number }: { readonly rhythm: Rhythm; readonly number: number }) => {
  if (rhythm === 'none') return null
  if (rhythm === 'week')
    return (
      <SelectField
        name="rhythmNumber"
        label={t('visits:desk.weekday')}
        defaultValue={String(number)}
        choices={WEEKDAYS.map((day) => ({ value: String(day), label: weekdayWords(day) }))}
      />
    )
  return (
    <TextField
      key={rhythm}
      name="rhythmNumber"
      type="number"
      min={1}
      max={rhythm === 'month' ? 31 : 366}
      figures
      label={rhythm === 'month' ? t('visits:desk.monthDay') : t('visits:desk.rhythmNumber')}
      defaultValue={String(number || 1)}
    />
  )
}

interface CreateProps {
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** A new rule of visiting. */
// oxlint-disable-next-line max-lines-per-function -- one page in one piece: its lines are markup, to be cut when it grows
export const CreateProgrammeDialog = ({ onClose, onDone }: CreateProps) => {
  const creating = useActing('visits.programme.create')
  const where = useWhere()
  const own = where.places.find((place) => place.id === where.placeId) ?? where.places[0]
  const [place, setPlace] = useState<Picked | null>(own ? { id: String(own.id), name: own.name } : null)
  const [kind, setKind] = useState<Kind>('household')
  const [rhythm, setRhythm] = useState<Rhythm>('days')
  const [startsOn, setStartsOn] = useState('')
  const [isMissing, setMissing] = useState(false)
  const defaults = DEFAULTS[kind]
  const submit = async (form: FormData): Promise<void> => {
    if (!place) return setMissing(true)
    const done = await creating.run({
      kind,
      name: textOf(form, 'name'),
      placeId: Number(place.id),
      rhythm,
      rhythmNumber: numberOrNull(form, 'rhythmNumber') ?? 0,
      duties: linesOf(form, 'duties'),
      graceDays: numberOrNull(form, 'graceDays') ?? GRACE_DAYS,
      ...(startsOn ? { startsOn } : {}),
    })
    if (!done) return
    toast({ words: t('visits:desk.createdProgramme', { name: done.name }) })
    onDone(done.id)
  }
  return (
    <FormDialog
      title={t('visits:desk.createProgramme')}
      doWords={t('visits:desk.createProgramme')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <SelectField
        name="kind"
        label={t('visits:desk.programmeKind')}
        value={kind}
        onChange={(event) => {
          const chosen = KINDS.find((known) => known === event.currentTarget.value) ?? 'household'
          setKind(chosen)
          setRhythm(DEFAULTS[chosen].rhythm)
        }}
        choices={KINDS.map((value) => ({ value, label: t(`visits:kind.${value}`) }))}
      />
      <NameField problem={creating.problem} />
      <PlacePicker
        label={t('visits:desk.within')}
        value={place}
        onChange={(chosen) => {
          setPlace(chosen)
          setMissing(false)
        }}
        error={isMissing ? t('visits:desk.placeMissing') : undefined}
      />
      <SelectField
        name="rhythm"
        label={t('visits:desk.rhythm')}
        value={rhythm}
        onChange={(event) => setRhythm(RHYTHMS.find((known) => known === event.currentTarget.value) ?? 'days')}
        choices={RHYTHMS.map((value) => ({ value, label: t(`visits:rhythmKind.${value}`) }))}
      />
      <RhythmNumber key={kind} rhythm={rhythm} number={rhythm === defaults.rhythm ? defaults.number : 1} />
      <DutyFields duties={defaults.duties()} graceDays={GRACE_DAYS} />
      <DateField
        name="startsOn"
        label={t('visits:desk.startsOn')}
        hint={t('visits:desk.whenHint')}
        value={startsOn}
        onChange={setStartsOn}
      />
    </FormDialog>
  )
}

interface DialogProps {
  readonly programme: Programme
  readonly onClose: () => void
}

export const EditProgrammeDialog = ({ programme, onClose }: DialogProps) => {
  const updating = useActing('visits.programme.update')
  const submit = async (form: FormData): Promise<void> => {
    const done = await updating.run({
      id: programme.id,
      version: programme.version,
      name: textOf(form, 'name'),
      duties: linesOf(form, 'duties'),
      graceDays: numberOrNull(form, 'graceDays') ?? programme.graceDays,
    })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.editProgramme', { name: programme.name })}
      doWords={t('administration:save')}
      busy={updating.busy}
      problem={updating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <NameField name={programme.name} problem={updating.problem} />
      <DutyFields duties={programme.duties} graceDays={programme.graceDays} />
    </FormDialog>
  )
}

export const EndProgrammeDialog = ({ programme, onClose }: DialogProps) => {
  const ending = useActing('visits.programme.end')
  const submit = async (): Promise<void> => {
    const done = await ending.run({ id: programme.id, version: programme.version })
    if (!done) return
    toast({ words: t('visits:desk.endedProgramme', { name: done.name }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.endProgrammeOf', { name: programme.name })}
      doWords={t('visits:desk.endProgramme')}
      busy={ending.busy}
      problem={ending.problem}
      danger
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <p className="soft">{t('visits:desk.endProgrammeWords')}</p>
    </FormDialog>
  )
}

/** Minutes of the day of a time field, null when it was left empty. */
const minuteOf = (form: FormData, name: string): number | null => {
  const [hours, minutes] = textOf(form, name).split(':').map(Number)
  return hours === undefined || minutes === undefined ? null : hours * 60 + minutes
}

interface PlaceDialogProps extends DialogProps {
  /** The place of the line that was pressed; else one is picked. */
  readonly place: Picked | null
}

const usePlaceAndPerson = (given: Picked | null) => {
  const [place, setPlace] = useState<Picked | null>(given)
  const [person, setPerson] = useState<Option | null>(null)
  const [isMissing, setMissing] = useState(false)
  const fields = (
    <>
      {given ? null : (
        <PlacePicker
          label={t('administration:place')}
          value={place}
          onChange={setPlace}
          error={isMissing && !place ? t('visits:desk.placeMissing') : undefined}
        />
      )}
      <PersonField value={person} onChange={setPerson} isMissing={isMissing && !person} />
    </>
  )
  return { place, person, fields, miss: () => setMissing(true), isMissing }
}

/** Fixes a person, a place and a day: 人员、地点、时间固化. */
export const FixDialog = ({ programme, place: given, onClose }: PlaceDialogProps) => {
  const fixing = useActing('visits.assignment.create')
  const { place, person, fields, miss } = usePlaceAndPerson(given)
  const hasDay = programme.rhythm === 'week' || programme.rhythm === 'month'
  const submit = async (form: FormData): Promise<void> => {
    if (!place || !person) return miss()
    const done = await fixing.run({
      programmeId: programme.id,
      placeId: Number(place.id),
      personId: person.id,
      fixedDay: numberOrNull(form, 'fixedDay'),
      fromMinute: minuteOf(form, 'from'),
      untilMinute: minuteOf(form, 'until'),
    })
    if (!done) return
    toast({ words: t('visits:desk.fixed', { name: done.name, place: done.placeName }) })
    onClose()
  }
  return (
    <FormDialog
      title={given ? t('visits:desk.fixOf', { place: given.name }) : t('visits:desk.fix')}
      doWords={t('visits:desk.fix')}
      busy={fixing.busy}
      problem={fixing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {fields}
      {hasDay ? (
        <TextField
          name="fixedDay"
          type="number"
          min={1}
          max={programme.rhythm === 'week' ? 7 : 31}
          figures
          optional
          label={t('visits:desk.fixedDay')}
          hint={t('visits:desk.fixedDayHint')}
        />
      ) : null}
      {programme.kind === 'stationed' ? (
        <>
          <TextField name="from" type="time" optional label={t('visits:desk.hoursFrom')} />
          <TextField name="until" type="time" optional label={t('visits:desk.hoursUntil')} />
        </>
      ) : null}
      {programme.kind === 'leader' ? (
        <Consequence title={t('posts:desk.then')}>{t('visits:desk.fixThen')}</Consequence>
      ) : null}
    </FormDialog>
  )
}

/** Plans one visit for a day. */
export const PlanDialog = ({ programme, place: given, onClose }: PlaceDialogProps) => {
  const planning = useActing('visits.visit.plan')
  const { place, person, fields, miss, isMissing } = usePlaceAndPerson(given)
  const [dueOn, setDueOn] = useState('')
  const submit = async (): Promise<void> => {
    if (!place || !person || !dueOn) return miss()
    const input = { programmeId: programme.id, placeId: Number(place.id), personId: person.id, dueOn }
    if (!(await planning.run(input))) return
    toast({ words: t('visits:desk.planned') })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:desk.planOf', { name: programme.name })}
      doWords={t('visits:desk.plan')}
      busy={planning.busy}
      problem={planning.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {fields}
      <DateField
        name="dueOn"
        label={t('visits:desk.planDue')}
        error={isMissing && !dueOn ? t('visits:desk.dayMissing') : undefined}
        value={dueOn}
        onChange={setDueOn}
      />
    </FormDialog>
  )
}

/** Ends what somebody was fixed to. */
export const EndAssignmentDialog = ({
  assignment,
  onClose,
}: {
  readonly assignment: { readonly id: string; readonly name: string }
  readonly onClose: () => void
}) => {
  const ending = useActing('visits.assignment.end')
  const submit = async (form: FormData): Promise<void> => {
    const done = await ending.run({ id: assignment.id, reason: textOf(form, 'reason') })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('visits:operation.assignment.end')}
      doWords={t('visits:operation.assignment.end')}
      busy={ending.busy}
      problem={ending.problem}
      danger
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{assignment.name}</p>
      <TextArea
        name="reason"
        label={t('administration:reason')}
        hint={t('administration:reasonHint')}
        error={ending.problem?.messageFor('reason')}
        rows={2}
        maxLength={REASON_LENGTH_MAX}
      />
    </FormDialog>
  )
}
