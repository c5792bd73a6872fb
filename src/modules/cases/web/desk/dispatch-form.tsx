import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useDraft } from '#web/desk/draft.ts'
import { OrganizationPicker, type Picked } from '#web/desk/pickers.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { TextArea } from '#web/ui/field.tsx'
import { Select } from '#web/ui/live/select.tsx'
import { type CaseFormProps, FormFrame } from './case-form.tsx'
import { DispatchConsequence } from './dispatch-consequence.tsx'

const WORDS_LENGTH_MAX = 2_000
const POSTS_SHOWN = 50
const NOBODY = 'nobody'

/** Who works in an organisation, to hand a case to somebody in particular. */
export const useMembers = (
  organizationId: string | undefined,
): ReadonlyArray<{ readonly id: string; readonly label: string; readonly hint: string }> => {
  const { may } = useSession()
  const found = useQuery({
    queryKey: ['posts.post.list', { organizationId }],
    queryFn: ({ signal }) =>
      query(
        'posts.post.list',
        { organizationId: organizationId ?? '', staffing: 'filled', limit: POSTS_SHOWN },
        signal,
      ),
    enabled: organizationId !== undefined && may('posts.post.list'),
  })
  const members = (found.data?.items ?? []).flatMap((post) =>
    post.holders.map((holder) => ({ id: holder.personId, label: holder.name, hint: post.title })),
  )
  return [...new Map(members.map((member) => [member.id, member])).values()]
}

interface DispatchDraft {
  readonly organization: Picked | null
  readonly personId: string
  readonly words: string
}

/** 派遣 to another organisation than the suggested one, or to somebody in it. */
export const DispatchForm = ({ matter, onClose, onActed }: CaseFormProps) => {
  const acting = useActing('cases.case.dispatch')
  const { draft, change, drop } = useDraft<DispatchDraft>(`case.${matter.id}.dispatch`, {
    organization: matter.suggestedOrganization,
    personId: NOBODY,
    words: '',
  })
  const [missing, setMissing] = useState(false)
  const members = useMembers(draft.organization?.id)
  const submit = async (): Promise<void> => {
    if (!draft.organization) return setMissing(true)
    const answer = await acting.run({
      id: matter.id,
      organizationId: draft.organization.id,
      personId: draft.personId === NOBODY ? null : draft.personId,
      words: draft.words.trim() || null,
    })
    if (!answer) return
    drop()
    onActed(answer, t('cases:desk.toast.dispatch', { name: draft.organization.name }))
  }
  return (
    <FormFrame
      title={t('cases:desk.form.dispatch.title')}
      submit={
        draft.organization
          ? t('cases:desk.dispatchTo', { name: draft.organization.name })
          : t('cases:desk.form.dispatch.do')
      }
      busy={acting.busy}
      problem={acting.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="case-two">
        <OrganizationPicker
          label={t('cases:desk.toWhom')}
          error={missing ? t('cases:desk.toWhomMissing') : undefined}
          value={draft.organization}
          onChange={(organization) => {
            setMissing(false)
            change({ organization, personId: NOBODY })
          }}
        />
        {members.length > 0 ? (
          <Select
            label={t('cases:desk.toPerson')}
            optional
            options={[{ id: NOBODY, label: t('cases:desk.toNobody') }, ...members]}
            value={draft.personId}
            onChange={(personId) => change({ personId })}
          />
        ) : null}
      </div>
      <TextArea
        name="words"
        label={t('cases:desk.dispatchWords')}
        hint={t('cases:desk.dispatchHint')}
        optional
        rows={2}
        maxLength={WORDS_LENGTH_MAX}
        value={draft.words}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      {draft.organization ? <DispatchConsequence matter={matter} name={draft.organization.name} /> : null}
    </FormFrame>
  )
}
