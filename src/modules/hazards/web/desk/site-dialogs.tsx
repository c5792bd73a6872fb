import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, textOrNull } from '#web/desk/administration.tsx'
import { OrganizationPicker, type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { CheckField, SelectField, TextField } from '#web/ui/field.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { RISKS, useCatalogue } from './sites-page.tsx'

export type Site = Output<'hazards.site.find'>['site']

const NAME_LENGTH_MAX = 80
const ADDRESS_LENGTH_MAX = 200

/** A point as it is typed from a map: 102.7012, 25.0401. */
const pointOf = (text: string | null): { longitude: number; latitude: number } | null => {
  const [longitude, latitude] = (text ?? '').split(/[,，\s]+/).map(Number)
  return longitude !== undefined && latitude !== undefined && Number.isFinite(longitude) && Number.isFinite(latitude)
    ? { longitude, latitude }
    : null
}

export interface SiteDialogProps {
  /** Left out: a new one. */
  readonly site?: Site
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** A site: what it is, where, who answers for it. What is masked stays as it is when left empty. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
export const SiteDialog = ({ site, onClose, onDone }: SiteDialogProps) => {
  const creating = useActing('hazards.site.create')
  const changing = useActing('hazards.site.change')
  const acting = site ? changing : creating
  const catalogue = useCatalogue()
  const [place, setPlace] = useState<Picked | null>(site ? { ...site.place, id: String(site.place.id) } : null)
  const [organization, setOrganization] = useState<Picked | null>(site?.organization ?? null)
  const submit = async (form: FormData): Promise<void> => {
    const name = textOrNull(form, 'responsibleName')
    const phone = textOrNull(form, 'responsiblePhone')
    const input = {
      name: textOf(form, 'name'),
      kindId: textOf(form, 'kindId'),
      placeId: Number(place?.id ?? 0),
      address: textOrNull(form, 'address'),
      point: pointOf(textOrNull(form, 'point')),
      organizationId: organization?.id ?? null,
      risk: RISKS.find((known) => known === form.get('risk')) ?? 'low',
      ...(name === null ? {} : { responsibleName: name }),
      ...(phone === null ? {} : { responsiblePhone: phone }),
    }
    const done = site ? await changing.run({ ...input, id: site.id, version: site.version }) : await creating.run(input)
    if (!done) return
    toast({ words: t('hazards:desk.saved', { name: done.name }) })
    onClose()
    onDone(done.id)
  }
  const title = t(site ? 'hazards:desk.changeSite' : 'hazards:desk.createSite')
  return (
    <FormDialog
      title={title}
      doWords={title}
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('hazards:desk.siteName')}
        defaultValue={site?.name}
        maxLength={NAME_LENGTH_MAX}
        error={acting.problem?.messageFor('name')}
      />
      <SelectField
        key={catalogue.isSuccess ? 'read' : 'waiting'}
        name="kindId"
        label={t('hazards:desk.siteKind')}
        defaultValue={site?.kind.id ?? catalogue.data?.siteKinds[0]?.id ?? ''}
        choices={(catalogue.data?.siteKinds ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <PlacePicker
        label={t('administration:place')}
        value={place}
        onChange={setPlace}
        error={acting.problem?.messageFor('placeId')}
      />
      <TextField
        name="address"
        optional
        label={t('hazards:desk.address')}
        defaultValue={site?.address ?? ''}
        maxLength={ADDRESS_LENGTH_MAX}
      />
      <TextField
        name="point"
        optional
        label={t('hazards:desk.point')}
        hint={t('hazards:desk.pointHint')}
        defaultValue={site?.point ? `${site.point.longitude}, ${site.point.latitude}` : ''}
      />
      <TextField
        name="responsibleName"
        optional
        label={t('hazards:desk.responsible')}
        hint={site?.responsibleName ? t('hazards:desk.keepsMasked', { is: site.responsibleName }) : undefined}
      />
      <TextField
        name="responsiblePhone"
        type="tel"
        optional
        label={t('hazards:desk.phone')}
        hint={site?.responsiblePhone ? t('hazards:desk.keepsMasked', { is: site.responsiblePhone }) : undefined}
        error={acting.problem?.messageFor('responsiblePhone')}
      />
      <OrganizationPicker
        label={t('hazards:desk.siteOrganization')}
        hint={t('hazards:desk.siteOrganizationHint')}
        optional
        value={organization}
        onChange={setOrganization}
      />
      <SelectField
        name="risk"
        label={t('hazards:desk.risk')}
        defaultValue={site?.risk ?? 'low'}
        choices={RISKS.map((value) => ({ value, label: t(`hazards:risk.${value}`) }))}
      />
    </FormDialog>
  )
}

const INSPECTORS_MAX = 3

export interface AssignDialogProps {
  readonly placeId: number
  readonly siteIds: readonly string[]
  readonly campaignId?: string | undefined
  readonly onClose: () => void
}

/** Who shall inspect, until when. */
export const AssignDialog = ({ placeId, siteIds, campaignId, onClose }: AssignDialogProps) => {
  const assigning = useActing('hazards.task.assign')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [dueOn, setDueOn] = useState('')
  const found = useQuery({
    queryKey: ['hazards.inspector.list', placeId],
    queryFn: ({ signal }) => query('hazards.inspector.list', { placeId }, signal),
  })
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-INSPECTORS_MAX))
  const submit = async (): Promise<void> => {
    const done = await assigning.run({
      siteIds: [...siteIds],
      inspectorIds: [...chosen],
      campaignId: campaignId ?? null,
      dueOn: dueOn as never,
    })
    if (!done) return
    toast({ words: t('hazards:desk.assigned.done', { count: done.assignedCount }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('hazards:desk.assign')}
      doWords={t('hazards:desk.assign')}
      busy={assigning.busy}
      problem={assigning.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <fieldset className="check-places">
        <legend>{t('hazards:desk.inspectors')}</legend>
        {(found.data?.items ?? []).map((person) => (
          <CheckField
            key={person.id}
            label={`${person.name} ${wordsOr(`posts:role.${person.role}`, '')} ${person.placeName}`}
            checked={chosen.includes(person.id)}
            onChange={() => toggle(person.id)}
          />
        ))}
        {found.data?.items.length === 0 ? <p className="soft">{t('hazards:desk.noInspectors')}</p> : null}
      </fieldset>
      <DateField name="dueOn" label={t('hazards:desk.dueOn')} value={dueOn} onChange={setDueOn} />
    </FormDialog>
  )
}
