import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, numberOrNull, textOf, textOrNull } from '#web/desk/administration.tsx'
import { type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { CheckField, TextArea, TextField } from '#web/ui/field.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { FilterTags } from '#web/ui/live/tags.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { useCatalogue } from './sites-page.tsx'

export type Campaign = Output<'hazards.campaign.find'>['campaign']

const NAME_LENGTH_MAX = 60
const PURPOSE_LENGTH_MAX = 1_000

const toggled = (chosen: readonly string[], id: string): readonly string[] =>
  chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]

export interface CampaignDialogProps {
  /** Left out: a new one. */
  readonly campaign?: Campaign
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** What a campaign is: when, where, what is looked for, at which sites. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
export const CampaignDialog = ({ campaign, onClose, onDone }: CampaignDialogProps) => {
  const creating = useActing('hazards.campaign.create')
  const changing = useActing('hazards.campaign.change')
  const acting = campaign ? changing : creating
  const catalogue = useCatalogue()
  const [places, setPlaces] = useState<readonly Picked[]>(
    (campaign?.places ?? []).map(({ id, name }) => ({ id: String(id), name })),
  )
  const [siteKinds, setSiteKinds] = useState<readonly string[]>(campaign?.siteKinds.map(({ id }) => id) ?? [])
  const [startsOn, setStartsOn] = useState<string>(campaign?.startsOn ?? '')
  const [endsOn, setEndsOn] = useState<string>(campaign?.endsOn ?? '')
  const submit = async (form: FormData): Promise<void> => {
    const input = {
      name: textOf(form, 'name'),
      purpose: textOrNull(form, 'purpose'),
      startsOn: startsOn as never,
      endsOn: endsOn as never,
      placeIds: places.map(({ id }) => Number(id)),
      kindIds: campaign?.kindIds ?? [],
      siteKindIds: [...siteKinds],
      targetCount: numberOrNull(form, 'targetCount'),
    }
    const done = campaign
      ? await changing.run({ ...input, id: campaign.id, version: campaign.version })
      : await creating.run(input)
    if (!done) return
    toast({ words: t('hazards:desk.saved', { name: done.name }) })
    onClose()
    onDone(done.id)
  }
  const title = t(campaign ? 'hazards:desk.changeCampaign' : 'hazards:desk.createCampaign')
  return (
    <FormDialog
      title={title}
      doWords={title}
      wide
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('hazards:desk.campaignName')}
        defaultValue={campaign?.name}
        maxLength={NAME_LENGTH_MAX}
        error={acting.problem?.messageFor('name')}
      />
      <TextArea
        name="purpose"
        optional
        rows={2}
        label={t('hazards:desk.purpose')}
        defaultValue={campaign?.purpose ?? ''}
        maxLength={PURPOSE_LENGTH_MAX}
      />
      <DateField name="startsOn" label={t('hazards:desk.startsOn')} value={startsOn} onChange={setStartsOn} />
      <DateField name="endsOn" label={t('hazards:desk.endsOn')} value={endsOn} onChange={setEndsOn} />
      <PlacePicker
        key={places.length}
        label={t('hazards:desk.addPlace')}
        value={null}
        error={acting.problem?.messageFor('placeIds')}
        onChange={(place) => place && !places.some(({ id }) => id === place.id) && setPlaces([...places, place])}
      />
      {places.length > 0 ? (
        <FilterTags
          label={t('administration:place')}
          tags={places.map(({ id, name }) => ({ id, label: name }))}
          onRemove={(id) => setPlaces(places.filter((place) => place.id !== id))}
        />
      ) : null}
      <fieldset className="check-places">
        <legend>{t('hazards:desk.campaignKinds')}</legend>
        {(catalogue.data?.siteKinds ?? []).map((kind) => (
          <CheckField
            key={kind.id}
            label={kind.name}
            checked={siteKinds.includes(kind.id)}
            onChange={() => setSiteKinds(toggled(siteKinds, kind.id))}
          />
        ))}
      </fieldset>
      <TextField
        name="targetCount"
        type="number"
        optional
        label={t('hazards:desk.target')}
        hint={t('hazards:desk.targetHint')}
        defaultValue={campaign?.targetCount ? String(campaign.targetCount) : ''}
      />
    </FormDialog>
  )
}

/** 双随机: how many sites, how many inspectors each, until when. */
export const DrawDialog = ({ campaign, onClose }: { readonly campaign: Campaign; readonly onClose: () => void }) => {
  const drawing = useActing('hazards.draw.make')
  const [dueOn, setDueOn] = useState<string>(campaign.endsOn)
  const submit = async (form: FormData): Promise<void> => {
    const done = await drawing.run({
      campaignId: campaign.id,
      siteCount: numberOrNull(form, 'siteCount') ?? 0,
      inspectorsEach: numberOrNull(form, 'inspectorsEach') ?? 2,
      dueOn: dueOn as never,
    })
    if (!done) return
    toast({ words: t('hazards:desk.drawn', { count: done.pairs.length }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('hazards:desk.draw')}
      doWords={t('hazards:desk.draw')}
      busy={drawing.busy}
      problem={drawing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('hazards:desk.drawHint')}</p>
      <TextField name="siteCount" type="number" label={t('hazards:desk.drawSites')} defaultValue="10" />
      <TextField name="inspectorsEach" type="number" label={t('hazards:desk.drawInspectors')} defaultValue="2" />
      <DateField name="dueOn" label={t('hazards:desk.dueOn')} value={dueOn} onChange={setDueOn} />
    </FormDialog>
  )
}
