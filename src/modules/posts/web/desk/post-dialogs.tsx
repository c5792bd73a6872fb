import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull, textOf } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { ComboBox } from '#web/ui/live/combo-box.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import type { Option } from '#web/ui/live/select.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence } from '#web/ui/notice.tsx'

const REASON_LENGTH_MAX = 200
const TITLE_LENGTH_MAX = 40
const SEATS_MAX = 50
const PERSONS_SHOWN = 12
const MANNERS = ['full', 'partTime', 'sunk', 'volunteer'] as const

type Post = Output<'posts.post.find'>['post']
type Appointment = Output<'posts.post.find'>['appointments'][number]

const searchPersons = async (words: string, signal: AbortSignal): Promise<readonly Option[]> => {
  const page = await query('identity.person.list', { ...(words ? { words } : {}), limit: PERSONS_SHOWN }, signal)
  return page.items.map((person) => ({
    id: person.id,
    label: person.name,
    hint: [person.placeName, person.phone].filter(Boolean).join(' '),
  }))
}

interface PostDialogProps {
  readonly post: Post
  readonly onClose: () => void
}

/** Appoints somebody to a seat of the post. */
export const AppointDialog = ({ post, onClose }: PostDialogProps) => {
  const appointing = useActing('posts.appointment.create')
  const [person, setPerson] = useState<Option | null>(null)
  const [startsOn, setStartsOn] = useState('')
  const [isMissing, setMissing] = useState(false)
  const submit = async (form: FormData): Promise<void> => {
    if (!person) return setMissing(true)
    const done = await appointing.run({
      postId: post.id,
      personId: person.id,
      manner: MANNERS.find((manner) => manner === form.get('manner')) ?? 'full',
      ...(startsOn ? { startsOn } : {}),
    })
    if (!done) return
    toast({ words: t('posts:desk.appointed', { name: done.name, title: post.title }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('posts:desk.appointTo', { title: post.title, place: post.placeName })}
      doWords={t('posts:desk.appoint')}
      busy={appointing.busy}
      problem={appointing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <ComboBox
        label={t('posts:desk.who')}
        hint={t('posts:desk.whoHint')}
        error={isMissing ? t('posts:desk.whoMissing') : undefined}
        value={person}
        onChange={(chosen) => {
          setPerson(chosen)
          setMissing(false)
        }}
        search={searchPersons}
      />
      <SelectField
        name="manner"
        label={t('posts:desk.manner')}
        choices={MANNERS.map((value) => ({ value, label: t(`posts:manner.${value}`) }))}
      />
      <DateField
        name="startsOn"
        label={t('administration:from')}
        hint={t('posts:desk.startsHint')}
        value={startsOn}
        onChange={setStartsOn}
      />
      <Consequence title={t('posts:desk.then')}>
        {t('posts:desk.thenAppoint', { role: t(`posts:role.${post.role}`), place: post.placeName })}
      </Consequence>
    </FormDialog>
  )
}

const ReasonField = ({ error }: { readonly error: string | undefined }) => (
  <TextArea
    name="reason"
    label={t('administration:reason')}
    hint={t('administration:reasonHint')}
    error={error}
    rows={2}
    maxLength={REASON_LENGTH_MAX}
  />
)

/** Ends an appointment, with the reason. */
export const EndDialog = ({
  appointment,
  onClose,
}: {
  readonly appointment: Appointment
  readonly onClose: () => void
}) => {
  const ending = useActing('posts.appointment.end')
  const [on, setOn] = useState('')
  const submit = async (form: FormData): Promise<void> => {
    const done = await ending.run({ id: appointment.id, reason: textOf(form, 'reason'), ...(on ? { on } : {}) })
    if (!done) return
    toast({ words: t('posts:desk.endedDone', { name: done.name, title: done.title }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('posts:desk.endOf', { name: appointment.name, title: appointment.title })}
      doWords={t('posts:desk.end')}
      busy={ending.busy}
      problem={ending.problem}
      danger
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <DateField
        name="on"
        label={t('posts:desk.endsFrom')}
        hint={t('posts:desk.startsHint')}
        value={on}
        onChange={setOn}
      />
      <ReasonField error={ending.problem?.messageFor('reason')} />
      <Consequence title={t('posts:desk.then')}>{t('posts:desk.thenEnd', { name: appointment.name })}</Consequence>
    </FormDialog>
  )
}

/** The name of the post and how many may hold it. */
export const EditPostDialog = ({ post, onClose }: PostDialogProps) => {
  const updating = useActing('posts.post.update')
  const submit = async (form: FormData): Promise<void> => {
    const seatCount = numberOrNull(form, 'seatCount') ?? post.seatCount
    const done = await updating.run({ id: post.id, version: post.version, title: textOf(form, 'title'), seatCount })
    if (!done) return
    toast({ words: t('administration:saved') })
    onClose()
  }
  return (
    <FormDialog
      title={t('posts:desk.edit')}
      doWords={t('administration:save')}
      busy={updating.busy}
      problem={updating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="title"
        label={t('posts:desk.title')}
        defaultValue={post.title}
        maxLength={TITLE_LENGTH_MAX}
        error={updating.problem?.messageFor('title')}
      />
      <TextField
        name="seatCount"
        type="number"
        min={1}
        max={SEATS_MAX}
        figures
        label={t('posts:desk.column.seats')}
        defaultValue={String(post.seatCount)}
        error={updating.problem?.messageFor('seatCount')}
      />
    </FormDialog>
  )
}

/** Ends the post with every appointment to it. */
export const ClosePostDialog = ({ post, onClose }: PostDialogProps) => {
  const closing = useActing('posts.post.close')
  const submit = async (form: FormData): Promise<void> => {
    const done = await closing.run({ id: post.id, version: post.version, reason: textOf(form, 'reason') })
    if (!done) return
    toast({ words: t('posts:desk.closed', { title: post.title }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('posts:desk.closeOf', { title: post.title, place: post.placeName })}
      doWords={t('posts:desk.close')}
      busy={closing.busy}
      problem={closing.problem}
      danger
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <Consequence title={t('posts:desk.then')}>
        {t('posts:desk.thenClose', { count: post.holders.length })}
      </Consequence>
      <ReasonField error={closing.problem?.messageFor('reason')} />
    </FormDialog>
  )
}
