import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { query } from '#web/api.ts'
import { readAgain, useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { FormDialog, numberOrNull, textOf } from '#web/desk/administration.tsx'
import { t } from '#web/i18n.ts'
import { CheckCards, RadioCards, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Consequence } from '#web/ui/notice.tsx'
import { type Boundary, cutBoundary } from './cut-boundary.ts'
import type { Place } from './place-dialogs.tsx'

const REASON_LENGTH_MAX = 200
const NAME_LENGTH_MAX = 60
const CODE_LENGTH_MAX = 32
const NEIGHBOURS_SHOWN_MAX = 100
const PARTS = [1, 2] as const
const CUTS = ['westEast', 'southNorth', 'none'] as const
type Cut = (typeof CUTS)[number]

interface GridDialogProps {
  readonly grid: Place
  readonly onClose: () => void
}

/** Why, and what becomes of the posts: the same for every adjustment. */
export const AdjustmentFields = ({ error }: { readonly error: string | undefined }) => (
  <>
    <TextArea
      name="reason"
      rows={2}
      label={t('administration:reason')}
      hint={t('administration:reasonHint')}
      maxLength={REASON_LENGTH_MAX}
      error={error}
    />
    <RadioCards
      name="posts"
      label={t('places:desk.postsThen')}
      defaultValue="follow"
      choices={[
        { value: 'follow', label: t('places:postChoice.follow') },
        { value: 'end', label: t('places:postChoice.end') },
      ]}
    />
  </>
)

export const adjustmentOf = (form: FormData) => ({
  reason: textOf(form, 'reason'),
  posts: form.get('posts') === 'end' ? ('end' as const) : ('follow' as const),
})

const GridFields = ({
  prefix,
  name,
  code,
}: {
  readonly prefix: string
  readonly name: string
  readonly code: string
}) => (
  <>
    <div className="desk-two">
      <TextField
        name={`${prefix}-name`}
        label={t('places:desk.name')}
        defaultValue={name}
        maxLength={NAME_LENGTH_MAX}
      />
      <TextField
        name={`${prefix}-code`}
        label={t('places:desk.code')}
        defaultValue={code}
        maxLength={CODE_LENGTH_MAX}
      />
    </div>
    <div className="desk-two">
      <TextField
        name={`${prefix}-households`}
        type="number"
        min={0}
        figures
        optional
        label={t('places:desk.households')}
      />
      <TextField
        name={`${prefix}-residents`}
        type="number"
        min={0}
        figures
        optional
        label={t('places:desk.residents')}
      />
    </div>
  </>
)

const gridOf = (form: FormData, prefix: string) => ({
  name: textOf(form, `${prefix}-name`),
  code: textOf(form, `${prefix}-code`),
  householdCount: numberOrNull(form, `${prefix}-households`),
  residentCount: numberOrNull(form, `${prefix}-residents`),
})

const halvesOf = (boundary: Boundary | null, cut: Cut): readonly [Boundary, Boundary] | null => {
  if (!boundary || cut === 'none') return null
  return cutBoundary(boundary, cut === 'westEast' ? 0 : 1)
}

/** 拆分: one grid becomes two. The border between them can be moved on the map afterwards. */
export const SplitDialog = ({ grid, onClose }: GridDialogProps) => {
  const splitting = useActing('places.grid.split')
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const drawn = useQuery({
    queryKey: ['places.boundary.find', grid.id],
    queryFn: ({ signal }) => query('places.boundary.find', { placeId: grid.id }, signal),
  })
  const inside = useQuery({
    queryKey: ['places.place.list', { parentId: grid.id }],
    queryFn: ({ signal }) => query('places.place.list', { parentId: grid.id, limit: NEIGHBOURS_SHOWN_MAX }, signal),
  })
  const boundary = drawn.data?.boundary ?? null
  const cuts = CUTS.filter((cut) => cut === 'none' || halvesOf(boundary, cut) !== null)
  const unplaced = (inside.data?.items ?? []).filter((child) => child.center === null || boundary === null)
  const submit = async (form: FormData): Promise<void> => {
    const cut = CUTS.find((known) => known === form.get('cut')) ?? 'none'
    const halves = halvesOf(boundary, cut)
    const parts = PARTS.map((part) => ({
      ...gridOf(form, `part-${part}`),
      boundary: halves?.[part - 1] ?? null,
      childIds: unplaced.filter((child) => form.get(`child-${child.id}`) === String(part)).map((child) => child.id),
    }))
    const done = await splitting.run({ placeId: grid.id, version: grid.version, parts, ...adjustmentOf(form) })
    if (!done) return
    readAgain(queryClient, 'posts')
    toast({ words: t('places:desk.splitDone', { name: grid.name, count: done.begun.length }) })
    onClose()
    go(`/desk/places/${done.begun[0]?.id ?? grid.parentId ?? grid.id}`)
  }
  return (
    <FormDialog
      wide
      title={t('places:desk.splitOf', { name: grid.name })}
      doWords={t('places:desk.split')}
      busy={splitting.busy}
      problem={splitting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      {PARTS.map((part) => (
        <fieldset key={part} className="grid-part">
          <legend>{t('places:desk.part', { number: part })}</legend>
          <GridFields prefix={`part-${part}`} name={`${grid.name}-${part}`} code={`${grid.code}-${part}`} />
        </fieldset>
      ))}
      {boundary ? (
        <SelectField
          key={cuts.join()}
          name="cut"
          label={t('places:desk.cut')}
          hint={t('places:desk.cutHint')}
          choices={cuts.map((value) => ({ value, label: t(`places:desk.cut.${value}`) }))}
        />
      ) : null}
      {unplaced.map((child) => (
        <SelectField
          key={child.id}
          name={`child-${child.id}`}
          label={t('places:desk.childTo', { name: child.name })}
          choices={PARTS.map((part) => ({ value: String(part), label: t('places:desk.part', { number: part }) }))}
        />
      ))}
      <AdjustmentFields error={splitting.problem?.messageFor('reason')} />
      <Consequence title={t('places:desk.then')}>{t('places:desk.thenAdjust', { name: grid.name })}</Consequence>
    </FormDialog>
  )
}

/** 合并: this grid and neighbours of the same community become one. */
export const MergeDialog = ({ grid, onClose }: GridDialogProps) => {
  const merging = useActing('places.grid.merge')
  const queryClient = useQueryClient()
  const { go } = useAddress()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const siblings = useQuery({
    queryKey: ['places.place.list', { parentId: grid.parentId, level: 'grid' }],
    queryFn: ({ signal }) =>
      query('places.place.list', { parentId: grid.parentId ?? 0, level: 'grid', limit: NEIGHBOURS_SHOWN_MAX }, signal),
  })
  const others = (siblings.data?.items ?? []).filter((place) => place.id !== grid.id)
  const submit = async (form: FormData): Promise<void> => {
    const grids = [grid, ...others.filter((place) => chosen.includes(String(place.id)))]
    const done = await merging.run({
      grids: grids.map((place) => ({ placeId: place.id, version: place.version })),
      into: { ...gridOf(form, 'into'), boundary: null },
      ...adjustmentOf(form),
    })
    if (!done) return
    readAgain(queryClient, 'posts')
    toast({ words: t('places:desk.mergeDone', { count: done.ended.length, name: done.begun[0]?.name ?? '' }) })
    onClose()
    go(`/desk/places/${done.begun[0]?.id ?? grid.parentId ?? grid.id}`)
  }
  return (
    <FormDialog
      wide
      title={t('places:desk.mergeOf', { name: grid.name })}
      doWords={t('places:desk.merge')}
      busy={merging.busy}
      problem={merging.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <CheckCards
        name="others"
        two
        label={t('places:desk.mergeWith')}
        hint={others.length === 0 ? t('places:desk.mergeNone') : undefined}
        error={merging.problem?.messageFor('grids')}
        values={chosen}
        onChange={(value, checked) =>
          setChosen(checked ? [...chosen, value] : chosen.filter((known) => known !== value))
        }
        choices={others.map((place) => ({ value: String(place.id), label: place.name, hint: place.code }))}
      />
      <GridFields prefix="into" name={grid.name} code={`${grid.code}-M`} />
      <AdjustmentFields error={merging.problem?.messageFor('reason')} />
      <Consequence title={t('places:desk.then')}>{t('places:desk.thenAdjust', { name: grid.name })}</Consequence>
    </FormDialog>
  )
}
