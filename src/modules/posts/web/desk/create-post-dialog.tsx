import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull, textOf } from '#web/desk/administration.tsx'
import { OrganizationPicker, type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'

const TITLE_LENGTH_MAX = 40
const SEATS_MAX = 50

type Role = Output<'posts.role.list'>['items'][number]['role']

export interface CreatePostDialogProps {
  readonly onClose: () => void
  readonly onDone: (post: Output<'posts.post.create'>) => void
}

/** A new post at a place, within the reach of who creates it. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
export const CreatePostDialog = ({ onClose, onDone }: CreatePostDialogProps) => {
  const creating = useActing('posts.post.create')
  const roles = useQuery({ queryKey: ['posts.role.list'], queryFn: () => query('posts.role.list', {}) })
  const offered = (roles.data?.items ?? []).filter((item) => item.role !== 'resident')
  const [role, setRole] = useState<Exclude<Role, 'resident'>>('gridWorker')
  const [place, setPlace] = useState<Picked | null>(null)
  const [organization, setOrganization] = useState<Picked | null>(null)
  const chosen = offered.find((item) => item.role === role)
  const submit = async (form: FormData): Promise<void> => {
    const title = textOf(form, 'title')
    const post = await creating.run({
      role,
      placeId: Number(place?.id ?? 0),
      organizationId: organization?.id ?? null,
      seatCount: numberOrNull(form, 'seatCount') ?? 1,
      ...(title ? { title } : {}),
    })
    if (!post) return
    toast({ words: t('posts:desk.created', { title: post.title, place: post.placeName }) })
    onDone(post)
  }
  const levels = chosen?.levels.map((level) => t(`places:level.${level}`)).join(t('desk:and'))
  return (
    <FormDialog
      title={t('posts:desk.create')}
      doWords={t('posts:desk.create')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <SelectField
        name="role"
        label={t('administration:role')}
        hint={levels ? t('posts:desk.levels', { levels }) : undefined}
        choices={offered.map((item) => ({ value: item.role, label: item.name }))}
        value={role}
        onChange={(event) => {
          const next = offered.find((item) => item.role === event.currentTarget.value)?.role
          if (next && next !== 'resident') setRole(next)
        }}
      />
      <PlacePicker
        label={t('administration:place')}
        value={place}
        onChange={setPlace}
        error={creating.problem?.messageFor('placeId')}
      />
      {chosen?.needsOrganization ? (
        <OrganizationPicker
          label={t('posts:desk.column.organization')}
          value={organization}
          onChange={setOrganization}
        />
      ) : null}
      <TextField
        name="title"
        label={t('posts:desk.title')}
        hint={t('posts:desk.titleHint')}
        optional
        maxLength={TITLE_LENGTH_MAX}
      />
      <TextField
        name="seatCount"
        label={t('posts:desk.column.seats')}
        type="number"
        min={1}
        max={SEATS_MAX}
        defaultValue="1"
        figures
        error={creating.problem?.messageFor('seatCount')}
      />
    </FormDialog>
  )
}
