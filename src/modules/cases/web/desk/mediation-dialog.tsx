import { useState } from 'react'
import { AGREEMENT_LENGTH_MAX, fulfilments, mediationResults } from '#modules/cases/contract'
import { textOf, textOrNull } from '#web/desk/administration.tsx'
import { OrganizationPicker, type Picked } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { Select } from '#web/ui/live/select.tsx'
import { FilterTags } from '#web/ui/live/tags.tsx'
import { useMembers } from './dispatch-form.tsx'
import { MeasureDialog, WORDS_LENGTH_MAX } from './measure-part.tsx'

export interface MediationAsk {
  readonly verb: 'open' | 'hold' | 'conclude' | 'followUp'
  /** Of the mediation; of the case when it is opened. */
  readonly id: string
}
interface Props {
  readonly ask: MediationAsk
  readonly onClose: () => void
}

const PARTIES_OFFERED = 4
const NOBODY = 'nobody'
/** The hour of a form is the hour here. */
const ZONE = '+08:00'

interface Mediator extends Picked {
  readonly kind: 'organization' | 'person'
}

/** An organisation mediates, or somebody in it. */
const MediatorField = ({
  picked,
  onPick,
}: {
  readonly picked: readonly Mediator[]
  readonly onPick: (picked: readonly Mediator[]) => void
}) => {
  const [organization, setOrganization] = useState<Picked | null>(null)
  const members = useMembers(organization?.id)
  const add = (one: Mediator): void => {
    setOrganization(null)
    if (!picked.some(({ id }) => id === one.id)) onPick([...picked, one])
  }
  const choose = (id: string): void => {
    const member = members.find((candidate) => candidate.id === id)
    if (member) add({ id: member.id, name: member.label, kind: 'person' })
    else if (organization) add({ ...organization, kind: 'organization' })
  }
  return (
    <>
      {picked.length > 0 ? (
        <FilterTags
          label={t('cases:column.mediators')}
          tags={picked.map(({ id, name }) => ({ id, label: name }))}
          onRemove={(id) => onPick(picked.filter((one) => one.id !== id))}
          onClear={() => onPick([])}
        />
      ) : null}
      <OrganizationPicker
        key={picked.length}
        label={t('cases:column.mediators')}
        hint={t('cases:desk.mediation.mediatorHint')}
        value={organization}
        onChange={setOrganization}
      />
      {organization ? (
        <Select
          label={t('cases:desk.mediation.person')}
          options={[
            { id: '', label: t('cases:desk.chooseOne') },
            { id: NOBODY, label: t('cases:desk.mediation.whole', { name: organization.name }) },
            ...members,
          ]}
          value=""
          onChange={choose}
        />
      ) : null}
    </>
  )
}

const Open = ({ ask, onClose }: Props) => {
  const [mediators, setMediators] = useState<readonly Mediator[]>([])
  return (
    <MeasureDialog
      operation="cases.mediation.open"
      title={t('cases:do.open')}
      words={t('cases:column.subject')}
      wide
      onClose={onClose}
      inputOf={(form, subject) => ({
        caseId: ask.id,
        subject,
        parties: Array.from({ length: PARTIES_OFFERED }, (_, index) => ({
          name: textOf(form, `name-${index}`),
          phone: textOrNull(form, `phone-${index}`),
        })).filter(({ name }) => name !== ''),
        mediators: mediators.map(({ id, kind }) => (kind === 'person' ? { personId: id } : { organizationId: id })),
      })}
    >
      {Array.from({ length: PARTIES_OFFERED }, (_, index) => `${index}`).map((index) => (
        <div key={index} className="case-two">
          <TextField
            name={`name-${index}`}
            label={t('cases:desk.mediation.party', { count: Number(index) + 1 })}
            optional={index !== '0'}
            maxLength={60}
          />
          <TextField name={`phone-${index}`} label={t('cases:desk.mediation.phone')} optional maxLength={30} />
        </div>
      ))}
      <MediatorField picked={mediators} onPick={setMediators} />
    </MeasureDialog>
  )
}

const Hold = ({ ask, onClose }: Props) => {
  const [on, setOn] = useState('')
  return (
    <MeasureDialog
      operation="cases.mediation.hold"
      title={t('cases:do.hold')}
      words={t('cases:desk.mediation.said')}
      onClose={onClose}
      inputOf={(form, words) => ({
        id: ask.id,
        heldAt: `${on}T${textOf(form, 'time')}:00${ZONE}`,
        heldWhere: textOf(form, 'heldWhere'),
        words,
      })}
    >
      <div className="case-two">
        <DateField name="on" label={t('cases:desk.mediation.on')} value={on} onChange={setOn} />
        <TextField name="time" type="time" label={t('cases:desk.mediation.time')} />
      </div>
      <TextField name="heldWhere" label={t('cases:desk.mediation.where')} maxLength={200} />
    </MeasureDialog>
  )
}

const Conclude = ({ ask, onClose }: Props) => {
  const [result, setResult] = useState<(typeof mediationResults)[number]>('agreed')
  const [followUpOn, setFollowUpOn] = useState('')
  const isAgreed = result === 'agreed' || result === 'partly'
  return (
    <MeasureDialog
      operation="cases.mediation.conclude"
      title={t('cases:do.conclude')}
      words={t('cases:desk.mediation.resultWords')}
      wordsOptional
      wide
      onClose={onClose}
      inputOf={(form, words) => ({
        id: ask.id,
        result,
        words: words || null,
        agreement: isAgreed ? textOf(form, 'agreement') : null,
        followUpOn: isAgreed ? (followUpOn as never) : null,
      })}
    >
      <Select
        label={t('cases:column.mediationResult')}
        options={mediationResults.map((id) => ({ id, label: t(`cases:mediationResult.${id}`) }))}
        value={result}
        onChange={(id) => setResult(mediationResults.find((known) => known === id) ?? 'agreed')}
      />
      {isAgreed ? (
        <>
          <TextArea
            name="agreement"
            label={t('cases:desk.mediation.agreement')}
            hint={t('cases:desk.mediation.agreementHint')}
            rows={6}
            maxLength={AGREEMENT_LENGTH_MAX}
          />
          <DateField
            name="followUpOn"
            label={t('cases:column.followUpOn')}
            value={followUpOn}
            onChange={setFollowUpOn}
          />
        </>
      ) : null}
    </MeasureDialog>
  )
}

/** The form of one act of a mediation. */
export const MediationDialog = (props: Props) => {
  const { ask, onClose } = props
  if (ask.verb === 'open') return <Open {...props} />
  if (ask.verb === 'hold') return <Hold {...props} />
  if (ask.verb === 'conclude') return <Conclude {...props} />
  return (
    <MeasureDialog
      operation="cases.mediation.followUp"
      title={t('cases:do.followUp')}
      words={t('cases:desk.mediation.kept')}
      wordsOptional
      wordsLengthMax={WORDS_LENGTH_MAX}
      onClose={onClose}
      inputOf={(form, words) => ({
        id: ask.id,
        fulfilment: fulfilments.find((known) => known === form.get('fulfilment')) ?? 'fulfilled',
        words: words || null,
      })}
    >
      <SelectField
        name="fulfilment"
        label={t('cases:column.fulfilment')}
        choices={fulfilments.map((value) => ({ value, label: t(`cases:fulfilment.${value}`) }))}
      />
    </MeasureDialog>
  )
}
