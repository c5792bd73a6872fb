import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { FormDialog, WhenRead } from '#web/desk/administration.tsx'
import { ProblemBox } from '#web/desk/fault.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { OrganizationPicker, type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { toast } from '#web/ui/live/toast.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { FilterChips } from '#web/ui/tabs.tsx'
import { CategoryPicker } from './category-picker.tsx'

type Rule = Output<'cases.dispatchRule.list'>['items'][number]

const columnsWith = (end: ((rule: Rule) => void) | null): ReadonlyArray<Column<Rule>> => [
  {
    id: 'category',
    head: t('cases:desk.category'),
    phone: 'what',
    cell: (rule) => rule.category?.name ?? t('cases:desk.dispatchRule.all'),
  },
  {
    id: 'place',
    head: t('administration:place'),
    cell: (rule) => <a href={`/desk/places/${rule.place.id}`}>{rule.place.name}</a>,
  },
  { id: 'organization', head: t('cases:desk.dispatchRule.to'), cell: (rule) => rule.organization.name },
  { id: 'from', head: t('administration:from'), cell: (rule) => formatFullDay(rule.validFrom) },
  {
    id: 'until',
    head: t('cases:desk.dispatchRule.until'),
    cell: (rule) => (rule.validTo ? formatFullDay(rule.validTo) : ''),
  },
  ...(end
    ? [
        {
          id: 'act',
          head: t('cases:desk.dispatchRule.act'),
          phone: 'amount' as const,
          cell: (rule: Rule) =>
            rule.validTo === null ? (
              <Button size="small" tone="danger" onClick={() => end(rule)}>
                {t('cases:desk.dispatchRule.end')}
              </Button>
            ) : null,
        },
      ]
    : []),
]

const CreateDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const creating = useActing('cases.dispatchRule.create')
  const [category, setCategory] = useState<Picked | null>(null)
  const [place, setPlace] = useState<Picked | null>(null)
  const [organization, setOrganization] = useState<Picked | null>(null)
  const submit = async (): Promise<void> => {
    const made = await creating.run({
      categoryId: category ? Number(category.id) : null,
      placeId: Number(place?.id ?? 0),
      organizationId: organization?.id ?? '',
    })
    if (!made) return
    toast({
      words: t('cases:desk.dispatchRule.done', { place: made.place.name, organization: made.organization.name }),
    })
    onClose()
  }
  return (
    <FormDialog
      title={t('cases:desk.dispatchRule.create')}
      doWords={t('cases:desk.dispatchRule.create')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <CategoryPicker
        label={t('cases:desk.category')}
        hint={t('cases:desk.dispatchRule.allHint')}
        optional
        value={category}
        onChange={setCategory}
      />
      <PlacePicker
        label={t('administration:place')}
        value={place}
        onChange={setPlace}
        error={creating.problem?.messageFor('placeId')}
      />
      <OrganizationPicker
        label={t('cases:desk.dispatchRule.to')}
        value={organization}
        onChange={setOrganization}
        error={creating.problem?.messageFor('organizationId')}
      />
    </FormDialog>
  )
}

/** 派遣规则: which organisation is suggested for which category where. The narrowest wins. */
const DispatchRulesPage = () => {
  const { params, hrefWith } = useAddress()
  const { may } = useSession()
  const withEnded = params['ended'] === 'true'
  const [creating, setCreating] = useState(false)
  const ending = useActing('cases.dispatchRule.end')
  const found = useQuery({
    queryKey: ['cases.dispatchRule.list', withEnded],
    queryFn: ({ signal }) => query('cases.dispatchRule.list', { withEnded: String(withEnded) }, signal),
  })
  const end = async (rule: Rule): Promise<void> => {
    if (await ending.run({ id: rule.id, version: rule.version })) toast({ words: t('cases:desk.dispatchRule.ended') })
  }
  return (
    <DeskPage
      title={t('cases:desk.dispatchRules')}
      meta={t('cases:desk.dispatchRulesHint')}
      actions={
        may('cases.dispatchRule.create') ? (
          <Button size="small" tone="main" icon="plus" onClick={() => setCreating(true)}>
            {t('cases:desk.dispatchRule.create')}
          </Button>
        ) : null
      }
    >
      <div className="desk-tools" role="region" aria-label={t('desk:filters')}>
        <div className="filters">
          <FilterChips
            chips={[
              { href: hrefWith({ ended: null }), label: t('cases:desk.dispatchRule.current'), on: !withEnded },
              { href: hrefWith({ ended: 'true' }), label: t('cases:desk.dispatchRule.withEnded'), on: withEnded },
            ]}
          />
        </div>
      </div>
      {ending.problem ? <ProblemBox problem={ending.problem} title={t('administration:refused')} /> : null}
      <WhenRead found={found}>
        <Table
          label={t('cases:desk.dispatchRules')}
          columns={columnsWith(may('cases.dispatchRule.end') ? (rule) => void end(rule) : null)}
          rows={found.data?.items ?? []}
          keyOf={(rule) => rule.id}
          empty={
            <div className="desk-pad">
              <Empty
                icon="send"
                title={t('cases:desk.dispatchRule.none')}
                words={t('cases:desk.dispatchRule.noneHint')}
              />
            </div>
          }
        />
      </WhenRead>
      {creating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
    </DeskPage>
  )
}

export default DispatchRulesPage
