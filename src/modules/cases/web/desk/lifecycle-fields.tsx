import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { OrganizationPicker } from '#web/desk/pickers.tsx'
import { t, type WordKey, wordsOr } from '#web/i18n.ts'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { ComboBox } from '#web/ui/live/combo-box.tsx'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { type Option, Select } from '#web/ui/live/select.tsx'
import type { CaseDetail } from './case-acts.ts'
import { CategoryPicker } from './category-picker.tsx'
import type { DraftFaults, LifecycleDraft, LifecycleVerb } from './lifecycle-draft.ts'
import { unitWords } from './unit-words.ts'

export interface LifecycleFieldsProps {
  readonly verb: LifecycleVerb
  readonly matter: CaseDetail
  readonly draft: LifecycleDraft
  readonly change: (patch: Partial<LifecycleDraft>) => void
  readonly faults: DraftFaults
}

const CANDIDATES_SHOWN = 8
const TITLE_LENGTH_MAX = 100
const BODY_LENGTH_MAX = 5_000
const NUMBER_LENGTH_MAX = 60

const optionsOf = <Id extends string>(ids: readonly Id[], labelOf: (id: Id) => string): Option[] =>
  ids.map((id) => ({ id, label: labelOf(id) }))

const RATINGS = ['5', '4', '3', '2', '1'] as const
const WAYS = ['phone', 'visit', 'message'] as const

/** What is chosen from a fixed list, by act. */
const CHOICES: Readonly<
  Partial<Record<LifecycleVerb, { readonly label: WordKey; readonly options: readonly Option[] }>>
> = {
  check: {
    label: 'cases:desk.choose.check',
    options: optionsOf(['exists', 'absent', 'unable'] as const, (id) => t(`cases:check.${id}`)),
  },
  ask: {
    label: 'cases:desk.choose.ask',
    options: optionsOf(['extension', 'suspension', 'dispute'] as const, (id) => t(`cases:request.${id}`)),
  },
  transfer: {
    label: 'cases:desk.choose.transfer',
    options: optionsOf(['hotline', 'petition', 'police', 'cityManagement', 'court', 'other'] as const, (id) =>
      t(`cases:system.${id}`),
    ),
  },
  takeBack: {
    label: 'cases:desk.choose.takeBack',
    options: optionsOf(['done', 'returned'] as const, (id) => t(`cases:takeBack.${id}`)),
  },
  missRevisit: { label: 'cases:desk.choose.way', options: optionsOf(WAYS, (id) => t(`cases:way.${id}`)) },
}

const Choice = ({ verb, draft, change, faults }: LifecycleFieldsProps) => {
  const choice = CHOICES[verb]
  if (!choice) return null
  return (
    <Select
      label={t(choice.label)}
      options={[...choice.options]}
      value={draft.choice}
      error={faults.choice}
      onChange={(value) => change({ choice: value })}
    />
  )
}

/** Who can be asked next, with the tiers passed over shown as they are. */
const TierChoice = ({ matter, draft, change, faults }: LifecycleFieldsProps) => {
  const found = useQuery({
    queryKey: ['cases.case.findTiers', matter.id],
    queryFn: ({ signal }) => query('cases.case.findTiers', { id: matter.id }, signal),
  })
  const options = (found.data?.tiers ?? [])
    .filter((tier) => tier.mayAsk)
    .flatMap(({ tier, candidates }) =>
      candidates.map((candidate) => ({
        id: `${tier}|${candidate.organizationId ? 'organization' : 'person'}|${candidate.organizationId ?? candidate.personId}`,
        label: candidate.name,
        hint: wordsOr(`cases:tier.${tier}`, tier),
      })),
    )
  if (found.data && options.length === 0) return <p className="hint">{t('cases:refusal.tier_vacant')}</p>
  return (
    <Select
      label={t('cases:desk.choose.escalate')}
      options={options}
      value={draft.choice}
      error={faults.choice}
      onChange={(choice) => change({ choice })}
    />
  )
}

/** The case that is to answer for this one: others near by first, else by words or number. */
const LeadChoice = ({ matter, draft, change, faults }: LifecycleFieldsProps) => (
  <ComboBox
    label={t('cases:desk.choose.merge')}
    hint={t('cases:desk.choose.mergeHint')}
    error={faults.lead}
    value={draft.lead ? { id: draft.lead.id, label: draft.lead.name } : null}
    onChange={(option) => change({ lead: option ? { id: option.id, name: option.label } : null })}
    search={async (typed, signal) => {
      const communityId = matter.places.find(({ level }) => level === 'community')?.id ?? matter.placeId
      const near = typed.trim() === '' ? { placeId: communityId } : { words: typed.trim() }
      const { items } = await query('cases.case.list', { ...near, isOpen: 'true', limit: CANDIDATES_SHOWN + 1 }, signal)
      return items
        .filter((item) => item.id !== matter.id && item.state !== 'merged')
        .map((item) => ({ id: item.id, label: `${item.number} ${item.title}`, hint: item.placeName }))
    }}
  />
)

const AskFields = ({ matter, draft, change, faults }: LifecycleFieldsProps) => {
  if (draft.choice === 'extension') {
    const unit = unitWords(matter.visits.findLast((visit) => visit.leftAt === null)?.limit?.unit)
    return (
      <TextField
        name="extendBy"
        label={t('cases:desk.extendBy', { unit })}
        inputMode="decimal"
        value={draft.extendBy}
        error={faults.extendBy}
        onChange={(event) => change({ extendBy: event.currentTarget.value })}
      />
    )
  }
  return draft.choice === 'suspension' ? <UntilField draft={draft} change={change} faults={faults} /> : null
}

const UntilField = ({
  draft,
  change,
  faults,
  optional = false,
}: Pick<LifecycleFieldsProps, 'draft' | 'change' | 'faults'> & { readonly optional?: boolean }) => (
  <DateField
    name="until"
    label={t('cases:desk.until')}
    hint={t('cases:desk.untilHint')}
    optional={optional}
    error={faults.until}
    value={draft.until}
    onChange={(until) => change({ until })}
  />
)

const SplitFields = ({ draft, change, faults }: LifecycleFieldsProps) => (
  <>
    <TextField
      name="title"
      label={t('cases:desk.split.title')}
      maxLength={TITLE_LENGTH_MAX}
      error={faults.title}
      value={draft.title}
      autoFocus
      onChange={(event) => change({ title: event.currentTarget.value })}
    />
    <TextArea
      name="body"
      label={t('cases:desk.split.body')}
      rows={3}
      maxLength={BODY_LENGTH_MAX}
      error={faults.body}
      value={draft.body}
      onChange={(event) => change({ body: event.currentTarget.value })}
    />
    <div className="case-two">
      <CategoryPicker
        label={t('cases:desk.split.category')}
        leavesOnly
        error={faults.category}
        value={draft.category}
        onChange={(category) => change({ category })}
      />
      <OrganizationPicker
        label={t('cases:desk.split.organization')}
        error={faults.organization}
        value={draft.organization}
        onChange={(organization) => change({ organization })}
      />
    </div>
  </>
)

/** How the reporter was asked, and what the answer was. */
const RevisitFields = ({ draft, change, faults }: LifecycleFieldsProps) => {
  const [way = '', rating = ''] = draft.choice.split('|')
  const set = (nextWay: string, nextRating: string): void => change({ choice: `${nextWay}|${nextRating}` })
  return (
    <div className="case-two">
      <Select
        label={t('cases:desk.choose.way')}
        options={optionsOf(WAYS, (id) => t(`cases:way.${id}`))}
        value={way}
        error={way === '' ? faults.choice : undefined}
        onChange={(next) => set(next, rating)}
      />
      <Select
        label={t('cases:desk.choose.rating')}
        options={optionsOf(RATINGS, (id) => t(`cases:rating.${id}`))}
        value={rating}
        error={rating === '' ? faults.choice : undefined}
        onChange={(next) => set(way, next)}
      />
    </div>
  )
}

/** What an act asks for beside its words. */
export const LifecycleFields = (props: LifecycleFieldsProps) => {
  const { verb, draft, change, faults } = props
  switch (verb) {
    case 'escalate':
      return <TierChoice {...props} />
    case 'merge':
      return <LeadChoice {...props} />
    case 'split':
      return <SplitFields {...props} />
    case 'revisit':
      return <RevisitFields {...props} />
    case 'pause':
      return <UntilField draft={draft} change={change} faults={faults} optional />
    case 'ask':
      return (
        <div className="case-two">
          <Choice {...props} />
          <AskFields {...props} />
        </div>
      )
    case 'transfer':
      return (
        <div className="case-two">
          <Choice {...props} />
          <TextField
            name="number"
            label={t('cases:desk.outsideNumber')}
            optional
            maxLength={NUMBER_LENGTH_MAX}
            value={draft.number}
            onChange={(event) => change({ number: event.currentTarget.value })}
          />
        </div>
      )
    default:
      return <Choice {...props} />
  }
}
