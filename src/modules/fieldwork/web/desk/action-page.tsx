import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { Facts } from '#web/ui/column-head.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { formatCount, formatMoment } from '#web/ui/format.ts'
import { toast } from '#web/ui/live/toast.tsx'
import { Photos } from '#web/ui/photo.tsx'

const REASON_LENGTH_MAX = 200

const WithdrawDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const acting = useActing('fieldwork.action.withdraw')
  const submit = async (form: FormData): Promise<void> => {
    if (!(await acting.run({ id, reason: textOf(form, 'reason') }))) return
    toast({ words: t('fieldwork:desk.withdrawn') })
    onClose()
  }
  return (
    <FormDialog
      title={t('fieldwork:desk.withdraw')}
      doWords={t('fieldwork:desk.withdraw')}
      busy={acting.busy}
      problem={acting.problem}
      danger
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <p className="soft">{t('fieldwork:desk.withdrawWords')}</p>
      <TextArea
        name="reason"
        label={t('administration:reason')}
        maxLength={REASON_LENGTH_MAX}
        error={acting.problem?.messageFor('reason')}
      />
    </FormDialog>
  )
}

type Action = Output<'fieldwork.action.find'>['action']

const ActionFacts = ({ action }: { readonly action: Action }) => {
  const people = [action.person, ...action.companions].map(({ name }) => name).join(t('desk:and'))
  return (
    <Facts
      beside
      facts={[
        { term: t('fieldwork:column.function'), words: action.functionName },
        {
          term: t('fieldwork:column.count'),
          words: `${formatCount(action.count)} ${t(`fieldwork:unit.${action.unit}`)}`,
        },
        { term: t('administration:place'), words: action.placeName },
        { term: t('fieldwork:desk.doneBy'), words: people },
        ...(action.team ? [{ term: t('fieldwork:column.team'), words: action.team.name }] : []),
        ...(action.patrolId
          ? [
              {
                term: t('fieldwork:desk.patrol'),
                words: <a href={`/desk/patrols/${action.patrolId}`}>{t('fieldwork:desk.onPatrol')}</a>,
              },
            ]
          : []),
        { term: t('fieldwork:column.words'), words: action.words ?? t('administration:none') },
        ...(action.withdrawnReason ? [{ term: t('fieldwork:column.withdrawn'), words: action.withdrawnReason }] : []),
      ]}
    />
  )
}

/** One action: what, where, how many, by whom, with its photos. */
const ActionPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const now = useNow()
  const found = useQuery({
    queryKey: ['fieldwork.action.find', id],
    queryFn: ({ signal }) => query('fieldwork.action.find', { id }, signal),
  })
  const [isWithdrawing, setWithdrawing] = useState(false)
  const action = found.data?.action
  const kind = action ? t(`fieldwork:kind.${action.kind}`) : t('fieldwork:desk.action')
  return (
    <DeskPage
      title={kind}
      meta={action ? formatMoment(action.at, now) : undefined}
      back={{ href: '/desk/actions', label: t('fieldwork:desk.actions') }}
      actions={
        action ? (
          <Button
            size="small"
            tone="danger"
            whyNot={whyNotOf(found.data?.can ?? {}, 'fieldwork.action.withdraw')}
            onClick={() => setWithdrawing(true)}
          >
            {t('fieldwork:desk.withdraw')}
          </Button>
        ) : null
      }
    >
      <WhenRead found={found}>
        {found.data && action ? (
          <div className="admin-body">
            <ActionFacts action={action} />
            {found.data.files.length > 0 ? (
              <Photos
                photos={found.data.files.map((file) => ({
                  src: `/api/workplace.file.thumbnail?id=${file.id}`,
                  href: `/api/workplace.file.open?id=${file.id}`,
                  alt: kind,
                }))}
              />
            ) : null}
          </div>
        ) : null}
      </WhenRead>
      {action && isWithdrawing ? <WithdrawDialog id={action.id} onClose={() => setWithdrawing(false)} /> : null}
    </DeskPage>
  )
}

export default ActionPage
